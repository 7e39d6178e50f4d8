import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendChatStream } from './chat-stream.ts';
import { type Fault, sendStatus } from './faults.ts';
import { wordVector } from './word-vectors.ts';

/** One request as the server saw it. `closed` resolves when its connection ended: with true when the client hung up. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent
  readonly body: any;
  readonly hungUp: Promise<boolean>;
};

export type OpenAiServer = {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** Pieces of text of the next replies; a function sees the request's messages. */
  reply: readonly string[] | ((messages: readonly { role: string; content: string }[]) => readonly string[]);
  /** Faults of the next requests, one each, in order; then all goes well again. */
  readonly faults: Fault[];
  /** Fault of every request whose turn has none in `faults`. */
  fault: Fault | null;
  embeddings: { dimension: number; format: 'as-asked' | 'base64'; reverse: boolean; delayMs?: number };
  /** Resolves when the server has seen `count` requests. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
};

/** A server on a free loopback port that speaks the OpenAI wire, for tests and for trying Sourcier without a model. */
export async function startOpenAiServer(): Promise<OpenAiServer> {
  const requests: SeenRequest[] = [];
  const waiting = new Set<() => void>();
  const http = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { promise: hungUp, resolve } = Promise.withResolvers<boolean>();
    response.once('close', () => resolve(!response.writableFinished));
    const raw = await text(request);
    const path = request.url ?? '/';
    const body = raw === '' ? null : JSON.parse(raw);
    requests.push({ method: request.method ?? '', path, headers: request.headers, body, hungUp });
    for (const wake of waiting) wake();
    const fault = server.faults.shift() ?? server.fault;
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'status') return sendStatus(response, fault);
    if (fault?.kind === 'redirect') {
      response.writeHead(307, { location: fault.to }).end();
    } else if (fault?.kind === 'html') {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><script>alert(1)</script>Portail</html>');
    } else if (path === '/v1/chat/completions') sendChat(response, body, fault);
    else if (path === '/v1/embeddings') {
      await sleep(server.embeddings.delayMs ?? 0);
      sendEmbeddings(response, body, fault);
    } else if (path === '/v1/models')
      sendJson(response, { object: 'list', data: [{ id: 'test-model', object: 'model' }] });
    else sendStatus(response, { kind: 'status', status: 404 });
  }

  // biome-ignore lint/suspicious/noExplicitAny: a request body of any shape
  function sendChat(response: ServerResponse, body: any, fault: Fault | null): void {
    const pieces = typeof server.reply === 'function' ? server.reply(body.messages) : server.reply;
    const usage = { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49 };
    if (body.stream === true) {
      const askedUsage = body.stream_options?.include_usage === true;
      sendChatStream(response, { model: body.model, pieces, usage: askedUsage, fault });
      return;
    }
    const message = { role: 'assistant', content: pieces.join('') };
    sendJson(response, { model: body.model, choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
  }

  // biome-ignore lint/suspicious/noExplicitAny: a request body of any shape
  function sendEmbeddings(response: ServerResponse, body: any, fault: Fault | null): void {
    if (fault?.kind === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
      response.write('{"data":[', () => response.destroy());
      return;
    }
    const { dimension, format, reverse } = server.embeddings;
    const inputs: string[] = Array.isArray(body.input) ? body.input : [body.input];
    const inBase64 = format === 'base64' || body.encoding_format === 'base64';
    const data = inputs.map((input, index) => {
      const vector = wordVector(input, dimension);
      const embedding = inBase64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
      return { object: 'embedding', index, embedding };
    });
    if (fault?.kind === 'empty') data.pop();
    sendJson(response, { object: 'list', model: body.model, data: reverse ? data.reverse() : data });
  }

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: OpenAiServer = {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    requests,
    reply: ['Bonjour', ' tout', ' le monde', ' [1].'],
    faults: [],
    fault: null,
    embeddings: { dimension: 64, format: 'as-asked', reverse: false },
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

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
