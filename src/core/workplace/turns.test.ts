import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('work on one key goes one at a time, in order, whatever fails; other keys do not wait', async () => {
  const turns = createTurns(10);
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = turns.take('a', async () => {
    await first.promise;
    seen.push('one');
    throw new Error('no');
  });
  const two = turns.take('a', async () => seen.push('two'));
  await turns.take('b', async () => seen.push('other'));
  expect(seen).toEqual(['other']);
  first.resolve();
  await expect(one).rejects.toThrow('no');
  await two;
  expect(seen).toEqual(['other', 'one', 'two']);
});

test('R95: more than may wait are refused, and may come again', async () => {
  const turns = createTurns(1);
  const gate = Promise.withResolvers<void>();
  const running = turns.take('a', () => gate.promise);
  const waiting = turns.take('a', async () => 'waited');
  await expect(turns.take('a', async () => 'refused')).rejects.toMatchObject({ code: 'TOO_MANY_DELIVERIES' });
  gate.resolve();
  await running;
  expect(await waiting).toBe('waited');
  expect(await turns.take('a', async () => 'again')).toBe('again');
});
