import { z } from 'zod';
import type { RerankServer } from '../../../config/env.ts';

/** What a server reads out of a request. */
export type Judged = { readonly query: string; readonly texts: readonly string[]; readonly topN: number };

export type Score = { readonly index: number; readonly score: unknown };

/** One way to rerank, strict in what it accepts. The reply takes any score, for servers do send what they should not. */
export type RerankFixture = {
  readonly request: z.ZodType<Judged>;
  reply(scores: readonly Score[], texts: readonly string[]): unknown;
  /** Most texts in one call. */
  readonly most: number;
};

const text = z.string().trim().min(1);

/** Strict: a server that knows a field by another name does not see ours. */
const cohereRequest = z
  .strictObject({
    model: text,
    query: text,
    documents: z.array(text).min(1),
    top_n: z.int().min(1).optional(),
  })
  .transform(({ query, documents, top_n }) => ({ query, texts: documents, topN: top_n ?? documents.length }));

const asResults = (scores: readonly Score[]) =>
  scores.map(({ index, score }) => ({ index, relevance_score: score }));

export const rerankFixtures: Readonly<Record<RerankServer['dialect'], RerankFixture>> = {
  // vLLM's reply, which brings the texts back; Cohere's and Jina's differ in what we leave unread.
  cohere: {
    request: cohereRequest,
    reply: (scores, texts) => ({
      id: 'rerank-1',
      model: 'test',
      usage: { total_tokens: 12 },
      results: asResults(scores).map((result) => ({ ...result, document: { text: texts[result.index] } })),
    }),
    most: 1_000,
  },
  tei: {
    request: z
      .object({
        query: text,
        texts: z.array(text).min(1),
        truncate: z.boolean().optional(),
        raw_scores: z.boolean().optional(),
        return_text: z.boolean().optional(),
      })
      .transform(({ query, texts }) => ({ query, texts, topN: texts.length })),
    reply: (scores) => scores,
    most: 32,
  },
  // Its models run on TEI.
  albert: {
    request: cohereRequest,
    reply: (scores) => ({
      object: 'list',
      id: 'rerank-1',
      data: scores.map((score) => ({ object: 'rerank', ...score })),
      results: asResults(scores),
      model: 'test',
      usage: { total_tokens: 12, cost: 0, carbon: { kWh: { min: 0, max: 0 } } },
    }),
    most: 32,
  },
  'albert-v1': {
    request: z
      .strictObject({ model: text, prompt: text, input: z.array(text).min(1) })
      .transform(({ prompt, input }) => ({ query: prompt, texts: input, topN: input.length })),
    reply: (scores) => ({
      object: 'list',
      id: 'rerank-1',
      data: scores.map((score) => ({ object: 'rerank', ...score })),
    }),
    most: 32,
  },
};
