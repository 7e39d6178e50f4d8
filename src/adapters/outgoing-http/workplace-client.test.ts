import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkplaceClient } from './workplace-client.ts';

let server: Server;
beforeAll(async () => {
  server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
const client = createWorkplaceClient(() => true);
afterAll(() => {
  client.close();
  server.close();
});

it('calls a network that is not public without TLS, by address and by name', async () => {
  const { port } = server.address() as AddressInfo;
  for (const host of ['127.0.0.1', 'localhost']) {
    const { status, body } = await client.call(`http://${host}:${port}/export/items`, {});
    expect(status).toBe(200);
    body.resume();
  }
});

it.each([
  'http://1.1.1.1/export',
  'http://[2606:4700:4700::1111]/export',
])('shows no token to a public address without TLS: %s', async (address) => {
  await expect(
    client.call(address, {
      headers: { authorization: 'Bearer an-export-token' },
      signal: AbortSignal.timeout(500),
    }),
  ).rejects.toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
});
