import { z } from 'zod';
import { spaceDigest } from './digest.ts';
import { envelope, sequence, tenant } from './envelope.ts';

export const sourceHeartbeat = envelope.extend({
  type: z.literal('fr.workplace.source.heartbeat.v1'),
  subject: z.literal('source'),
  data: z.strictObject({
    tenant,
    maxSequence: sequence.meta({ description: 'The greatest that was given out so far.' }),
    spaces: z.array(spaceDigest).max(5_000).default([]).meta({
      description: 'What spaces hold at this moment; a space that is not named is not compared.',
    }),
  }),
});
