import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startHttpApp } from '../../test/support/http-app.ts';
import { withPlaces } from '../core/conversation/event-place.ts';
import { createRunningAnswers } from '../core/conversation/running-answers.ts';
import type { Services } from './services.ts';

async function* untilStopped(signal: AbortSignal) {
  yield { type: 'text-delta', text: 'Trois' } as const;
  if (!signal.aborted) await once(signal, 'abort');
  signal.throwIfAborted();
}

const question = 'Combien coûte la cantine ?';
it.each([
  ['/v1/ask', { question }],
  ['/v1/tasks', { task: 'summarise', documents: ['d1'] }],
  ['/v1/chat/completions', { messages: [{ role: 'user', content: question }], stream: true }],
])('%s says that the server stops before it closes, once answers are kept (R87)', async (path, body) => {
  let settled = false;
  const app = await startHttpApp({
    ask: (_within, { signal }) => untilStopped(signal),
    runTask: (_within, { signal }) => untilStopped(signal),
    answers: {
      start: (_within, work, { stopping }) => withPlaces(work(stopping)),
      settled: async () => {
        settled = true;
      },
    } as Services['answers'],
  });
  const reply = await fetch(new URL(path, app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const [text] = await Promise.all([reply.text(), app.close()]);
  expect(text).toContain('"code":"STOPPING"');
  expect(settled).toBe(true);
});

it('a task that may be resumed ends with the server, and does not keep it (R87)', async () => {
  const running = createRunningAnswers(() => {});
  const app = await startHttpApp({
    runTask: (_within, { signal }) => untilStopped(signal),
    answers: { start: running.start, settled: running.settled } as Services['answers'],
  });
  const reply = await fetch(new URL('/v1/tasks', app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ task: 'summarise', documents: ['d1'], resumable: true }),
  });
  const [text] = await Promise.all([reply.text(), app.close()]);
  expect(text).toContain('"code":"STOPPING"');
});
