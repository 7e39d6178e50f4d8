import { z } from 'zod';

/** A reply is read loosely: only what is scored, so that other versions of the server can be measured too. */
const found = z.object({
  score: z.number().optional(),
  document: z.object({ space: z.string(), path: z.string(), title: z.string().optional() }),
  passage: z.object({
    text: z.string(),
    headings: z.array(z.string()).default([]),
    page: z.number().nullable().default(null),
  }),
});
export type Found = z.infer<typeof found>;

/** Numbers by name that may tell a question without an answer. */
const signals = z.record(z.string(), z.unknown()).optional();

export const searchReply = z.object({ results: z.array(found), tookMs: z.number().optional(), signals });
export type SearchReply = z.infer<typeof searchReply>;

export const askReply = z.object({
  outcome: z.enum(['answered', 'quoted', 'not-found', 'refused']),
  reason: z.string().optional(),
  answer: z.object({
    text: z.string(),
    sentences: z.array(
      z.object({ text: z.string(), citations: z.array(z.number()), support: z.string().optional() }),
    ),
  }),
  sources: z.array(found.extend({ n: z.number() })),
  usage: z
    .object({
      timings: z.record(z.string(), z.number()).default({}),
      costEuro: z.number().nullable().default(null),
    })
    .optional(),
  conversationId: z.string().optional(),
  signals,
});
export type AskReply = z.infer<typeof askReply>;
