import { describe, expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import type { WordHits } from '../../ports/search-index.ts';
import { encodeChunk, encodeQuery } from './encode.ts';
import { idfOfTerm } from './idf.ts';
import { questionWords } from './question-words.ts';
import { type Evidence, signalsReader } from './retrieval-signals.ts';

const question = 'congés de paternité';
const texts = {
  near: 'Les congés de paternité durent vingt-cinq jours.',
  apart: 'Les congés annuels se demandent. Le chef décide. Il répond vite. La paternité est fêtée.',
  half: 'Les congés annuels se demandent au chef de service.',
};
const passages = Object.entries(texts).map(([id, text]) =>
  aPassage({ id, text, headings: [], document: { id: `d-${id}`, title: 'Note' } }),
);

function found(ids: readonly string[]): WordHits {
  const query = encodeQuery(question, ['fr']);
  const words = passages.map(({ id, text }) => ({
    id,
    words: encodeChunk({ title: 'Note', headings: [], text, language: 'fr' }),
  }));
  const documentFrequency = new Map(
    [...query.ids].map((term) => [term, words.filter((one) => one.words.ids.includes(term)).length]),
  );
  const statistics = { readableChunks: 20, documentFrequency };
  const hits = words
    .filter(({ id }) => ids.includes(id))
    .map(({ id, words: own }) => ({
      chunkId: id,
      documentId: `d-${id}`,
      score: query.ids.reduce((sum, term, at) => {
        const place = own.ids.indexOf(term);
        const weight = place < 0 ? 0 : (own.weights[place] ?? 0);
        return sum + (query.weights[at] ?? 0) * weight * idfOfTerm(term, statistics);
      }, 0),
    }))
    .sort((a, b) => b.score - a.score);
  return { ...statistics, hits };
}

function evidence(wishes: Partial<Evidence> = {}): Evidence {
  return {
    query: encodeQuery(question, ['fr']),
    asked: questionWords(question, ['fr']),
    words: found(Object.keys(texts)),
    vectors: null,
    inScope: null,
    ...wishes,
  };
}

const only = (...ids: string[]) => passages.filter(({ id }) => ids.includes(id));

describe('signals of a retrieval', () => {
  test('fit and coverage are higher where more of the question stands', () => {
    const read = signalsReader(evidence());
    const [near, half] = [read(only('near')), read(only('half'))];
    expect(near).toMatchObject({ coverage: 1, coverageTogether: 1, passages: 1 });
    expect(half.coverage).toBeLessThan(1);
    expect(near.fit).toBeGreaterThan(half.fit);
    expect(half.specificity).toBe(near.specificity);
  });

  test('R02: a hit that the caller may not read changes nothing', () => {
    const withIt = signalsReader(evidence());
    const without = signalsReader(evidence({ words: found(['apart', 'half']) }));
    expect(withIt(only('apart', 'half'))).toEqual(without(only('apart', 'half')));
  });

  test('R15: nothing readable gives the same whether something was found or not', () => {
    const none = signalsReader(evidence({ words: { ...found([]), hits: [] } }));
    expect(signalsReader(evidence())([])).toEqual(none([]));
    expect(none([])).toMatchObject({ fit: 0, coverage: 0, passages: 0 });
  });

  test('nearness counts from the average passage, and agreement says whether words and meanings mean the same one', () => {
    const hit = (chunkId: string, score: number) => ({ chunkId, documentId: `d-${chunkId}`, score });
    const vectors = {
      hits: [hit('near', 0.9), hit('apart', 0.8)],
      chunks: 20,
      compared: 20,
      mean: 0.8,
      deviation: 0.02,
    };
    const both = signalsReader(evidence({ vectors }))(only('near', 'apart'));
    expect(both.nearness).toBeCloseTo(0.5);
    expect(both.agreement).toBe(1);
    const opposed = { ...vectors, hits: [hit('half', 0.9), hit('near', 0.8)] };
    expect(signalsReader(evidence({ vectors: opposed }))(only('near', 'half')).agreement).toBeLessThan(1);
    expect(signalsReader(evidence())(only('near'))).toMatchObject({ nearness: null, agreement: null });
  });

  test('documents that the caller chose are measured by what was found in them', () => {
    const inScope = { ...found(['half']), hits: [{ chunkId: 'half', documentId: 'd-half', score: 15 }] };
    expect(signalsReader(evidence({ inScope }))(only('half')).scopeFit).toBeCloseTo(0.25);
    expect(signalsReader(evidence())(only('half')).scopeFit).toBeNull();
  });
});
