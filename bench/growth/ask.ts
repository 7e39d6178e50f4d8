import pLimit from 'p-limit';
import { percentile } from '../../src/cli/percentile.ts';
import type { MadeQuestion } from './questions.ts';

export type Asker = {
  readonly address: string;
  readonly tokens: ReadonlyMap<string, string>;
  /** Id of the document of a number. */
  readonly idOf: (number: number) => string;
};

export type Spread = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

/** Milliseconds from the request sent to the reply read, by kind of question; throws when a search fails. */
export async function askAll(
  { address, tokens, idOf }: Asker,
  questions: readonly MadeQuestion[],
  concurrency: number,
): Promise<Map<string, number[]>> {
  const limit = pLimit(concurrency);
  const tookMs = new Map<string, number[]>();
  await Promise.all(
    questions.map(({ kind, person, query, scope, document }) =>
      limit(async () => {
        const within = document === undefined ? scope : { ...scope, documents: [idOf(document)] };
        const body = JSON.stringify({ query, scope: within });
        const started = performance.now();
        const reply = await fetch(new URL('/v1/search', address), {
          method: 'POST',
          headers: { authorization: `Bearer ${tokens.get(person)}`, 'content-type': 'application/json' },
          body,
        });
        const text = await reply.text();
        if (!reply.ok) throw new Error(`${reply.status}: ${text}`);
        for (const group of ['all', kind])
          tookMs.set(group, [...(tookMs.get(group) ?? []), performance.now() - started]);
      }),
    ),
  );
  return tookMs;
}

export function spreadOf(tookMs: readonly number[]): Spread {
  const at = (share: number) => percentile(tookMs, share);
  return { count: tookMs.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
