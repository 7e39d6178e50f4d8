import { expect, test } from 'vitest';
import { seededRandom } from '../evaluation/score/random.ts';
import { fitLogistic, probability } from './fit-logistic.ts';

test('finds the weights that made the outcomes', () => {
  const random = seededRandom(3);
  const truth = { offset: -1, weights: [2, -3] };
  const observations = Array.from({ length: 5_000 }, () => {
    const features = [random() * 2 - 1, random() * 2 - 1];
    return { features, outcome: Number(random() < probability(truth, features)) };
  });
  const { offset, weights } = fitLogistic(observations, 0.001);
  expect(offset).toBeCloseTo(-1, 0);
  expect(Math.abs((weights[0] ?? 0) - 2)).toBeLessThan(0.3);
  expect(Math.abs((weights[1] ?? 0) + 3)).toBeLessThan(0.3);
});

test('gives finite weights where a number separates the outcomes fully', () => {
  const observations = [-2, -1, 1, 2].map((value) => ({ features: [value], outcome: Number(value > 0) }));
  const { weights } = fitLogistic(observations, 0.01);
  expect(weights[0]).toBeGreaterThan(1);
  expect(Number.isFinite(weights[0])).toBe(true);
});

test('an observation that weighs twice counts as two', () => {
  const once = [
    { features: [0.2], outcome: 1, weight: 2 },
    { features: [0.9], outcome: 0 },
    { features: [0.5], outcome: 1 },
    { features: [0.1], outcome: 0 },
  ];
  const twice = [{ features: [0.2], outcome: 1 }, ...once.map(({ weight: _, ...one }) => one)];
  expect(fitLogistic(once, 0.1).offset).toBeCloseTo(fitLogistic(twice, 0.1).offset, 6);
});
