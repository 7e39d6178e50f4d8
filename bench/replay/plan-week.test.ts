import { expect, test } from 'vitest';
import { planWeek, type Step } from './plan-week.ts';

const apart = 100;
const steps = planWeek(2_000, { apart });

test('a week is the same each time, with new documents, new versions, moves and deletions in their shares', () => {
  expect(planWeek(2_000, { apart })).toEqual(steps);
  const count = (is: (step: Step) => boolean) => steps.filter(is).length;
  expect(count(({ kind }) => kind === 'read')).toBe(2_000);
  expect(count((step) => step.kind === 'read' && step.version > 1) / 2_000).toBeCloseTo(0.33, 1);
  expect(count(({ kind }) => kind === 'moved') / 2_000).toBeCloseTo(0.1, 1);
  expect(count(({ kind }) => kind === 'deleted') / 2_000).toBeCloseTo(0.05, 1);
});

test('what changes is there, and its last reading or move is long ago', () => {
  const versions = new Map<number, number>();
  const touchedAt = new Map<number, number>();
  let touches = 0;
  for (const step of steps) {
    const { kind, number } = step;
    const last = touchedAt.get(number);
    expect(last === undefined).toBe(kind === 'read' && step.version === 1);
    if (last !== undefined) expect(touches - last).toBeGreaterThanOrEqual(apart);
    if (kind === 'read') {
      expect(step.version).toBe((versions.get(number) ?? 0) + 1);
      versions.set(number, step.version);
    }
    touchedAt.set(number, touches);
    if (kind === 'deleted') versions.set(number, Number.NaN);
    else touches += 1;
  }
});
