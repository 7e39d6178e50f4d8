import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startHttpApp } from '../../test/support/http-app.ts';
import { withPlaces } from '../core/conversation/event-place.ts';
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
      start: (_within, _request, { stopping }) => withPlaces(untilStopped(stopping)),
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
