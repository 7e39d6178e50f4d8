import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { startHttpApp } from '../../test/support/http-app.ts';
import { withPlaces } from '../core/conversation/event-place.ts';
import type { ProbeResult } from '../core/providers/provider.ts';
import type { Services } from './services.ts';

let app: Awaited<ReturnType<typeof startHttpApp>>;
afterEach(() => app.close());

/** Work for a client that goes on until its signal fires. `events` come before that, and again after it. */
function endlessWork<Event = never>(...events: readonly Event[]) {
  const begun = Promise.withResolvers<void>();
  const ended = vi.fn();
  return {
    begun: begun.promise,
    ended,
    run: async function* (signal: AbortSignal): AsyncGenerator<Event, void> {
      try {
        yield* events;
        begun.resolve();
        if (!signal.aborted) await once(signal, 'abort');
        yield* events;
        signal.throwIfAborted();
      } finally {
        ended();
      }
    },
  };
}

/** Asks, and closes the connection as soon as the work has begun. */
async function askAndLeave(path: string, body: object, begun: Promise<void>): Promise<void> {
  const leave = new AbortController();
  const reply = fetch(new URL(path, app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify(body),
    signal: leave.signal,
  }).then((streamed) => streamed.text());
  await begun;
  leave.abort();
  await expect(reply).rejects.toThrow('aborted');
}

const question = 'Combien coûte la cantine ?';
const messages = [{ role: 'user', content: question }];
const tool = { name: 'ask', arguments: { question } };
it.each([
  ['/v1/ask', { question }],
  ['/v1/ask', { question, stream: false }],
  ['/v1/tasks', { task: 'summarise', documents: ['d1'] }],
  ['/v1/chat/completions', { messages, stream: true }],
  ['/v1/chat/completions', { messages }],
  ['/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: tool }],
])('%s %j ends when its client leaves before the first event, which is no failure', async (path, body) => {
  const { run, begun, ended } = endlessWork();
  app = await startHttpApp({
    ask: (_within, { signal }) => run(signal),
    runTask: (_within, { signal }) => run(signal),
    answers: { start: (_within, work, { left }) => withPlaces(work(left)) } as Services['answers'],
  });
  await askAndLeave(path, body, begun);
  await expect.poll(() => ended).toHaveBeenCalled();
  await expect.poll(() => app.log('client left')).toHaveLength(1);
  expect(app.log('request failed')).toEqual([]);
});

it('the test of a provider ends when its client leaves', async () => {
  const passed: ProbeResult = { probe: 'auth', outcome: 'passed', tookMs: 1, finding: null, facts: {} };
  const { run, begun, ended } = endlessWork(passed);
  const test: Services['providers']['test'] = (_within, _id, signal) => run(signal);
  app = await startHttpApp({ providers: { test } as Services['providers'] });
  await askAndLeave('/v1/admin/providers/albert/test', { stream: true }, begun);
  await expect.poll(() => ended).toHaveBeenCalled();
});
