import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../src/core/percentile.ts';
import type { ApiClient } from '../../test/support/api-client.ts';
import type { Fault } from './faults.ts';

type Look = {
  readonly at: number;
  readonly what: 'search' | 'live';
  readonly status: number;
  readonly tookMs: number;
};

/** Asks each API as a person and as a watchman do, again and again with such pauses, until the signal. */
export async function lookAtApis(
  clients: readonly ApiClient[],
  pauseMs: () => number,
  signal: AbortSignal,
): Promise<Look[]> {
  const looks: Look[] = [];
  const look = async (what: Look['what'], ask: () => Promise<{ status: number }>) => {
    const at = performance.now();
    const { status } = await ask().catch(() => ({ status: 0 }));
    looks.push({ at, what, status, tookMs: performance.now() - at });
  };
  const underWay: Promise<void>[] = [];
  while (!signal.aborted) {
    for (const client of clients) {
      underWay.push(look('search', () => client.post('/v1/search', { query: 'dossier du conseil' })));
      underWay.push(look('live', () => client.get('/health/live')));
    }
    await sleep(pauseMs(), undefined, { signal }).catch(() => {});
  }
  await Promise.all(underWay);
  return looks;
}

/** How well people were served: shares of replies, how long a refusal took, and how soon all was well after each fault. */
export function reportAvailability(looks: readonly Look[], faults: readonly Fault[]) {
  const searches = looks.filter(({ what }) => what === 'search').toSorted((one, other) => one.at - other.at);
  const refusals = searches
    .filter(({ status }) => status === 503)
    .map(({ tookMs }) => tookMs)
    .toSorted(ascending);
  const wentWell = searches
    .filter(({ status }) => status === 200)
    .map(({ tookMs }) => tookMs)
    .toSorted(ascending);
  const inFault = ({ at, tookMs }: Look) =>
    faults.some(({ from, until }) => at + tookMs >= from && at <= until + 5_000);
  return {
    searches: searches.length,
    byStatus: countBy(searches, ({ status }) => String(status)),
    refusedInCalm: searches.filter((one) => one.status !== 200 && !inFault(one)).length,
    liveByStatus: countBy(
      looks.filter(({ what }) => what === 'live'),
      ({ status }) => String(status),
    ),
    searchMs: spread(wentWell),
    refusalMs: spread(refusals),
    recovery: faults.map(({ name, from, until }) => {
      const during = searches.filter(({ at }) => at >= from && at < until);
      const back = searches.find(({ at, status }) => at >= until && status === 200);
      return {
        fault: name,
        seconds: round((until - from) / 1_000),
        refused: during.filter(({ status }) => status === 503).length,
        longestRefusalMs: Math.round(
          Math.max(0, ...during.filter(({ status }) => status === 503).map(({ tookMs }) => tookMs)),
        ),
        served: during.filter(({ status }) => status === 200).length,
        recoveredMs: back ? Math.round(back.at + back.tookMs - until) : null,
      };
    }),
  };
}

const ascending = (one: number, other: number) => one - other;
const round = (value: number) => Math.round(value * 10) / 10;
const spread = (sorted: readonly number[]) =>
  sorted.length === 0
    ? null
    : {
        p50: Math.round(percentile(sorted, 0.5)),
        p95: Math.round(percentile(sorted, 0.95)),
        longest: Math.round(sorted.at(-1) ?? 0),
      };

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[keyOf(one)] = (counts[keyOf(one)] ?? 0) + 1;
  return counts;
}
