import { describe, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { aPassage } from '../../../test/support/a-passage.ts';
import type { Reranker } from '../../ports/reranker.ts';
import type { RankedPassage } from '../answer/passage.ts';
import type { Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { type TrustLevel, trustLevels } from '../trust.ts';
import { rerankPassages } from './rerank-passages.ts';

const { candidates, characters, timeoutMs } = tunables.find.rerank;

/** A reranker that finds the last text the best, and keeps what it was sent. */
function aReranker(trust: TrustLevel = 'on-premises') {
  const calls: { query: string; texts: readonly string[]; timeoutMs: number }[] = [];
  const reranker: Reranker = {
    trust,
    rerank: async (query, texts, options) => {
      calls.push({ query, texts, timeoutMs: options.timeoutMs });
      return texts.map((_, place) => place - 5);
    },
  };
  return { reranker, calls };
}

const failing = (error: unknown): Reranker => ({
  trust: 'on-premises',
  rerank: () => Promise.reject(error),
});

/** Passages `p0`, `p1`… with scores that fall slowly from 1. */
const ranked = (count: number, sensitivity: Sensitivity = 'interne'): RankedPassage[] =>
  Array.from({ length: count }, (_, at) =>
    aPassage({ id: `p${at}`, text: `texte ${at}`, score: 1 - at / 100, sensitivity }),
  );
const ids = (passages: readonly RankedPassage[]) => passages.map(({ id }) => id);
const query = 'Quand ouvre la cantine ?';

describe('rerankPassages', () => {
  test('takes the order of the reranker; scores fall as before', async () => {
    const { reranker, calls } = aReranker();
    const passages = await rerankPassages({ reranker }, ranked(3), { query });
    expect(ids(passages)).toEqual(['p2', 'p1', 'p0']);
    expect(passages.map(({ score }) => score)).toEqual([1, 0.99, 0.98]);
    expect(calls).toMatchObject([{ query, timeoutMs }]);
  });

  test('keeps the order of passages that fit alike', async () => {
    const reranker: Reranker = { trust: 'eu', rerank: async (_, texts) => texts.map(() => 0.2) };
    expect(ids(await rerankPassages({ reranker }, ranked(3), { query }))).toEqual(['p0', 'p1', 'p2']);
  });

  test('judges the best only; the others follow as they were', async () => {
    const { reranker, calls } = aReranker();
    const passages = await rerankPassages({ reranker }, ranked(candidates + 3), { query });
    expect(calls[0]?.texts).toHaveLength(candidates);
    expect(ids(passages).slice(candidates - 1)).toEqual([
      'p0',
      `p${candidates}`,
      `p${candidates + 1}`,
      `p${candidates + 2}`,
    ]);
    const scores = passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('sends title and headings before the text, and no more than a bound', async () => {
    const { reranker, calls } = aReranker();
    const long = aPassage({ id: 'long', text: 'mot '.repeat(2_000), score: 0.9 });
    const titled = aPassage({ headings: ['Tarifs', 'Enfants'], text: 'Trois euros.' });
    await rerankPassages({ reranker }, [titled, long], { query });
    expect(calls[0]?.texts[0]).toBe('Règlement de la cantine › Tarifs › Enfants\nTrois euros.');
    expect(calls[0]?.texts[1]).toHaveLength(characters);
  });

  test.each([
    ['nothing', []],
    ['one passage', ranked(1)],
    ['a first one far ahead', [aPassage({ id: 'p0' }), aPassage({ id: 'p1', score: 0.3 })]],
  ])('asks nothing about %s', async (_, passages) => {
    const { reranker, calls } = aReranker();
    expect(await rerankPassages({ reranker }, passages, { query })).toEqual(passages);
    expect(calls).toEqual([]);
  });

  test('without a reranker the order stays', async () => {
    expect(ids(await rerankPassages({}, ranked(2), { query }))).toEqual(['p0', 'p1']);
  });

  test('R67: one passage that the provider may not see refuses the whole call', async () => {
    for (const at of [0, 1, candidates + 2]) {
      const { reranker, calls } = aReranker('eu');
      const passages = ranked(candidates + 3).map((passage, place) =>
        place === at ? { ...passage, sensitivity: 'sensible' as const } : passage,
      );
      expect(ids(await rerankPassages({ reranker }, passages, { query }))).toEqual(ids(passages));
      expect(calls).toEqual([]);
    }
  });

  test('R67: so does a passage of an earlier turn', async () => {
    const { reranker, calls } = aReranker('eu');
    await rerankPassages({ reranker }, ranked(3), { query, earlier: ['ouvert', 'sensible'] });
    expect(calls).toEqual([]);
    await rerankPassages({ reranker }, ranked(3), { query, earlier: ['ouvert', 'interne'] });
    expect(calls).toHaveLength(1);
  });

  test.each(trustLevels)('a provider of the level %s reads what is open to all', async (trust) => {
    const { reranker, calls } = aReranker(trust);
    await rerankPassages({ reranker }, ranked(2, 'ouvert'), { query });
    expect(calls).toHaveLength(1);
  });

  test('a reranker that fails costs the order alone; its code is logged, and no text (R75)', async () => {
    const said: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => void said.push(line), debug: () => undefined };
    const reranker = failing(new AppError('RERANKER_UNAVAILABLE', { detail: 'HTTP 500' }));
    const passages = ranked(3);
    expect(await rerankPassages({ reranker, logger }, passages, { query })).toEqual(passages);
    expect(said).toEqual([
      [{ code: 'RERANKER_UNAVAILABLE', detail: 'HTTP 500' }, expect.stringContaining('not reranked')],
    ]);
  });

  test('an abort is no failure of the reranker, and a defect is not hidden', async () => {
    const signal = AbortSignal.abort(new Error('the reader left'));
    const unavailable = failing(new AppError('RERANKER_UNAVAILABLE'));
    await expect(rerankPassages({ reranker: unavailable }, ranked(2), { query, signal })).rejects.toThrow(
      'the reader left',
    );
    await expect(
      rerankPassages({ reranker: failing(new TypeError('defect')) }, ranked(2), { query }),
    ).rejects.toThrow('defect');
  });
});
