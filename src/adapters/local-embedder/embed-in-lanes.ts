import { setImmediate as turn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { batchByLength } from './batch-by-length.ts';
import type { Encode } from './encoder.ts';
import type { Tokenize } from './tokenizer.ts';

type Kind = 'query' | 'passage';

/** Embeds texts for all clients of one process. */
export type Lanes = {
  /**
   * One vector per text, in their order; `null` for one that the model cannot embed. Rejects with the reason of `signal`.
   */
  embed(kind: Kind, texts: readonly string[], signal: AbortSignal): Promise<(Float32Array | null)[]>;
};

export type LaneParts = {
  readonly tokenize: Tokenize;
  /** Computes here, at once. */
  readonly encodeQueries: Encode;
  /** Computes elsewhere, up to `threads` batches at a time. */
  readonly encodePassages: Encode;
};

/**
 * Passages wait for each other, `threads` batches at a time, on threads of their own. Queries wait for no batch: they only
 * share the machine's processors with those under way.
 */
export function createLanes(
  parts: Promise<LaneParts>,
  { threads, batchTokens }: { readonly threads: number; readonly batchTokens: number },
): Lanes {
  const lanes = { query: pLimit(1), passage: pLimit(threads) };
  // Looking up tokens keeps the event loop busy: one passage at a time, so that a query comes in between.
  const tokenizing = pLimit(1);

  return {
    embed: async (kind, texts, signal) => {
      const { tokenize, encodeQueries, encodePassages } = await parts;
      const encode = kind === 'query' ? encodeQueries : encodePassages;
      const tokens: (readonly number[] | null)[] = [];
      for (const text of texts) {
        signal.throwIfAborted();
        const lookUp = () => orNull(() => tokenize(text));
        tokens.push(kind === 'query' ? lookUp() : await tokenizing(() => turn().then(lookUp)));
      }
      const vectors: (Float32Array | null)[] = texts.map(() => null);
      const known = [...tokens.entries()].flatMap(([place, ids]) => (ids ? [{ place, ids }] : []));
      const batches = batchByLength(
        known.map(({ ids }) => ids.length),
        batchTokens,
      );
      const encodeBatch = async (members: typeof known): Promise<void> => {
        signal.throwIfAborted();
        try {
          const made = await encode(members.map(({ ids }) => ids));
          for (const [i, { place }] of members.entries()) vectors[place] = made[i] ?? null;
        } catch {
          // One text may have spoilt it for the others: each has another try by itself.
          if (members.length > 1) for (const member of members) await encodeBatch([member]);
          // If it is not the text, nothing works: that must not look as if there were nothing to embed.
          else await encode([tokenize('.')]);
        }
      };
      await Promise.all(
        batches.map((batch) => lanes[kind](() => encodeBatch(batch.flatMap((i) => known[i] ?? [])))),
      );
      signal.throwIfAborted();
      return vectors;
    },
  };
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
