import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import type { UsedDocument } from '../../ports/library.ts';
import { AppError } from '../errors.ts';
import { endsAtOnce, type RightsWatch, watchRights } from './watch-rights.ts';

const limits = { lookEveryMs: 900, lookWithinMs: 1_000, giveUpMs: 5_000 };
const within = anAccessFilter();
const document = (id: string): UsedDocument => ({ id, version: 1 });

/** Rights that the test takes away, and what was looked at. */
function rights() {
  const lost = new Set<string>();
  const looks: string[][] = [];
  return {
    lost,
    looks,
    library: {
      lostAmong: async (_within: unknown, documents: readonly UsedDocument[]) => {
        looks.push(documents.map(({ id }) => id));
        return new Set(documents.map(({ id }) => id).filter((id) => lost.has(id)));
      },
    },
  };
}
const reasonOf = ({ signal }: RightsWatch) => (signal.aborted ? (signal.reason as AppError).code : null);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // A watch that was ended keeps nothing going.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a watch of rights', () => {
  it('R06: looks at least every second, and fires within two of a loss', async () => {
    const { library, lost, looks } = rights();
    const watch = watchRights({ library }, within, {}, limits);
    watch.add([document('a')]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks.length).toBeGreaterThanOrEqual(10);
    expect(reasonOf(watch)).toBeNull();
    lost.add('a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reasonOf(watch)).toBe('ACCESS_CHANGED');
    watch.end();
  });

  it('R07: looks at the caller too, when nothing is in use yet', async () => {
    const { library } = rights();
    let isThere = true;
    const confirm = async () => {
      if (!isThere) throw new AppError('TOKEN_INVALID');
    };
    const watch = watchRights({ library }, within, { confirm }, limits);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reasonOf(watch)).toBeNull();
    isThere = false;
    await expect(watch.look()).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reasonOf(watch)).toBe('TOKEN_INVALID');
    watch.end();
  });

  it('R10: takes what is not answered in time for lost', async () => {
    const library = { lostAmong: () => new Promise<never>(() => {}) };
    const watch = watchRights({ library }, within, {}, limits);
    await vi.advanceTimersByTimeAsync(5_800);
    expect(reasonOf(watch)).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(reasonOf(watch)).toBe('STORE_UNAVAILABLE');
    watch.end();
  });

  it('R06: has nothing more shown while a look takes its time, and goes on after it', async () => {
    let answer = () => {};
    const library = {
      lostAmong: () => new Promise<Set<string>>((resolve) => (answer = () => resolve(new Set()))),
    };
    const watch = watchRights({ library }, within, {}, limits);
    const { signal } = new AbortController();
    let shown = 0;
    const show = async () => {
      await watch.current(signal);
      shown += 1;
    };
    await vi.advanceTimersByTimeAsync(1_800);
    await show();
    expect(shown).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    const held = show();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown).toBe(1);
    answer();
    // It began long ago: what it saw is too old to show anything after it.
    await vi.advanceTimersByTimeAsync(10);
    expect(shown).toBe(1);
    answer();
    await held;
    expect(shown).toBe(2);
    watch.end();
  });

  it('holds nobody back who has left, or whose rights ended', async () => {
    const watch = watchRights(
      { library: { lostAmong: () => new Promise<never>(() => {}) } },
      within,
      {},
      limits,
    );
    const left = new AbortController();
    await vi.advanceTimersByTimeAsync(3_000);
    const waiting = Promise.all([watch.current(left.signal), watch.current(watch.signal)]);
    left.abort();
    await vi.advanceTimersByTimeAsync(3_000);
    await waiting;
    watch.end();
  });

  it('R10: takes what cannot be asked for lost', async () => {
    const failure = new Error('connection refused');
    const watch = watchRights({ library: { lostAmong: () => Promise.reject(failure) } }, within, {}, limits);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(watch.signal.reason).toBe(failure);
    watch.end();
  });

  it('looks at what is in use, each once, and at what was there from the beginning whatever is replaced', async () => {
    const { library, looks } = rights();
    const watch = watchRights({ library }, within, { base: [document('said')] }, limits);
    watch.add([document('a'), document('b'), document('a')]);
    await watch.look();
    watch.replace([document('c')]);
    await watch.look();
    expect(looks).toEqual([
      ['said', 'a', 'b'],
      ['said', 'c'],
    ]);
    watch.end();
  });

  it('looks no more at what no longer counts, but where it counts for something else too', async () => {
    const { library, looks } = rights();
    const watch = watchRights({ library }, within, {}, limits);
    const first = watch.add([document('a')]);
    const second = watch.add([document('a'), document('b')]);
    first();
    await watch.look();
    second();
    await watch.look();
    expect(looks).toEqual([['a', 'b'], []]);
    watch.end();
  });

  it('looks no more once it is ended, even in the middle of a look', async () => {
    const { library, looks } = rights();
    const slow = {
      lostAmong: async (...asked: Parameters<typeof library.lostAmong>) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return library.lostAmong(...asked);
      },
    };
    const watch = watchRights({ library: slow }, within, {}, limits);
    await vi.advanceTimersByTimeAsync(1_000);
    watch.end();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(looks.length).toBe(1);
  });

  it('says after which errors nothing more may be shown', () => {
    for (const code of ['ACCESS_CHANGED', 'TOKEN_INVALID', 'STORE_UNAVAILABLE'] as const)
      expect(endsAtOnce(new AppError(code))).toBe(true);
    for (const code of ['ANSWER_STOPPED', 'STOPPING'] as const)
      expect(endsAtOnce(new AppError(code))).toBe(false);
  });
});
