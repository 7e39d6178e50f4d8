import type { Connection as SharedConnection } from '../../../shared/api/connection.ts';
import { readServerEvents } from '../../../shared/api/sse-reader.ts';

/** How the console speaks to the server as one person. Every call throws `ProblemError`, or an `AbortError` when stopped. */
export type Connection = ReturnType<typeof createConnection>;

/** Parameters of an address; what is empty is left out. */
type Query = Readonly<Record<string, string | number | null | undefined>>;

/** The calls of the console over the connection that all pages share. */
export function createConnection(shared: Pick<SharedConnection, 'call' | 'send'>) {
  return {
    get: async <Reply>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Reply> =>
      readReply<Reply>(await shared.call(withQuery(path, query), signal === undefined ? {} : { signal })),
    /** A reply without a body gives `undefined`. */
    send: async <Reply = void>(
      method: 'POST' | 'PUT' | 'DELETE',
      path: string,
      body?: unknown,
      query: Query = {},
    ): Promise<Reply> => {
      const address = withQuery(path, query);
      return readReply<Reply>(
        await (body === undefined ? shared.call(address, { method }) : shared.send(method, address, body)),
      );
    },
    /** A file, as it comes. */
    file: async (path: string, query: Query = {}): Promise<Blob> =>
      (await shared.call(withQuery(path, query))).blob(),
    /** The events of a reply that streams. */
    stream: async function* (path: string, body: unknown, signal: AbortSignal) {
      const reply = await shared.send('POST', path, body, { signal });
      if (reply.body !== null) yield* readServerEvents(reply.body);
    },
  };
}

/** An address with its parameters. */
function withQuery(path: string, query: Query): string {
  const said = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, `${value}`]],
  );
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`;
}

/** A part of an address that is data. */
export const segment = (text: string): string => encodeURIComponent(text);

async function readReply<Reply>(reply: Response): Promise<Reply> {
  return (reply.status === 204 ? undefined : await reply.json()) as Reply;
}
