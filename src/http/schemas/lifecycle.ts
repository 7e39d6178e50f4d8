import { z } from 'zod';

/** The receipt of an erasure. */
export const receipt = z.object({
  erasureId: z.string().meta({ description: 'The records of the audit about this erasure name it.' }),
  begunAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  idsHash: z.string().meta({ description: 'SHA-256 of the erased ids, sorted, a line feed after each.' }),
  stores: z
    .record(z.string(), z.record(z.string(), z.int()))
    .meta({ description: 'How much went, by store and by what it was; more may come.' }),
});
