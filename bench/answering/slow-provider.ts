import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** A provider that writes five pieces a second to each answer, for so long, or until nobody listens. */
export async function startSlowProvider({ answerMs = Number.POSITIVE_INFINITY } = {}) {
  const open = new Set<ServerResponse>();
  const waiting = new Map<string, (at: number) => void>();
  const http = createServer(async (incoming, response) => {
    const at = performance.now();
    const body = await text(incoming);
    for (const [mark, tell] of waiting) if (body.includes(mark)) tell(at);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.on('close', () => open.delete(response));
    open.add(response);
    if (Number.isFinite(answerMs)) setTimeout(() => response.end(last), answerMs);
  });
  const piece = (content: string, finish_reason: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;
  const chunk = piece('Le tarif ', null);
  const last = `${piece('est là [1].', 'stop')}data: [DONE]\n\n`;
  // Not all of them at the same moment: models do not write in step.
  let tick = 0;
  const writing = setInterval(() => {
    tick += 1;
    let at = 0;
    for (const response of open) if ((at++ + tick) % 10 === 0) response.write(chunk);
  }, 20);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    arrivalOf: (mark: string) =>
      new Promise<number>((resolve) => {
        waiting.set(mark, (at) => {
          waiting.delete(mark);
          resolve(at);
        });
      }),
    openNow: () => open.size,
    /** Resolves when so many answers are open. */
    open: async (count: number) => {
      for (let waited = 0; waited < 600 && (count === 0 ? open.size > 0 : open.size < count); waited += 1)
        await sleep(100);
    },
    close: () => {
      clearInterval(writing);
      http.closeAllConnections();
      http.close();
    },
  };
}
