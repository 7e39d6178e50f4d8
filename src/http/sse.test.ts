import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { startHttpApp } from '../../test/support/http-app.ts';
import type { ProbeResult } from '../core/providers/provider.ts';
import type { Services } from './services.ts';

let app: Awaited<ReturnType<typeof startHttpApp>>;
afterEach(() => app.close());

/** Asks, and closes the connection as soon as the work has begun. */
async function askAndLeave(path: string, body: object, begun: Promise<void>): Promise<void> {
  const leave = new AbortController();
  const reply = fetch(new URL(path, app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: leave.signal,
  }).then((streamed) => streamed.text());
  await begun;
  leave.abort();
  await expect(reply).rejects.toThrow('aborted');
}

it('the test of a provider ends when its client leaves', async () => {
  const passed: ProbeResult = { probe: 'auth', outcome: 'passed', tookMs: 1, finding: null, facts: {} };
  const ended = vi.fn();
  const begun = Promise.withResolvers<void>();
  const test: Services['providers']['test'] = async function* (_within, _id, signal) {
    try {
      yield passed;
      begun.resolve();
      // A result that is there already when the client leaves.
      await once(signal, 'abort');
      yield passed;
    } finally {
      ended();
    }
  };
  app = await startHttpApp({ providers: { test } as Services['providers'] });
  await askAndLeave('/v1/admin/providers/albert/test', { stream: true }, begun.promise);
  await expect.poll(() => ended).toHaveBeenCalled();
});
