import { describe, expect, it } from 'vitest';
import { type Backfill, placeAfter, remainingSeconds } from './backfill.ts';

const startedAt = new Date('2026-11-26T10:00:00Z');
const aBackfill = (values: Partial<Backfill> = {}): Backfill => ({
  org: 'ormeval',
  id: 'b',
  source: 'travail',
  spaces: null,
  phase: 'items',
  state: 'running',
  spaceAt: 0,
  cursor: null,
  expected: null,
  listed: 0,
  changed: 0,
  unreadable: 0,
  removed: 0,
  nameless: 0,
  problems: [],
  forced: false,
  trouble: null,
  attempts: 0,
  startedAt,
  updatedAt: startedAt,
  endedAt: null,
  ...values,
});

describe('after a page comes', () => {
  it('the next one, then the items, then the sweep', () => {
    expect(placeAfter(aBackfill({ phase: 'directory' }), 'c')).toEqual({
      phase: 'directory',
      spaceAt: 0,
      cursor: 'c',
    });
    expect(placeAfter(aBackfill({ phase: 'directory' }), null)).toMatchObject({
      phase: 'items',
      cursor: null,
    });
    expect(placeAfter(aBackfill(), null)).toMatchObject({ phase: 'sweep', cursor: null });
  });

  it('one space after the other where only some are asked for, and none where none is', () => {
    const spaces = ['a', 'b'];
    expect(placeAfter(aBackfill({ spaces, phase: 'directory' }), null)).toMatchObject({
      spaceAt: 0,
      phase: 'items',
    });
    expect(placeAfter(aBackfill({ spaces }), null)).toMatchObject({ spaceAt: 1, phase: 'items' });
    expect(placeAfter(aBackfill({ spaces, spaceAt: 1 }), null)).toMatchObject({ phase: 'sweep' });
    expect(placeAfter(aBackfill({ spaces: [], phase: 'directory' }), null)).toMatchObject({ phase: 'sweep' });
  });
});

it('says how long it takes at the pace so far, when it can', () => {
  const now = new Date(startedAt.getTime() + 10_000);
  expect(remainingSeconds(aBackfill({ expected: 300, listed: 100 }), now)).toBe(20);
  expect(remainingSeconds(aBackfill({ expected: null, listed: 100 }), now)).toBeNull();
  expect(remainingSeconds(aBackfill({ expected: 300 }), now)).toBeNull();
});
