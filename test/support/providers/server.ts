import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { countTokens } from '../../../src/core/ingest/chunking/count-tokens.ts';
import type { DialectName } from '../../../src/core/providers/provider.ts';
import { fixtures } from './all.ts';
import { sendChatStream } from './chat-stream.ts';
import { type Fault, vendorSecret } from './faults.ts';
import { admits, openAiError, type ProviderFixture, type RefusalKind, type Turn } from './fixture.ts';
import type { Judged } from './rerank-fixtures.ts';
import { wordVector } from './word-vectors.ts';

/** One request as the server saw it. */
export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent
  readonly body: any;
  /** The body as it came. */
  readonly raw: string;
  /** What a rerank server of the fixture makes of it; `null` for anything else, or what it refuses. */
  readonly judged: Judged | null;
  /** Resolves when the connection ended: with true when the client hung up. */
  readonly hungUp: Promise<boolean>;
};

export type ProviderServer = {
  /** Up to what stands before `/chat/completions`. */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** The key that it takes; `null`: it looks at none. */
  apiKey: string | null;
  /** Pieces of text of the next replies, one token each; a function sees the turns that fitted the context. */
  reply: readonly string[] | ((turns: readonly Turn[]) => readonly string[]);
  /** What it counts; `null`: the tokens of what it read and wrote. */
  usage: { readonly prompt: number; readonly completion: number } | null;
  contextTokens: number;
  /** Faults of the next requests, one each, in order; then all goes well again. */
  readonly faults: Fault[];
  /** Fault of every request whose turn has none in `faults`. */
  fault: Fault | null;
  embeddings: {
    dimension: number;
    format: 'as-asked' | 'base64';
    reverse: boolean;
    /** Waited for before each reply. */
    before?: (texts: readonly string[]) => Promise<unknown>;
  };
  /** How well a text fits; the share of the query's words in it unless told. */
  judge(query: string, text: string): number;
  /** Resolves when the server has seen `count` requests. */
  seen(count: number): Promise<void>;
  /** Connections that are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
};

/** What is used of a chat request that its fixture let through. */
const chatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  max_tokens: z.int().optional(),
  max_completion_tokens: z.int().optional(),
});

/** A server of one dialect on a free loopback port, for tests and for trying Sourcier without a provider. */
export async function startProviderServer(dialect: DialectName | ProviderFixture): Promise<ProviderServer> {
  const fixture = typeof dialect === 'string' ? fixtures[dialect] : dialect;
  const requests: SeenRequest[] = [];
  const waiting = new Set<() => void>();
  let refusals = 0;
  const http = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { promise: hungUp, resolve } = Promise.withResolvers<boolean>();
    response.once('close', () => resolve(!response.writableFinished));
    const raw = await text(request);
    const { method = '', headers, url: path = '/' } = request;
    const body = raw === '' ? null : JSON.parse(raw);
    const route = path.startsWith(fixture.base) ? path.slice(fixture.base.length) : null;
    const judged = (route === '/rerank' && fixture.rerank?.request.safeParse(body).data) || null;
    requests.push({ method, path, headers, body, raw, judged, hungUp });
    for (const wake of waiting) wake();
    const fault = server.faults.shift() ?? server.fault;
    // As vendors do, it repeats what it was sent.
    const echo = `${vendorSecret} ${String(headers.authorization)} ${raw}`;
    const refuse = (kind: RefusalKind, field: readonly PropertyKey[] = []): void => {
      const status = fixture.statuses[kind] ?? 400;
      const wait =
        fault?.kind === 'refusal' && fault.retryAfter !== undefined
          ? fault.retryAfter
          : fixture.retryAfter?.[kind];
      sendJson(response, status, fixture.error({ kind, status, echo, field, nth: refusals }), wait);
      refusals += 1;
    };
    if (fault && sendAtOnce(response, fault, echo, refuse)) return;
    const open = fixture.models?.open && route === fixture.models.path;
    if (!open && !admits(fixture, server.apiKey, headers)) refuse('bad-key');
    else if (method === 'GET' && fixture.models && route === fixture.models.path)
      sendJson(response, 200, fixture.models.body(server.contextTokens));
    else if (method !== 'POST') refuse('not-found');
    else if (route === '/chat/completions') await sendChat(response, body, fault, refuse);
    else if (fixture.embeddings && route === fixture.embeddings.path)
      await sendEmbeddings(response, body, fault, refuse);
    else if (fixture.rerank && route === '/rerank') await sendScores(response, body, fault, refuse);
    else refuse('not-found');
  }

  type Refuse = (kind: RefusalKind, field?: readonly PropertyKey[]) => void;

  async function sendChat(
    response: ServerResponse,
    sent: unknown,
    fault: Fault | null,
    refuse: Refuse,
  ): Promise<void> {
    const { chat } = fixture;
    if (!chat) return refuse('not-found');
    const { error } = chat.request.safeParse(sent);
    if (error) return refuse('bad-field', fieldOf(error));
    const body = chatBody.parse(sent);
    if (chat.model !== null && body.model !== chat.model) return refuse('unknown-model');
    const turns = body.messages;
    const roles = turns.map(({ role }) => role);
    if (!chat.system && roles.includes('system')) return refuse('bad-turns');
    if (chat.alternates && !alternate(roles)) return refuse('bad-turns');
    const fitting = chat.overflow === 'cut' ? cutTurns(turns, server.contextTokens) : turns;
    const prompt = fitting.reduce((sum, { content }) => sum + countTokens(content) + 4, 0);
    if (prompt > server.contextTokens) return refuse('too-long');
    const whole = typeof server.reply === 'function' ? server.reply(fitting) : server.reply;
    const most = body[chat.maxTokensName] ?? whole.length;
    const pieces = whole.slice(0, most);
    const usage = chat.usageOf(server.usage ?? { prompt, completion: pieces.length });
    const finishReason = pieces.length < whole.length ? 'length' : 'stop';
    if (body.stream === true) {
      const told = chat.usage === 'always' || body.stream_options?.include_usage === true;
      const reply = { model: body.model, pieces, finishReason, usage: told ? usage : null, fault };
      return sendChatStream(response, chat, reply);
    }
    const message = { role: 'assistant', content: pieces.join('') };
    const choices = [{ index: 0, message, finish_reason: finishReason }];
    sendReply(response, { model: body.model, choices, usage }, fault);
  }

  async function sendEmbeddings(
    response: ServerResponse,
    body: unknown,
    fault: Fault | null,
    refuse: Refuse,
  ): Promise<void> {
    const { embeddings } = fixture;
    const { data, error } = embeddings?.request.safeParse(body) ?? {};
    if (!embeddings || !data) return refuse('bad-field', error ? fieldOf(error) : []);
    if (embeddings.model !== null && data.model !== embeddings.model) return refuse('unknown-model');
    if (data.texts.length > embeddings.most) return refuse('batch');
    const { before, dimension, format, reverse } = server.embeddings;
    await before?.(data.texts);
    const inBase64 = format === 'base64' || data.base64;
    const vectors = data.texts.map((one, index) => {
      const vector = data.normalised ? normalise(wordVector(one, dimension)) : wordVector(one, dimension);
      const embedding = inBase64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
      return { index, embedding };
    });
    if (fault?.kind === 'empty') vectors.pop();
    sendReply(response, embeddings.reply(reverse ? vectors.reverse() : vectors), fault);
  }

  async function sendScores(
    response: ServerResponse,
    body: unknown,
    fault: Fault | null,
    refuse: Refuse,
  ): Promise<void> {
    const { rerank } = fixture;
    const { data, error } = rerank?.request.safeParse(body) ?? {};
    if (!rerank || !data) return refuse('bad-field', error ? fieldOf(error) : []);
    if (data.texts.length > rerank.most) return refuse('batch');
    const scores = data.texts
      .map((judged, index) => ({ index, score: server.judge(data.query, judged) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, data.topN);
    const told = fault?.kind === 'scores' ? fault.change(scores) : scores;
    sendReply(response, rerank.reply(told, data.texts), fault);
  }

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: ProviderServer = {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}${fixture.base}`,
    requests,
    apiKey: fixture.apiKey,
    reply: ['Bonjour', ' tout', ' le monde', ' [1].'],
    usage: { prompt: 42, completion: 7 },
    contextTokens: fixture.chat?.contextTokens ?? 512,
    faults: [],
    fault: null,
    embeddings: { dimension: 64, format: 'as-asked', reverse: false },
    judge: shareOfWords,
    async seen(count) {
      while (requests.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
      }
    },
    connections: () =>
      new Promise((resolve, reject) =>
        http.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

/** Faults that come instead of any reply; true when the request is dealt with. */
function sendAtOnce(
  response: ServerResponse,
  fault: Fault,
  echo: string,
  refuse: (kind: RefusalKind) => void,
): boolean {
  switch (fault.kind) {
    case 'silence':
      return true;
    case 'refusal':
      refuse(fault.refusal);
      return true;
    case 'status': {
      const { retryAfter, status } = fault;
      const error = openAiError({ kind: 'not-found', status, echo, field: [], nth: 0 });
      sendJson(response, status, error, retryAfter);
      return true;
    }
    case 'redirect':
      response.writeHead(307, { location: fault.to }).end();
      return true;
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><script>alert(1)</script>Portail</html>');
      return true;
    case 'raw':
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.body);
      return true;
    default:
      return false;
  }
}

/** A reply that is no stream, with what `fault` breaks. */
function sendReply(response: ServerResponse, reply: unknown, fault: Fault | null): void {
  const body = JSON.stringify(fault?.kind === 'huge-line' ? 'x'.repeat(4 * 1024 * 1024) : reply);
  if (fault?.kind !== 'stall' && fault?.kind !== 'cut') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => {
    if (fault.kind === 'cut') response.destroy();
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown, retryAfter?: string): void {
  const wait = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  response.writeHead(status, { 'content-type': 'application/json', ...wait }).end(JSON.stringify(body));
}

/** One system turn at most, at the beginning; then user and assistant in turn, a user's first and last. */
function alternate(roles: readonly string[]): boolean {
  const spoken = roles[0] === 'system' ? roles.slice(1) : roles;
  return (
    spoken.length % 2 === 1 && spoken.every((role, at) => role === (at % 2 === 0 ? 'user' : 'assistant'))
  );
}

/** As Ollama does: the end is kept, up to half of the context. */
function cutTurns(turns: readonly Turn[], contextTokens: number): readonly Turn[] {
  const tokens = turns.reduce((sum, { content }) => sum + countTokens(content) + 4, 0);
  if (tokens <= contextTokens) return turns;
  const last = turns.at(-1);
  if (!last) return turns;
  const kept = Math.floor((last.content.length * (contextTokens / 2)) / tokens);
  return [{ role: last.role, content: last.content.slice(-kept) }];
}

function fieldOf({ issues: [issue] }: z.ZodError): readonly PropertyKey[] {
  if (!issue) return [];
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue.path;
}

function normalise(vector: readonly number[]): number[] {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function shareOfWords(query: string, judged: string): number {
  const words = query.toLowerCase().match(/\p{L}+/gu) ?? [];
  const found = words.filter((word) => judged.toLowerCase().includes(word));
  return words.length === 0 ? 0 : found.length / words.length;
}
