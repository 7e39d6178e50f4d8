import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RerankServer } from '../../../config/env.ts';
import { vendorSecret } from '../openai-server/faults.ts';
import { fixtures, type Judged, type Score } from './fixtures.ts';

/** Ways in which the server misbehaves; each is what some real server or network does. */
export type RerankFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'silence' }
  /** Sends half of the reply, then nothing more. */
  | { readonly kind: 'stall' }
  /** Breaks the connection in the middle of the reply. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'html' }
  | { readonly kind: 'huge' }
  /** Replies with these scores, whatever was asked. */
  | { readonly kind: 'scores'; change(scores: readonly Score[]): readonly Score[] }
  /** Replies with this text. */
  | { readonly kind: 'raw'; readonly body: string };

export type SeenRerank = {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** What a server of the dialect makes of it; `null` for what it refuses. */
  readonly judged: Judged | null;
  /** Resolves when the connection ended: with true when the client hung up. */
  readonly hungUp: Promise<boolean>;
};

export type RerankTestServer = {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requests: readonly SeenRerank[];
  fault: RerankFault | null;
  /** How well a text fits; the share of the query's words in it unless told. */
  judge(query: string, text: string): number;
  /** Resolves when the server has seen `count` requests. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
};

type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Only half of the body goes out; then nothing more, or the end of the connection. */
  readonly half?: 'stall' | 'cut';
};

/** A rerank server of one dialect on a free loopback port. It replies best first, as they do, and keeps what it was sent. */
export async function startRerankServer(dialect: RerankServer['dialect']): Promise<RerankTestServer> {
  const fixture = fixtures[dialect];
  const apiKey = 'sk-rerank-key';
  const requests: SeenRerank[] = [];
  const waiting = new Set<() => void>();

  const http = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { promise: hungUp, resolve } = Promise.withResolvers<boolean>();
    response.once('close', () => resolve(!response.writableFinished));
    const path = request.url ?? '/';
    const body = await text(request);
    const { data: judged = null } = fixture.request.safeParse(JSON.parse(body));
    requests.push({ path, headers: request.headers, body, judged, hungUp });
    for (const wake of waiting) wake();
    const reply = server.fault
      ? faultyReply(server.fault, judged, body)
      : soundReply(path, request, judged, body);
    if (reply === 'nothing') return;
    const headers = { 'content-type': 'application/json', ...reply.headers };
    if (reply.half === undefined) {
      response.writeHead(reply.status, headers).end(reply.body);
      return;
    }
    response.writeHead(reply.status, { ...headers, 'content-length': Buffer.byteLength(reply.body) });
    response.write(reply.body.slice(0, reply.body.length / 2), () => {
      if (reply.half === 'cut') response.destroy();
    });
  }

  /** As vendors do, it repeats what it was sent. */
  const refusal = (status: number, body: string): Reply => ({
    status,
    body: JSON.stringify(fixture.error(`${vendorSecret} ${body}`)),
  });

  function soundReply(path: string, request: IncomingMessage, judged: Judged | null, body: string): Reply {
    if (request.method !== 'POST' || path !== `${fixture.base}/rerank`) return refusal(404, body);
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refusal(fixture.badKey, body);
    if (!judged) return refusal(422, body);
    if (judged.texts.length > fixture.batch.most) return refusal(fixture.batch.status, body);
    return { status: 200, body: scoresOf(judged) };
  }

  function faultyReply(fault: RerankFault, judged: Judged | null, body: string): Reply | 'nothing' {
    switch (fault.kind) {
      case 'silence':
        return 'nothing';
      case 'status':
        return refusal(fault.status, body);
      case 'raw':
        return { status: 200, body: fault.body };
      case 'html':
        return { status: 200, body: '<html>Portail</html>', headers: { 'content-type': 'text/html' } };
      case 'huge':
        return { status: 200, body: JSON.stringify('x'.repeat(4 * 1024 * 1024)) };
      case 'redirect':
        return { status: 307, body: '', headers: { location: fault.to } };
      case 'scores':
        return judged ? { status: 200, body: scoresOf(judged, fault.change) } : refusal(422, body);
      case 'stall':
      case 'cut':
        return judged ? { status: 200, body: scoresOf(judged), half: fault.kind } : refusal(422, body);
    }
  }

  function scoresOf(judged: Judged, change = (scores: readonly Score[]) => scores): string {
    const scores = judged.texts
      .map((judgedText, index) => ({ index, score: server.judge(judged.query, judgedText) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, judged.topN);
    return JSON.stringify(fixture.reply(change(scores), judged.texts));
  }

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: RerankTestServer = {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}${fixture.base}`,
    apiKey,
    requests,
    fault: null,
    judge: shareOfWords,
    async seen(count) {
      while (requests.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
      }
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

function shareOfWords(query: string, text: string): number {
  const words = query.toLowerCase().match(/\p{L}+/gu) ?? [];
  const found = words.filter((word) => text.toLowerCase().includes(word));
  return words.length === 0 ? 0 : found.length / words.length;
}
