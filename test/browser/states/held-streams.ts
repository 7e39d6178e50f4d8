import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server whose streams begin and do not end: what an answer is while it comes stands still, to be looked at. */
export async function startHeldStreams() {
  let body = '';
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(body);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    /** Where the next stream begins with this. */
    holding: (events: string) => {
      body = events;
      return `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
    },
    close: async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}
