import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delivery } from '../../core/contract/check/check-deliveries.ts';

const largestBody = 1_048_576;

/** Takes what a workplace pushes, for the conformance kit: answers as Sourcier would, applies nothing. */
export type DeliveryReceiver = {
  readonly address: string;
  readonly deliveries: readonly Delivery[];
  close(): Promise<void>;
};

/**
 * Listens for deliveries on `POST /v1/events`. The first is answered with 503 and `Retry-After: 1`, to see whether it comes
 * again; the others with 202 and a result for each event.
 */
export async function receiveDeliveries(listen: {
  readonly host: string;
  readonly port: number;
}): Promise<DeliveryReceiver> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const isEvents = request.method === 'POST' && request.url?.split('?')[0] === '/v1/events';
    void readBody(request).then((body) => {
      if (!isEvents) return response.writeHead(404).end();
      if (body === null) return response.writeHead(413, { connection: 'close' }).end();
      const answered = deliveries.length === 0 ? 503 : 202;
      const header = (name: string) => request.headers[name]?.toString();
      deliveries.push({
        at: new Date(),
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
        contentType: header('content-type') ?? '',
        body,
        answered,
      });
      if (answered === 503) return response.writeHead(503, { 'retry-after': '1' }).end();
      return response
        .writeHead(202, { 'content-type': 'application/json' })
        .end(JSON.stringify({ results: resultsFor(body) }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${listen.host}:${port}/v1/events`,
    deliveries,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      bytes += part.length;
      if (bytes > largestBody) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
}

function resultsFor(body: Buffer): { id: unknown; outcome: 'applied' }[] {
  try {
    const said: unknown = JSON.parse(body.toString('utf8'));
    return (Array.isArray(said) ? said : [said]).map((event) => ({
      id: event?.id ?? null,
      outcome: 'applied',
    }));
  } catch {
    return [];
  }
}
