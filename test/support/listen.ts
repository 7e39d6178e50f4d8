import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Lets a server listen on a free port of loopback. Gives its address. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<string> {
  const probe = createServer();
  const { port } = new URL(await listen(probe));
  probe.close();
  await once(probe, 'close');
  return port;
}
