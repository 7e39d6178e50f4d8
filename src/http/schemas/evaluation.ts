import { z } from 'zod';
import { type RunTrouble, runStates, runTroubles } from '../../core/evaluation/run.ts';
import { type Metric, metricNames } from '../../core/evaluation/score/scores.ts';
import { endpoints } from '../../core/evaluation/suite.ts';

export const run = z.object({
  id: z.string(),
  set: z.string(),
  title: z.string(),
  endpoint: z.enum(endpoints),
  as: z.string().meta({ description: 'Whom it was launched for: `user:ID` or `group:ID`.' }),
  provider: z.string().nullable(),
  promptVersion: z.int().nullable(),
  questions: z.int(),
  done: z.int(),
  state: z.enum(runStates),
  trouble: z
    .enum(runTroubles as readonly RunTrouble[] as [RunTrouble])
    .nullable()
    .meta({
      description: 'Why it stopped before its end; it goes on with `resume`.',
    }),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

const metric = z.enum(metricNames as [Metric, ...Metric[]]);

/** The figures of the questions that the caller may see. */
export const runSummary = z.object({
  questions: z.int(),
  errors: z.int(),
  leaks: z.int(),
  quoted: z.int().meta({ description: 'Answered in quotations: no model wrote for them.' }),
  metrics: z.partialRecord(metric, z.object({ mean: z.number(), n: z.int() })),
  abstention: z.record(z.string(), z.number()),
  latencyMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  costEuro: z.number().nullable(),
});

export const runResult = z.object({
  ordinal: z.int(),
  id: z.string(),
  question: z.string(),
  as: z.string(),
  outcome: z.string().nullable(),
  answer: z.string().nullable(),
  hasChanged: z.boolean().meta({
    description: 'A document that it rests on has another version since: its words are no longer shown.',
  }),
  error: z.string().nullable(),
  leaks: z.array(z.object({ kind: z.enum(['document', 'text']), what: z.string() })),
  scores: z.partialRecord(metric, z.number().nullable()),
  ranking: z.array(z.object({ document: z.string(), relevant: z.boolean() })),
  latencyMs: z.number(),
  costEuro: z.number().nullable(),
});

export const comparison = z.object({
  before: run,
  after: run,
  kept: z.boolean().meta({
    description: 'Nothing leaked, and the lower bound of the main metric is above −`tolerance`.',
  }),
  leaks: z.int(),
  main: metric.nullable(),
  tolerance: z.number(),
  metrics: z.partialRecord(
    metric,
    z.object({
      n: z.int(),
      before: z.number(),
      after: z.number(),
      difference: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
  unpaired: z.int().meta({ description: 'Results that the other run has no sound one for.' }),
  withheld: z.int(),
});
