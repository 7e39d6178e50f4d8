import { z } from 'zod';
import type { Dialect } from '../dialect.ts';
import { usual } from './usual.ts';

const info = z.object({
  model_id: z.string().min(1),
  max_input_length: z.int().min(1).nullable().catch(null),
});
const vectors = z.array(z.array(z.number()));

/**
 * Text Embeddings Inference in its own words: vectors or scores of one model, no chat. Its address has no `/v1`; texts
 * that are too long are cut at its model's length, as agreed.
 */
export const tei: Dialect = {
  ...usual,
  name: 'tei',
  key: 'optional',
  chat: null,
  models: {
    path: '/info',
    anyName: true,
    read(body) {
      const { data } = info.safeParse(body);
      return data ? [{ id: data.model_id, aliases: [], contextTokens: data.max_input_length }] : null;
    },
  },
  embeddings: {
    path: '/embed',
    textsPerCall: 32,
    body: (_, texts) => ({ inputs: texts, truncate: true, normalize: true }),
    read: (body) => vectors.safeParse(body).data?.map((vector, at) => ({ at, vector })) ?? null,
  },
  rerank: 'tei',
  causeOf: ({ status }) => (status === 424 || status === 429 ? 'busy' : null),
};
