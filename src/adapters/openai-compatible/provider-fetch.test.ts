import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createAddressPolicy } from '../outgoing-http/address-policy.ts';
import { createProviderFetch } from './provider-fetch.ts';

const limits = { connectTimeoutMs: 2_000, lineBytes: 1_000, bodyBytes: 5_000 };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server, protocol: 'http' | 'https'): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener) => listen(createHttpServer(listener), 'http');

test('gives the body as it comes', async () => {
  const baseUrl = await serve((_, response) => response.end('un\ndeux'));
  const response = await createProviderFetch({ baseUrl }, limits).fetch(`${baseUrl}/v1/models`);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('un\ndeux');
});

test.each([
  ['a line', `${'x'.repeat(1_001)}`],
  ['a body', 'x\n'.repeat(2_501)],
])('cuts %s above its limit', async (_, body) => {
  const baseUrl = await serve((__, response) => response.end(body));
  const response = await createProviderFetch({ baseUrl }, limits).fetch(baseUrl);
  await expect(response.text()).rejects.toThrow('reply too large');
});

test('a body that nobody wants is dropped without a trace, and its connection closed', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<boolean>();
  const baseUrl = await serve((_, response) => {
    response.once('close', () => resolve(true));
    response.write('un\n');
  });
  const response = await createProviderFetch({ baseUrl }, limits).fetch(baseUrl);
  await response.body?.cancel();
  expect(await closed).toBe(true);
});

test('R52: goes nowhere but to its base address', async () => {
  const baseUrl = await serve((_, response) => response.end());
  const other = await serve((_, response) => response.end());
  await expect(createProviderFetch({ baseUrl }, limits).fetch(`${other}/v1`)).rejects.toThrow(
    'outside its base address',
  );
});

test('does not wait longer than told for a connection', async () => {
  // Accepts the line and never answers the TLS greeting.
  const baseUrl = await listen(createServer(), 'https');
  const { fetch } = createProviderFetch({ baseUrl }, { ...limits, connectTimeoutMs: 100 });
  await expect(fetch(baseUrl)).rejects.toThrow('connection timed out');
});

test('sends its own key, whatever the library wants to send', async () => {
  const baseUrl = await serve((request, response) => response.end(JSON.stringify(request.headers)));
  const { fetch } = createProviderFetch({ baseUrl, apiKey: 'mine' }, limits);
  const response = await fetch(baseUrl, { headers: { authorization: 'Bearer other', 'x-machine': 'name' } });
  const seen = JSON.parse(await response.text());
  expect(seen.authorization).toBe('Bearer mine');
  expect(seen).not.toHaveProperty('x-machine');
});

describe('R51: the address is judged, not its name', () => {
  const closed = createAddressPolicy([]);
  const spellings = [
    '127.0.0.1',
    'localhost',
    '127.1',
    '0x7f.1',
    '2130706433',
    '①②⑦.⓪.⓪.①',
    '[::ffff:127.0.0.1]',
    '[::1]',
    '0',
    '[::]',
    'user@127.0.0.1',
    '127.0.0.1.',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
  ];
  test.each(spellings)('http://%s/ is refused before anything is sent', async (host) => {
    let asked = 0;
    const baseUrl = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const spelt = `http://${host}:${new URL(baseUrl).port}/v1`;
    const { fetch } = createProviderFetch({ baseUrl: spelt }, { ...limits, mayConnect: closed });
    const error = await fetch(spelt).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'MODEL_ADDRESS_FORBIDDEN' });
    expect(asked).toBe(0);
  });

  test('an opened network is reached, by its name too', async () => {
    const baseUrl = await serve((_, response) => response.end('oui'));
    const opened = createAddressPolicy(['127.0.0.0/8', '::1/128']);
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `http://${host}:${new URL(baseUrl).port}`;
      const { fetch } = createProviderFetch({ baseUrl: url }, { ...limits, mayConnect: opened });
      expect(await (await fetch(url)).text()).toBe('oui');
    }
  });
});

test('a kept connection that the server closed without a word costs nothing but a new one', async () => {
  let asked = 0;
  const baseUrl = await serve((request, response) => {
    asked += 1;
    // As llama.cpp's server: the reply promises a connection that is closed right after it.
    response.once('finish', () => setImmediate(() => request.socket.resetAndDestroy()));
    response.end('oui');
  });
  const { fetch } = createProviderFetch({ baseUrl }, limits);
  for (let call = 0; call < 20; call += 1) expect(await (await fetch(baseUrl)).text()).toBe('oui');
  expect(asked).toBe(20);
});

test('a server that drops what it is asked is asked twice at most', async () => {
  let asked = 0;
  const baseUrl = await serve((request, response) => {
    asked += 1;
    if (asked === 1) response.end('oui');
    else request.socket.destroy();
  });
  const { fetch } = createProviderFetch({ baseUrl }, limits);
  await (await fetch(baseUrl)).text();
  await expect(fetch(baseUrl)).rejects.toThrow();
  expect(asked).toBe(3);
});

test('R55: the key goes to its host alone, another port of it included', async () => {
  const keys: unknown[] = [];
  const other = await serve((request, response) => {
    keys.push(request.headers.authorization);
    response.end();
  });
  const baseUrl = await serve((_, response) => response.writeHead(302, { location: other }).end());
  const { fetch } = createProviderFetch({ baseUrl, apiKey: 'mine' }, limits);
  expect((await fetch(baseUrl)).status).toBe(302);
  await expect(fetch(other)).rejects.toThrow('outside its base address');
  expect(keys).toEqual([]);
});
