import type { EmbeddingServer } from '../../../config/env.ts';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { generationOf } from '../../core/ingest/generation-of.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { AddressPolicy } from '../outgoing-http/address-policy.ts';
import type { EmbeddedText } from './dialect.ts';
import { dialects } from './dialects/all.ts';
import { toEmbedderError } from './vendor-error.ts';
import { createWire } from './wire.ts';

/**
 * Vectors from any server that has them, in its dialect (`generic` unless told). More texts than `maxTextsPerCall` go out
 * in several calls, one after the other. Vectors may come as numbers or as base64 of float32; they leave L2-normalised.
 * The first reply fixes the dimension: a server that changes it, or gives another number of vectors than of texts, is
 * refused.
 */
export function createOpenAiEmbedder(
  server: EmbeddingServer & { readonly mayConnect?: AddressPolicy },
  settings: { readonly timeoutMs?: number; readonly maxTextsPerCall?: number } = {},
): Embedder {
  const { connectTimeoutMs, embedQueryTimeoutMs, embedTextsPerCall, embedTimeoutMs, replyBytes } =
    tunables.answering;
  const dialect = dialects[server.dialect ?? 'generic'];
  const profile = dialect.embeddings;
  const { timeoutMs = embedTimeoutMs, maxTextsPerCall = profile?.textsPerCall ?? embedTextsPerCall } =
    settings;
  const wire = createWire(server, {
    connectTimeoutMs,
    lineBytes: replyBytes,
    bodyBytes: replyBytes,
    ...(server.mayConnect && { mayConnect: server.mayConnect }),
  });
  const timeoutsMs = { query: Math.min(timeoutMs, embedQueryTimeoutMs), passage: timeoutMs };
  const prefixes = { query: server.queryPrefix, passage: server.passagePrefix };
  let dimension: number | null = null;

  async function embedBatch(
    texts: readonly string[],
    { kind, signal }: Parameters<Embedder['embed']>[1],
  ): Promise<Float32Array[]> {
    if (!profile) throw unavailable('A server of this dialect has no embeddings.');
    if (dialect.key === 'required' && !server.apiKey)
      throw unavailable('The provider wants a key and has none.');
    const deadline = AbortSignal.timeout(timeoutsMs[kind]);
    const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const embedded = profile.read(await wire.post(profile.path, profile.body(server.model, texts), ends));
    if (!embedded) throw badReply('shape');
    const vectors = vectorsInOrder(embedded, texts.length);
    if (!vectors) throw badReply('number of vectors');
    return vectors.map(toVector).map((vector) => normalised(vector, checkedDimension(vector)));
  }

  function checkedDimension(vector: Float32Array): number {
    dimension ??= vector.length;
    if (vector.length !== dimension || dimension === 0) throw badReply('dimension');
    return dimension;
  }

  return {
    generation: generationOf(server.model, server.passagePrefix),
    trust: server.trust,
    maxTextsPerCall,
    async embed(texts, options) {
      const { kind, signal } = options;
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += maxTextsPerCall) {
        signal?.throwIfAborted();
        const batch = texts.slice(start, start + maxTextsPerCall).map((text) => prefixes[kind] + text);
        try {
          vectors.push(...(await embedBatch(batch, options)));
        } catch (error) {
          signal?.throwIfAborted();
          throw toEmbedderError(error, dialect);
        }
      }
      return vectors;
    },
  };
}

/** The vectors in the order of the texts; `null` when there is not one for each. */
export function vectorsInOrder(
  embedded: readonly EmbeddedText[],
  count: number,
): EmbeddedText['vector'][] | null {
  const sorted = embedded.toSorted((a, b) => a.at - b.at);
  const complete = sorted.length === count && sorted.every(({ at }, place) => at === place);
  return complete ? sorted.map(({ vector }) => vector) : null;
}

/** Numbers, or base64 of float32. */
export function toVector(embedded: EmbeddedText['vector']): Float32Array {
  if (typeof embedded !== 'string') return Float32Array.from(embedded);
  const bytes = Buffer.from(embedded, 'base64');
  if (bytes.length % 4 !== 0) throw badReply('encoding');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

function normalised(vector: Float32Array, dimension: number): Float32Array {
  const norm = Math.hypot(...vector);
  if (!Number.isFinite(norm) || norm === 0) throw badReply(`vector of dimension ${dimension}`);
  return vector.map((value) => value / norm);
}

function badReply(what: string): AppError {
  return unavailable(`Unusable reply: ${what}.`);
}

function unavailable(detail: string): AppError {
  return new AppError('EMBEDDER_UNAVAILABLE', { retryable: false, detail });
}
