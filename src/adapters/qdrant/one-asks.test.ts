import { expect, it } from 'vitest';
import { createOneAsks } from './one-asks.ts';

const silence = new Error('silence');
const setUp = () => createOneAsks((error) => error === silence);
const fail = () => Promise.reject(silence);
const outcome = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: Error) => error.message,
  );

it('R80: while a server is away one asks and the others are refused at once, until it answers', async () => {
  const { ask } = setUp();
  expect(await outcome(ask(fail))).toBe('silence');
  const asking = Promise.withResolvers<void>();
  const first = outcome(ask(() => asking.promise));
  expect(await outcome(ask(async () => {}))).toBe('somebody else asks');
  asking.resolve();
  expect(await first).toBe('answered');
  expect(await outcome(ask(async () => {}))).toBe('answered');
});

it('asks on and on, one at a time', async () => {
  const { ask } = setUp();
  for (let time = 0; time < 5; time += 1) expect(await outcome(ask(fail))).toBe('silence');
});

it('one slow reply among others, and a refusal, are no absence', async () => {
  const { ask, heard } = setUp();
  const slow = Promise.withResolvers<void>();
  const first = outcome(ask(() => slow.promise));
  await new Promise((resolve) => setTimeout(resolve, 2));
  heard();
  slow.reject(silence);
  expect(await first).toBe('silence');
  const refused = () => Promise.reject(new Error('not like that'));
  const both = [ask(() => new Promise((resolve) => setTimeout(resolve, 5))), ask(refused)];
  expect(await Promise.all(both.map(outcome))).toEqual(['answered', 'not like that']);
});
