import { z } from 'zod';
import type { RerankServer } from '../../../config/env.ts';

export type RerankCall = {
  readonly model: string | undefined;
  readonly query: string;
  readonly texts: readonly string[];
};

/** One way to speak `POST …/rerank`. */
export type RerankDialect = {
  body(call: RerankCall): Readonly<Record<string, unknown>>;
  /** Reads what is used of a reply: which text (index from 0) got which score. */
  readonly reply: z.ZodType<readonly { readonly index: number; readonly score: number }[]>;
};

const index = z.int().min(0);
const scored = z.array(z.object({ index, score: z.number() }));

/** Cohere's words, which Jina, vLLM and others took over. All texts are asked back, for the caller cuts by itself. */
const cohere: RerankDialect = {
  body: ({ model, query, texts }) => ({ model, query, documents: texts, top_n: texts.length }),
  reply: z
    .object({ results: z.array(z.object({ index, relevance_score: z.number() })) })
    .transform(({ results }) => results.map(({ index, relevance_score: score }) => ({ index, score }))),
};

export const dialects: Readonly<Record<RerankServer['dialect'], RerankDialect>> = {
  cohere,
  /** Text Embeddings Inference serves one model. It refuses a text that is too long for it unless told to cut. */
  tei: {
    body: ({ query, texts }) => ({ query, texts, truncate: true }),
    reply: scored,
  },
  /** Albert (OpenGateLLM) as it is now: the words of Cohere. */
  albert: cohere,
  /** Albert as it was in 2025, and where it is not brought up to date. */
  'albert-v1': {
    body: ({ model, query, texts }) => ({ model, prompt: query, input: texts }),
    reply: z.object({ data: scored }).transform(({ data }) => data),
  },
};
