import { z } from 'zod';

/**
 * What became of one event. `applied`: it holds now. `duplicate`: it was here before. `stale`: something later is known of
 * the same thing. `rejected`: it says something that cannot be; the others of its batch are not touched.
 */
export const eventOutcomes = ['applied', 'duplicate', 'stale', 'rejected'] as const;

export const eventResult = z.object({
  id: z.string().nullable().meta({ description: 'Of the event; null where it could not be read.' }),
  outcome: z.enum(eventOutcomes),
  code: z.string().optional().meta({ description: 'Why it was rejected: a stable code.' }),
  detail: z.string().optional(),
});

export type EventOutcome = (typeof eventOutcomes)[number];
export type EventResult = z.infer<typeof eventResult>;
