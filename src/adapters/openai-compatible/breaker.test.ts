import { expect, test } from 'vitest';
import type { AnsweringModel } from '../../core/answer/answering-model.ts';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import { withBreaker } from './breaker.ts';

function setUp() {
  const state = { now: 0, calls: 0, failing: true, code: 'MODEL_RATE_LIMITED' as ErrorCode };
  const model: AnsweringModel = {
    provider: 'p',
    model: 'm',
    async *stream() {
      state.calls += 1;
      if (state.failing) throw new AppError(state.code);
      yield { type: 'text-delta', text: 'oui' };
    },
  };
  const guarded = withBreaker(model, {
    failures: 5,
    restMs: 30_000,
    clock: { now: () => state.now },
    blames: (error) => error.code !== 'MODEL_BAD_REPLY',
  });
  const ask = async (signal = new AbortController().signal): Promise<string> => {
    try {
      for await (const event of guarded.stream([], { signal }))
        if (event.type === 'text-delta') return event.text;
      return '';
    } catch (error) {
      return (error as AppError).code;
    }
  };
  return { state, ask };
}

test('R83: opens after 5 failures, lets one call through after the rest, closes when it succeeds', async () => {
  const { state, ask } = setUp();
  for (let call = 0; call < 5; call += 1) expect(await ask()).toBe('MODEL_RATE_LIMITED');
  expect(await ask()).toBe('MODEL_UNAVAILABLE');
  expect(state.calls).toBe(5);

  state.now = 30_000;
  expect(await ask()).toBe('MODEL_RATE_LIMITED');
  expect(await ask()).toBe('MODEL_UNAVAILABLE');
  expect(state.calls).toBe(6);

  state.now = 60_000;
  state.failing = false;
  expect(await ask()).toBe('oui');
  expect(await ask()).toBe('oui');
});

test('half open, only one call at a time goes through', async () => {
  const { state, ask } = setUp();
  for (let call = 0; call < 5; call += 1) await ask();
  state.now = 30_000;
  expect(await Promise.all([ask(), ask()])).toEqual(['MODEL_RATE_LIMITED', 'MODEL_UNAVAILABLE']);
});

test('calls that were aborted do not count', async () => {
  const { state, ask } = setUp();
  for (let call = 0; call < 6; call += 1) await ask(AbortSignal.abort());
  expect(state.calls).toBe(6);
});

test('errors that are left to the question do not count', async () => {
  const { state, ask } = setUp();
  state.code = 'MODEL_BAD_REPLY';
  for (let call = 0; call < 6; call += 1) await ask();
  expect(state.calls).toBe(6);
});
