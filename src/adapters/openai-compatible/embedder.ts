import { z } from 'zod';
import type { EmbeddingServer } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { generationOf } from '../../core/ingest/generation-of.ts';
import type { Embedder } from '../../ports/embedder.ts';
import { createProviderFetch, placeholderKey } from './provider-fetch.ts';
import { toEmbedderError } from './vendor-error.ts';

const reply = z.object({
  data: z.array(
    z.object({ index: z.int().min(0).optional(), embedding: z.union([z.array(z.number()), z.base64()]) }),
  ),
});

/**
 * Vectors from any OpenAI-compatible `/embeddings`. More texts than `maxTextsPerCall` go out in several calls, one after
 * the other. Vectors may come as numbers or as base64 of float32; they leave L2-normalised. The first reply fixes the
 * dimension: a server that changes it, or gives another number of vectors than of texts, is refused.
 */
export function createOpenAiEmbedder(
  server: EmbeddingServer,
  settings: { readonly timeoutMs: number; readonly maxTextsPerCall: number } = {
    timeoutMs: tunables.answering.embedTimeoutMs,
    maxTextsPerCall: tunables.answering.embedTextsPerCall,
  },
): Embedder {
  const { connectTimeoutMs, replyBytes } = tunables.answering;
  const fetch = createProviderFetch(server, {
    connectTimeoutMs,
    lineBytes: replyBytes,
    bodyBytes: replyBytes,
  });
  const prefixes = { query: server.queryPrefix, passage: server.passagePrefix };
  let dimension: number | null = null;

  async function embedBatch(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array[]> {
    // Loaded at the first call: a server without embeddings does not pay for it.
    const { default: OpenAI } = await import('openai');
    const client = new OpenAI({
      baseURL: server.baseUrl,
      apiKey: server.apiKey ?? placeholderKey,
      fetch,
      maxRetries: 0,
      timeout: settings.timeoutMs,
      logLevel: 'off',
    });
    const body = { model: server.model, input: [...texts], encoding_format: 'float' as const };
    const deadline = AbortSignal.timeout(settings.timeoutMs);
    const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const { success, data } = reply.safeParse(await client.embeddings.create(body, { signal: ends }));
    if (!success) throw badReply('shape');
    return inOrder(data.data, texts.length).map((vector) => normalised(vector, checkedDimension(vector)));
  }

  function checkedDimension(vector: Float32Array): number {
    dimension ??= vector.length;
    if (vector.length !== dimension || dimension === 0) throw badReply('dimension');
    return dimension;
  }

  return {
    generation: generationOf(server.model, server.passagePrefix),
    trust: server.trust,
    maxTextsPerCall: settings.maxTextsPerCall,
    async embed(texts, { kind, signal }) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += settings.maxTextsPerCall) {
        signal?.throwIfAborted();
        const batch = texts
          .slice(start, start + settings.maxTextsPerCall)
          .map((text) => prefixes[kind] + text);
        try {
          vectors.push(...(await embedBatch(batch, signal)));
        } catch (error) {
          signal?.throwIfAborted();
          throw toEmbedderError(error);
        }
      }
      return vectors;
    },
  };
}

type Embedding = z.infer<typeof reply>['data'][number];

function inOrder(data: readonly Embedding[], count: number): Float32Array[] {
  const sorted = data
    .map((one, place) => ({ at: one.index ?? place, vector: toVector(one.embedding) }))
    .sort((a, b) => a.at - b.at);
  if (sorted.length !== count || sorted.some(({ at }, place) => at !== place))
    throw badReply('number of vectors');
  return sorted.map(({ vector }) => vector);
}

function toVector(embedding: Embedding['embedding']): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding);
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length % 4 !== 0) throw badReply('encoding');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

function normalised(vector: Float32Array, dimension: number): Float32Array {
  const norm = Math.hypot(...vector);
  if (!Number.isFinite(norm) || norm === 0) throw badReply(`vector of dimension ${dimension}`);
  return vector.map((value) => value / norm);
}

function badReply(what: string): AppError {
  return new AppError('EMBEDDER_UNAVAILABLE', { retryable: false, detail: `Unusable reply: ${what}.` });
}
