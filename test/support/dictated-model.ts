import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A model whose words come when the test says them. */
export type DictatedModel = {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  /** Bodies of the chat requests, as they came. */
  readonly prompts: readonly string[];
  /** Waits for the next chat request. */
  next(): Promise<DictatedReply>;
  close(): Promise<void>;
};

export type DictatedReply = {
  say(words: string): void;
  end(): void;
  /** Resolves when the connection ended: with true when the client hung up. */
  readonly hungUp: Promise<boolean>;
};

/** Starts one on a free loopback port. */
export async function startDictatedModel(): Promise<DictatedModel> {
  const prompts: string[] = [];
  const replies: DictatedReply[] = [];
  let arrived = () => {};
  const http = createServer(async (request, response) => {
    prompts.push(await text(request));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    replies.push(replyOn(response));
    arrived();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    prompts,
    async next() {
      for (;;) {
        const reply = replies.shift();
        // One that went out on a connection that was just closed was made once more on another.
        if (reply && !(await Promise.race([reply.hungUp, null]))) return reply;
        if (reply) continue;
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function replyOn(response: ServerResponse): DictatedReply {
  const send = (delta: object, finish: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  const { promise: hungUp, resolve } = Promise.withResolvers<boolean>();
  response.once('close', () => resolve(!response.writableFinished));
  send({ role: 'assistant', content: '' });
  return {
    hungUp,
    say: (words) => void send({ content: words }),
    end: () => {
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    },
  };
}
