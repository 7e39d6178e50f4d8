import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider of a model that says a word every 40 ms to all who ask, until they leave. */
export async function startBabblingProvider(): Promise<{ readonly baseUrl: string; close(): void }> {
  const open = new Set<ServerResponse>();
  const http = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.on('close', () => open.delete(response));
    open.add(response);
  });
  const delta = { choices: [{ index: 0, delta: { content: 'encore un mot ' }, finish_reason: null }] };
  const talking = setInterval(() => {
    for (const response of open) response.write(`data: ${JSON.stringify(delta)}\n\n`);
  }, 40);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    close: () => {
      clearInterval(talking);
      http.closeAllConnections();
      http.close();
    },
  };
}
