import { describe, expect, it } from 'vitest';
import { candidatesBeside, fitFusion, type Tried } from './fit-fusion.ts';

const current = { vectorWeight: 0.13, withReference: 0.5 };
const other = { vectorWeight: 0.3, withReference: 0.5 };
const questions = (count: number, scores: (at: number) => readonly number[]): Tried[] =>
  Array.from({ length: count }, (_, at) => ({ cluster: `q${at}`, scores: scores(at) }));

describe('fitFusion', () => {
  it('takes numbers that are better on questions they were not chosen by', () => {
    const fit = fitFusion(
      [current, other],
      questions(60, (at) => [0.5, at % 3 === 0 ? 0.9 : 0.5]),
      1,
    );
    expect(fit).toMatchObject({ best: other, isBetter: true, questions: 60 });
    expect(fit.difference.difference).toBeCloseTo(0.133, 2);
  });

  it('keeps the current ones where nothing is better', () => {
    const fit = fitFusion(
      [current, other],
      questions(60, () => [0.5, 0.5]),
      1,
    );
    expect(fit).toMatchObject({ best: current, isBetter: false });
  });

  it('keeps the current ones where the gain may as well be a loss', () => {
    const swing = (at: number) => [0.5, at % 2 === 0 ? 1 : at % 4 === 1 ? 0.05 : 0];
    expect(fitFusion([current, other], questions(52, swing), 1)).toMatchObject({
      best: other,
      isBetter: false,
    });
  });

  it('gives the same for the same seed', () => {
    const tried = questions(80, (at) => [((at * 7) % 10) / 10, ((at * 3) % 10) / 10]);
    expect(fitFusion([current, other], tried, 5)).toEqual(fitFusion([current, other], tried, 5));
  });
});

describe('candidatesBeside', () => {
  it('puts the current numbers first, and no weight twice', () => {
    const candidates = candidatesBeside(current);
    expect(candidates[0]).toBe(current);
    expect(new Set(candidates.map(({ vectorWeight }) => vectorWeight)).size).toBe(candidates.length);
  });
});
