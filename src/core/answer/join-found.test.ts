import { describe, expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import type { Confidence } from './answerable.ts';
import { type FoundFor, joinFound } from './join-found.ts';

const passages = new Map(
  ['a', 'b', 'c', 'd', 'e'].map((id) => [id, aPassage({ id, text: `Le texte ${id}.` })]),
);

function found(
  question: string,
  ids: readonly string[],
  confidence: Confidence,
  answerable: number,
): FoundFor {
  return {
    question,
    searchedFor: question,
    passages: ids.flatMap((id) => passages.get(id) ?? []),
    judge: (given) => ({
      confidence: given.length === 0 ? 'none' : confidence,
      signals: { answerable: given.length === 0 ? 0 : answerable },
    }),
    otherWords: async () => [`${question} autrement`],
    notices: ['documents-pending'],
    timings: { searchMs: 10 },
  };
}

const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);

describe('joinFound', () => {
  test('one question is what was found for it', () => {
    const one = found('Un ?', ['a'], 'sure', 0.9);
    expect(joinFound([one], 12)).toBe(one);
  });

  test('the best of each question take turns, what several have once, no more than there is room for', () => {
    const joined = joinFound(
      [found('Un ?', ['a', 'b', 'c'], 'sure', 0.9), found('Deux ?', ['d', 'a', 'e'], 'closest', 0.4)],
      4,
    );
    expect(ids(joined.passages)).toEqual(['a', 'd', 'b', 'c']);
    expect(joined.parts?.map(({ isOwn }) => ids(joined.passages.filter(isOwn)))).toEqual([
      ['a', 'b', 'c'],
      ['a', 'd'],
    ]);
  });

  test('the whole is as sure as its surest question, by the passages that may still be read', () => {
    const joined = joinFound([found('Un ?', ['a'], 'closest', 0.4), found('Deux ?', ['b'], 'sure', 0.8)], 12);
    expect(joined.judge(joined.passages)).toEqual({ confidence: 'sure', signals: { answerable: 0.8 } });
    const left = joined.passages.filter(({ id }) => id === 'a');
    expect(joined.judge(left)).toEqual({ confidence: 'closest', signals: { answerable: 0.4 } });
    expect(joined.judge([]).confidence).toBe('none');
  });

  test('notices stand once, times add up, other words are those of all', async () => {
    const joined = joinFound([found('Un ?', ['a'], 'closest', 0.4), found('Deux ?', ['b'], 'sure', 0.8)], 12);
    expect([joined.notices, joined.timings, await joined.otherWords?.()]).toEqual([
      ['documents-pending'],
      { searchMs: 20 },
      ['Un ? autrement', 'Deux ? autrement'],
    ]);
  });
});
