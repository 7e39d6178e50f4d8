import { afterEach, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { readEvents } from '../../../test/support/api-client.ts';
import { startHttpApp } from '../../../test/support/http-app.ts';
import type { Services } from '../services.ts';

let close: () => Promise<unknown> = async () => {};
afterEach(() => close());

/** A server whose answer begins, and never ends by itself. */
async function anEndlessAnswer(isStillServed: Services['isStillServed']) {
  const seen = { left: false };
  const start: Services['answers']['start'] = async function* (_within, _work, { left }) {
    const ids = { conversationId: 'c', messageId: 'm' };
    yield { event: { type: 'meta', ...ids }, place: {} } as never;
    await new Promise<void>((resolve) => left.addEventListener('abort', () => resolve()));
    seen.left = true;
  };
  const unused = async () => {
    throw new Error('unused');
  };
  const app = await startHttpApp({
    isStillServed,
    answers: { start, resume: unused, stop: unused, settled: async () => {} },
  });
  close = app.close;
  return { app, seen };
}

test('R07: a stream is cut, and what writes it told, when its person may no longer be served', async () => {
  let served = true;
  let asked = 0;
  const { app, seen } = await anEndlessAnswer(async () => {
    asked += 1;
    return served;
  });
  const began = readEvents(app.address, 't', { question: 'Quand ?' });
  await expect.poll(() => asked, { timeout: 2 * tunables.sessions.recheckMs }).toBe(1);
  expect(seen.left).toBe(false);
  served = false;
  const endedAt = Date.now();
  await expect(began).rejects.toThrow();
  expect(Date.now() - endedAt).toBeLessThan(5_000);
  await expect.poll(() => seen.left).toBe(true);
});

test('a store that does not answer for a moment cuts nothing', async () => {
  let asked = 0;
  const { app, seen } = await anEndlessAnswer(async () => {
    asked += 1;
    throw new Error('down');
  });
  const leaving = new AbortController();
  const reply = await fetch(new URL('/v1/ask', app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'Quand ?' }),
    signal: leaving.signal,
  });
  expect(reply.status).toBe(200);
  await expect.poll(() => asked, { timeout: 2 * tunables.sessions.recheckMs }).toBe(1);
  expect(seen.left).toBe(false);
  leaving.abort();
  await expect.poll(() => seen.left).toBe(true);
});
