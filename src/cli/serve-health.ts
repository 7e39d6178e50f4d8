import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseAddress } from './refuse-address.ts';

/** What a process that serves no API tells of itself. */
export type HealthReport = {
  /** Names of what does not answer. */
  findTroubles(): Promise<readonly string[]>;
  /** What it counts, for Prometheus. */
  readMetrics(): Promise<{ readonly contentType: string; readonly text: string }>;
};

type Said = { readonly status: number; readonly contentType: string; readonly text: string };

/**
 * Tells whoever watches the process that it lives (`/health/live`), whether all that it works with answers (`/health/ready`: 200,
 * or 503 with the names of what does not), and what it counts (`/metrics`), as `serve` does.
 * @throws AppError `CONFIGURATION_INVALID` when the address cannot be listened on
 */
export async function serveHealth(
  { host, port }: { readonly host: string; readonly port: number },
  report: HealthReport,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { status, contentType, text } =
      request.method === 'GET' ? await answer(request.url, report).catch(away) : json(405, {});
    response.writeHead(status, { 'content-type': contentType }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((cause: NodeJS.ErrnoException) => refuseAddress({ host, port }, cause));
  const { port: chosen } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(path: string | undefined, report: HealthReport): Promise<Said> {
  if (path === '/health/live') return json(200, { status: 'ok' });
  if (path === '/metrics') return { status: 200, ...(await report.readMetrics()) };
  if (path !== '/health/ready') return json(404, {});
  const troubles = await report.findTroubles();
  const isReady = troubles.length === 0;
  return json(isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', troubles });
}

const json = (status: number, body: unknown): Said => ({
  status,
  contentType: 'application/json',
  text: JSON.stringify(body),
});

/** What is counted stands in the stores; which of them does not answer is told by `/health/ready`. */
const away = (): Said => json(503, { status: 'unavailable' });
