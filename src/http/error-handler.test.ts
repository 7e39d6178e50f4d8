import { afterEach, expect, it } from 'vitest';
import { createApiClient, readEvents } from '../../test/support/api-client.ts';
import { startHttpApp } from '../../test/support/http-app.ts';
import type { ProbeResult } from '../core/providers/provider.ts';
import type { Services } from './services.ts';

let app: Awaited<ReturnType<typeof startHttpApp>> | undefined;
afterEach(() => app?.close());

/** Its text must not leave, neither in a reply nor in the log. */
const failure = () => new Error('une phrase de Camille');
const unknown = { code: 'INTERNAL', reason: { type: 'Error' } };
const passed: ProbeResult = { probe: 'auth', outcome: 'passed', tookMs: 1, finding: null, facts: {} };

function expectFailureInLog() {
  expect(app?.log('request failed')).toMatchObject([unknown]);
  expect(JSON.stringify(app?.log())).not.toContain('Camille');
}

it('logs what fails in a tool of MCP, of which the client is told the code alone', async () => {
  app = await startHttpApp({ search: async () => Promise.reject(failure()) });
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call' };
  const { body } = await createApiClient(app.address, 'essai').post(
    '/mcp',
    { ...call, params: { name: 'search', arguments: { query: 'cantine' } } },
    { accept: 'application/json, text/event-stream' },
  );
  expect(body).toMatchObject({
    result: { isError: true, content: [{ text: expect.stringMatching(/\[INTERNAL\]$/) }] },
  });
  expectFailureInLog();
});

it('logs what fails in a test of a provider that streams', async () => {
  const test: Services['providers']['test'] = async function* () {
    yield passed;
    throw failure();
  };
  app = await startHttpApp({ providers: { test } as Services['providers'] });
  const path = '/v1/admin/providers/albert/test';
  const events = await readEvents(app.address, 'essai', { stream: true }, undefined, path);
  expect(events.map(({ event }) => event)).toEqual(['probe', 'error']);
  expect(events[1]?.data).toMatchObject({ code: 'INTERNAL', status: 500 });
  expectFailureInLog();
});
