import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { announceStopping } from './stopping.ts';

test('R87: a connection on which nothing was ever said, as browsers open some in case, does not keep a server that stops', async () => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  announceStopping(app, { answers: { settled: async () => undefined } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const silent = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(silent, 'connect'), once(app.server, 'connection')]);
  const left = once(silent, 'close');
  await app.close();
  await left;
  expect(app.stopping.aborted).toBe(true);
}, 5_000);
