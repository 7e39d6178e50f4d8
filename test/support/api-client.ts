import { setTimeout as sleep } from 'node:timers/promises';

export type Reply = { readonly status: number; readonly body: unknown; readonly headers: Headers };

/** Bytes of a hand-written multipart form: unlike FormData it keeps names and the order of parts as given. */
export function rawForm(parts: readonly { name: string; fileName?: string; content: string }[]): {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
} {
  const boundary = `sourcier-${crypto.randomUUID()}`;
  const text = parts.map(({ name, fileName, content }) => {
    const file =
      fileName === undefined ? '' : `; filename="${fileName}"\r\ncontent-type: application/octet-stream`;
    return `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
  });
  return {
    body: new Uint8Array(Buffer.from(`${text.join('')}--${boundary}--\r\n`)),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** Speaks to a running server as one person, or as nobody without a token. No answer in time is an error. */
export function createApiClient(address: string, token: string | null, options: { timeoutMs?: number } = {}) {
  const { timeoutMs = 20_000 } = options;
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const send = (method: string, path: string, body?: unknown, extra: Record<string, string> = {}) => {
    const isRaw = body instanceof FormData || body instanceof Uint8Array || typeof body === 'string';
    return fetch(new URL(path, address), {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...headers,
        ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
        ...extra,
      },
      ...(body !== undefined && {
        body: isRaw ? (body as string | FormData | Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }),
    });
  };
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Reply> => {
    const reply = await send(method, path, body, extra);
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
    return { status: reply.status, body: isJson && text ? JSON.parse(text) : text, headers: reply.headers };
  };
  return {
    address,
    token,
    /** Any method; text, bytes and forms go as they are, everything else as JSON. */
    request: call,
    get: (path: string, extra?: Record<string, string>) => call('GET', path, undefined, extra),
    post: (path: string, body: unknown, extra?: Record<string, string>) => call('POST', path, body, extra),
    put: (path: string, body: unknown) => call('PUT', path, body),
    patch: (path: string, body: unknown) => call('PATCH', path, body),
    delete: (path: string) => call('DELETE', path),
    download: async (path: string) => {
      const reply = await send('GET', path);
      return {
        status: reply.status,
        headers: reply.headers,
        bytes: new Uint8Array(await reply.arrayBuffer()),
      };
    },
    upload: (
      fields: Readonly<Record<string, string>>,
      name: string,
      bytes: Uint8Array<ArrayBuffer> | string,
      extra?: Record<string, string>,
      path = '/v1/documents',
    ) => {
      const form = new FormData();
      for (const [key, value] of Object.entries(fields)) form.append(key, value);
      form.append('file', new Blob([bytes]), name);
      return call('POST', path, form, extra);
    },
  };
}

export type ApiClient = ReturnType<typeof createApiClient>;

/** Asks again until `check` gives something, for what happens in the background. */
export async function eventually<T>(
  check: () => Promise<T | null | undefined | false>,
  options: {
    readonly withinMs?: number;
    /** Between two looks: longer where each costs much, as a command does. */
    readonly everyMs?: number;
    readonly what?: string;
  } = {},
): Promise<T> {
  const deadline = Date.now() + (options.withinMs ?? 20_000);
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`did not happen in time: ${options.what ?? 'check'}`);
    await sleep(options.everyMs ?? 30);
  }
}

/** `id`: absent of events that cannot be gone on from. */
export type StreamEvent = { readonly event: string; readonly data: unknown; readonly id?: string };

/** Whether to leave a stream after an event; the next one is not read before it says so. */
export type StopAfter = (event: StreamEvent) => boolean | Promise<boolean>;

/** Reads the stream of an answer to its end, or until `stopAfter` says so. */
export function readEvents(
  address: string,
  token: string,
  body: unknown,
  stopAfter?: StopAfter,
  path = '/v1/ask',
): Promise<StreamEvent[]> {
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return readStream(new URL(path, address), request, stopAfter);
}

/** Reads any stream of server-sent events to its end, or until `stopAfter` says so. */
export async function readStream(
  url: URL,
  request: RequestInit,
  stopAfter: StopAfter = () => false,
): Promise<StreamEvent[]> {
  const leave = new AbortController();
  const reply = await fetch(url, { ...request, signal: leave.signal });
  if (!reply.body || !reply.headers.get('content-type')?.includes('text/event-stream'))
    throw new Error(`no stream: ${reply.status} ${await reply.text()}`);
  const events: StreamEvent[] = [];
  try {
    for await (const event of parseEvents(reply.body)) {
      events.push(event);
      if (await stopAfter(event)) leave.abort();
    }
  } catch (error) {
    // Leaving is what was wanted then.
    if (!leave.signal.aborted) throw error;
  }
  return events;
}

async function* parseEvents(body: AsyncIterable<unknown>): AsyncGenerator<StreamEvent> {
  let buffer = '';
  const decoder = new TextDecoder();
  for await (const part of body) {
    buffer += decoder.decode(part as Uint8Array, { stream: true });
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const name = lines.find((line) => line.startsWith('event: '))?.slice(7);
      const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
      const id = lines.find((line) => line.startsWith('id: '))?.slice(4);
      if (name !== undefined && data !== undefined)
        yield { event: name, data: JSON.parse(data) as unknown, ...(id !== undefined && { id }) };
    }
  }
}
