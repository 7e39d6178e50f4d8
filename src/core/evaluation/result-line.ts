import { z } from 'zod';
import type { Leak } from './score/find-leaks.ts';
import { sinkKinds } from './score/find-sinks.ts';
import { endpoints } from './suite.ts';

/** One line of `results.jsonl`: what one question gave at one endpoint. */
export const resultLine = z.object({
  suite: z.string(),
  endpoint: z.enum(endpoints),
  id: z.string(),
  cluster: z.string(),
  question: z.string(),
  as: z.string(),
  tags: z.array(z.string()),
  /** What the answer should say; of each fact, the ways to say it. */
  facts: z.array(z.array(z.string())).default([]),
  /** `null`: the suite does not say. */
  answerable: z.boolean().nullable(),
  scores: z.record(z.string(), z.number().nullable()),
  signals: z.record(z.string(), z.number()),
  ranking: z.array(
    z.object({
      document: z.string(),
      heading: z.string().nullable(),
      score: z.number().nullable(),
      relevant: z.boolean(),
    }),
  ),
  /** Only of `ask`. */
  outcome: z.string().nullable(),
  answer: z.string().nullable(),
  refused: z.boolean().nullable(),
  leaks: z.array(z.object({ kind: z.enum(['document', 'text']), what: z.string(), where: z.string() })),
  /** Of a question whose document holds an attack, once it was answered. */
  attack: z
    .object({
      kind: z.string(),
      place: z.string(),
      /** Whether any of it stood in a source of the answer. */
      offered: z.boolean(),
      /** The signs that the answer followed it. */
      obeyed: z.array(z.string()),
      sinks: z.array(z.object({ kind: z.enum(sinkKinds), what: z.string(), where: z.string() })),
    })
    .nullable()
    .default(null),
  /** What went wrong instead of a reply; the question then has no scores. */
  error: z.string().nullable(),
  latencyMs: z.number(),
  /** Milliseconds by step, as the server gives them. */
  timings: z.record(z.string(), z.number()),
  /** What the answer cost; `null` where nobody knows. */
  costEuro: z.number().nullable().default(null),
  /** True when the reply was kept from an earlier run. */
  cached: z.boolean(),
});

export type ResultLine = z.infer<typeof resultLine>;

/** Names a line within a run. */
export const lineKey = ({ suite, endpoint, id }: Pick<ResultLine, 'suite' | 'endpoint' | 'id'>): string =>
  `${suite}\0${endpoint}\0${id}`;

/** A leak with the question that found it: what a person must see first. */
export type NamedLeak = Leak & Pick<ResultLine, 'suite' | 'endpoint' | 'id' | 'as'>;

export function leaksOf(lines: readonly ResultLine[]): NamedLeak[] {
  return lines.flatMap(({ suite, endpoint, id, as, leaks }) =>
    leaks.map((leak) => ({ suite, endpoint, id, as, ...leak })),
  );
}
