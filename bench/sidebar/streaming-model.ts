import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How often tokens are sent: at 100 tokens a second, one at a time. */
const tickMs = 10;

/**
 * A model that writes so many tokens a second, at an even pace whatever its clock does, and what a page has most trouble to draw:
 * paragraphs, lists and tables with citations. Its answers end after so many tokens.
 */
export async function startStreamingModel(tokensPerSecond: number, tokens: number) {
  const http = createServer(async (request, response) => {
    await text(request);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (delta: object, finish: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    send({ role: 'assistant', content: '' });
    const began = performance.now();
    let sent = 0;
    const writing = setInterval(() => {
      const due = Math.min(tokens, Math.floor(((performance.now() - began) / 1_000) * tokensPerSecond));
      for (; sent < due; sent += 1) send({ content: pieces[sent % pieces.length] });
      if (sent < tokens) return;
      clearInterval(writing);
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    }, tickMs);
    response.once('close', () => clearInterval(writing));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
}

const written = `La charte permet **deux jours** de télétravail par semaine au plus [1]. Les agents à temps partiel ont un jour fixe [2].

- deux jours pour un temps plein [1] ;
- un jour pour un temps partiel à 80 % [2] ;
- aucun jour pendant la période d’essai [1].

| Situation | Jours | Accord |
|---|---|---|
| temps plein | deux [1] | du chef de service |
| temps partiel | un [2] | du chef de service |

`;

/** Pieces as long as a token is, in French. */
const pieces = written.match(/\s?[^\s]{1,4}|\s/gu) ?? [];
