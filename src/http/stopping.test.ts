import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
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
  expect(app.log('request failed')).toEqual([]);
  expect(app.log('request refused')).toMatchObject([{ code: 'STOPPING' }]);
});

it.each([
  ['/v1/ask', { question, stream: false }],
  ['/v1/tasks', { task: 'summarise', documents: ['d1'], stream: false }],
  ['/v1/chat/completions', { messages: [{ role: 'user', content: question }] }],
])('%s without a stream is refused with when to ask again, once its work has ended (R87)', async (path, body) => {
  const ended = vi.fn();
  const begun = Promise.withResolvers<void>();
  const work = async function* (signal: AbortSignal) {
    try {
      begun.resolve();
      yield* untilStopped(signal);
    } finally {
      await setImmediate();
      ended();
    }
  };
  const app = await startHttpApp({
    ask: (_within, { signal }) => work(signal),
    runTask: (_within, { signal }) => work(signal),
  });
  const asked = fetch(new URL(path, app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await begun.promise;
  const [reply] = await Promise.all([asked, app.close()]);
  expect([reply.status, await reply.json()]).toMatchObject([503, { code: 'STOPPING' }]);
  expect(ended).toHaveBeenCalled();
});

it('a tool of /mcp says so too (R87)', async () => {
  const begun = Promise.withResolvers<void>();
  const app = await startHttpApp({
    ask: (_within, { signal }) => {
      begun.resolve();
      return untilStopped(signal);
    },
  });
  const call = { name: 'ask', arguments: { question } };
  const asked = fetch(new URL('/mcp', app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
  });
  await begun.promise;
  const [reply] = await Promise.all([asked, app.close()]);
  expect(await reply.text()).toContain('STOPPING');
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

it('a connection on which nothing was ever said, as browsers open some in case, does not keep it (R87)', async () => {
  const app = await startHttpApp({});
  const { hostname, port } = new URL(app.address);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  // Connections are accepted in their order: once this one is answered, the server has the other.
  await fetch(new URL('/health/live', app.address));
  const left = once(silent, 'close');
  await app.close();
  await left;
}, 5_000);

it('nor does one that is opened while answers are still kept, as a client does whose stream has just ended (R87)', async () => {
  const [asked, kept] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const settled = () => {
    asked.resolve();
    return kept.promise;
  };
  const app = await startHttpApp({ answers: { settled } as Services['answers'] });
  const { hostname, port } = new URL(app.address);
  const closed = app.close();
  await asked.promise;
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  const left = once(silent, 'close');
  kept.resolve();
  await Promise.all([closed, left]);
}, 5_000);
