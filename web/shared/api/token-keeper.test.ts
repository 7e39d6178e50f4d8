import { expect, it } from 'vitest';
import { createTokenKeeper } from './token-keeper.ts';

function aSigner(lifeMs: number) {
  let clockMs = 0;
  let count = 0;
  const keeper = createTokenKeeper(
    async () => ({ token: `t${++count}`, expiresAt: new Date(clockMs + lifeMs).toISOString() }),
    () => clockMs,
  );
  return { keeper, advance: (ms: number) => (clockMs += ms) };
}

it('signs once for calls made together and while the token lives', async () => {
  const { keeper, advance } = aSigner(600_000);
  expect(await Promise.all([keeper(), keeper()])).toEqual(['t1', 't1']);
  advance(500_000);
  expect(await keeper()).toBe('t1');
});

it('signs again shortly before the token expires, and when told that it was refused', async () => {
  const { keeper, advance } = aSigner(600_000);
  await keeper();
  advance(580_000);
  expect(await keeper()).toBe('t2');
  expect(await keeper({ renew: true })).toBe('t3');
});

it('tries again after a failed signature', async () => {
  let attempts = 0;
  const keeper = createTokenKeeper(async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('down');
    return { token: 'ok', expiresAt: new Date(Date.now() + 600_000).toISOString() };
  });
  await expect(keeper()).rejects.toThrow('down');
  expect(await keeper()).toBe('ok');
});
