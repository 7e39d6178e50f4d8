import { describe, expect, it } from 'vitest';
import { aResultLine } from '../../../test/support/a-result-line.ts';
import { pairedBootstrap } from './bootstrap.ts';
import { compareRuns } from './compare-runs.ts';

const pairs = (differences: readonly number[], cluster = (at: number) => String(at)) =>
  differences.map((difference, at) => ({ cluster: cluster(at), before: 0.5, after: 0.5 + difference }));

describe('paired bootstrap', () => {
  const some = pairs(Array.from({ length: 60 }, (_, at) => ((at * 37) % 11) / 20 - 0.2));

  it('is the same for the same seed, and another for another', () => {
    expect(pairedBootstrap(some, { seed: 7 })).toEqual(pairedBootstrap(some, { seed: 7 }));
    expect(pairedBootstrap(some, { seed: 8 })?.low).not.toBe(pairedBootstrap(some, { seed: 7 })?.low);
  });

  it('gives the mean, and an interval near that of the normal distribution', () => {
    const found = pairedBootstrap(some, { seed: 1, resamples: 10_000 });
    const values = some.map(({ after }) => after - 0.5);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const half = 1.96 * Math.sqrt(variance / values.length);
    expect(found?.difference).toBeCloseTo(mean, 10);
    expect(found?.low).toBeCloseTo(mean - half, 2);
    expect(found?.high).toBeCloseTo(mean + half, 2);
  });

  it('draws the questions of a cluster together: the interval is wider', () => {
    const differences = Array.from({ length: 60 }, (_, at) => (at % 6 < 3 ? 0.1 : -0.1));
    const alone = pairedBootstrap(pairs(differences), { seed: 1 });
    const together = pairedBootstrap(
      pairs(differences, (at) => String(at % 6)),
      { seed: 1 },
    );
    expect(together?.low ?? 0).toBeLessThan((alone?.low ?? 0) - 0.02);
  });

  it('has no width where nothing changed, and nothing to say of nothing', () => {
    expect(pairedBootstrap(pairs([0, 0, 0]), { seed: 1 })).toMatchObject({ difference: 0, low: 0, high: 0 });
    expect(pairedBootstrap([], { seed: 1 })).toBeNull();
  });
});

describe('the comparison of two runs', () => {
  const run = (score: number, change: object = {}) =>
    Array.from({ length: 20 }, (_, at) =>
      aResultLine({ id: `q${at}`, scores: { 'ndcg@10': score }, ...change }),
    );

  it('keeps a loss within one point and refuses a larger one', () => {
    expect(compareRuns(run(0.6), run(0.595), { seed: 1 })).toMatchObject({ kept: true });
    const worse = compareRuns(run(0.6), run(0.58), { seed: 1 });
    expect(worse.kept).toBe(false);
    expect(worse.suites[0]).toMatchObject({ gate: 'ndcg@10', kept: false });
  });

  it('refuses a leak whatever the scores', () => {
    const leaking = run(0.9, { leaks: [{ kind: 'text', what: 'secret', where: 'results.0' }] });
    expect(compareRuns(run(0.6), leaking, { seed: 1 })).toMatchObject({ kept: false });
  });

  it('leaves out what failed or stands in one run alone, and says how many', () => {
    const after = [...run(0.6), aResultLine({ id: 'new' })].map((line, at) =>
      at === 0 ? { ...line, error: 'HTTP 500' } : line,
    );
    const compared = compareRuns(run(0.6), after, { seed: 1 });
    expect(compared.suites[0]?.metrics['ndcg@10']?.n).toBe(19);
    expect(compared.unpaired).toBe(3);
  });
});
