import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPromptFiles } from '../../../src/adapters/filesystem/prompt-files.ts';
import { type Change, forbiddenUses, type Use } from '../../support/rights/history.ts';
import { recordHistory } from '../../support/rights/record-history.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const change = (factor: string, value: Change['value'], started: number, ended: number): Change => ({
  factor,
  value,
  started,
  ended,
});
const use = (started: number, ended: number, ...needs: Use['needs']): Use => ({
  what: 'x',
  started,
  ended,
  needs,
});
const readable = { factor: 'readable', value: true };

describe('R16: the checker', () => {
  const granted = change('readable', true, 1, 2);

  it.each<[string, Use, Change[]]>([
    [
      'after the revocation was acknowledged',
      use(5, 6, readable),
      [granted, change('readable', false, 3, 4)],
    ],
    ['of what was never granted', use(5, 6, readable), []],
    [
      'after the grant was taken back twice',
      use(9, 10, readable),
      [granted, change('readable', false, 3, 4), change('readable', false, 5, 6)],
    ],
    ['before the grant began', use(1, 2, readable), [change('readable', true, 3, 4)]],
    [
      'of a version that was replaced',
      use(9, 10, { factor: 'version', value: 1 }),
      [change('version', 1, 1, 2), change('version', 2, 3, 4)],
    ],
    [
      'when one of two needs is lost',
      use(9, 10, readable, { factor: 'member', value: true }),
      [granted, change('member', true, 1, 2), change('member', false, 3, 4)],
    ],
    [
      'between a revocation and a later grant',
      use(5, 6, readable),
      [granted, change('readable', false, 3, 4), change('readable', true, 7, 8)],
    ],
  ])('sees a use %s', (_name, bad, changes) => {
    expect(forbiddenUses([bad], changes)).toEqual([bad]);
    expect(forbiddenUses([bad], changes.toReversed())).toEqual([bad]);
  });

  it.each<[string, Use, Change[]]>([
    ['while it was readable', use(3, 4, readable), [granted]],
    [
      'that began before the revocation was acknowledged',
      use(4, 6, readable),
      [granted, change('readable', false, 3, 5)],
    ],
    [
      'that ended after a grant began',
      use(5, 8, readable),
      [granted, change('readable', false, 3, 4), change('readable', true, 7, 9)],
    ],
    [
      'when grant and revocation overlapped',
      use(9, 10, readable),
      [change('readable', true, 3, 6), change('readable', false, 4, 7)],
    ],
  ])('permits a use %s', (_name, good, changes) => {
    expect(forbiddenUses([good], changes)).toEqual([]);
  });
});

describe('R16: a concurrent run', () => {
  let open: TestStores;
  beforeAll(async () => {
    open = await openTestStores();
  });
  afterAll(() => open.close());

  it('uses no document after its revocation, move, new version, removal or switch was acknowledged', async () => {
    const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));
    const { changes, uses } = await recordHistory(open, prompts, { org: 'histoire', turns: 40, seed: 1 });
    expect(forbiddenUses(uses, changes)).toEqual([]);
    // It says something: each kind of change happened, and each kind of use.
    for (const factor of [
      'readable:d0',
      'readable:d1',
      'version:d2',
      'readable:d3',
      'member:rh',
      'enabled:projet',
    ])
      expect([factor, changes.filter((one) => one.factor === factor).length > 4]).toEqual([factor, true]);
    for (const what of ['search', 'prompt', 'sources'])
      expect([what, uses.filter((one) => one.what.startsWith(what)).length > 20]).toEqual([what, true]);
    for (const at of [0, 1, 2, 3, 4, 5])
      expect([at, uses.some((one) => one.what.includes(`d${at}v`))]).toEqual([at, true]);
    // Had the revocations not been heeded, the checker would have said so.
    const heedless = uses.map((one) => ({
      ...one,
      started: one.ended + 1_000_000,
      ended: one.ended + 1_000_001,
    }));
    expect(forbiddenUses(heedless, changes).length).toBeGreaterThan(0);
  });
});
