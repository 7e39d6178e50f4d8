import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../core/errors.ts';

/**
 * Tells whoever watches the process that it lives (`/health/live`), and whether all that it works with answers (`/health/ready`: 200,
 * or 503 with the names of what does not).
 * @throws AppError `CONFIGURATION_INVALID` when the address cannot be listened on
 */
export async function serveHealth(
  { host, port }: { readonly host: string; readonly port: number },
  findTroubles: () => Promise<readonly string[]>,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'GET') return say(405, {});
    if (request.url === '/health/live') return say(200, { status: 'ok' });
    if (request.url !== '/health/ready') return say(404, {});
    const troubles = await findTroubles();
    const isReady = troubles.length === 0;
    return say(isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', troubles });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((cause: NodeJS.ErrnoException) => {
    const detail = `HOST ${host}, PORT ${port}: cannot be listened on (${cause.code}).`;
    throw new AppError('CONFIGURATION_INVALID', { cause, detail });
  });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
