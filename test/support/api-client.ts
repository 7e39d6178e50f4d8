import { setTimeout as sleep } from 'node:timers/promises';

export type Reply = { readonly status: number; readonly body: unknown; readonly headers: Headers };

/** Speaks to a running server as one person. */
export function createApiClient(address: string, token: string | null) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Promise<Reply> => {
    const isForm = body instanceof FormData;
    const reply = await fetch(new URL(path, address), {
      method,
      headers: {
        ...headers,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...extra,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
    return { status: reply.status, body: isJson && text ? JSON.parse(text) : text, headers: reply.headers };
  };
  return {
    get: (path: string, extra?: Record<string, string>) => call('GET', path, undefined, extra),
    post: (path: string, body: unknown, extra?: Record<string, string>) => call('POST', path, body, extra),
    delete: (path: string) => call('DELETE', path),
    upload: (
      fields: Readonly<Record<string, string>>,
      name: string,
      bytes: Uint8Array<ArrayBuffer> | string,
      extra?: Record<string, string>,
    ) => {
      const form = new FormData();
      for (const [key, value] of Object.entries(fields)) form.append(key, value);
      form.append('file', new Blob([bytes]), name);
      return call('POST', '/v1/documents', form, extra);
    },
  };
}

/** Asks again until `check` gives something, for what happens in the background. */
export async function eventually<T>(
  check: () => Promise<T | null | undefined | false>,
  options: { readonly withinMs?: number; readonly what?: string } = {},
): Promise<T> {
  const deadline = Date.now() + (options.withinMs ?? 20_000);
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`did not happen in time: ${options.what ?? 'check'}`);
    await sleep(30);
  }
}

export type StreamEvent = { readonly event: string; readonly data: unknown };

/** Reads a stream of server-sent events to its end, or until `stopAfter` says so. */
export async function readEvents(
  address: string,
  token: string,
  body: unknown,
  stopAfter: (event: StreamEvent) => boolean = () => false,
): Promise<StreamEvent[]> {
  const leave = new AbortController();
  const reply = await fetch(new URL('/v1/ask', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: leave.signal,
  });
  if (!reply.body || !reply.headers.get('content-type')?.includes('text/event-stream'))
    throw new Error(`no stream: ${reply.status} ${await reply.text()}`);
  const events: StreamEvent[] = [];
  let buffer = '';
  const decoder = new TextDecoder();
  for await (const part of reply.body) {
    buffer += decoder.decode(part as Uint8Array, { stream: true });
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const name = lines.find((line) => line.startsWith('event: '))?.slice(7);
      const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
      if (name === undefined || data === undefined) continue;
      const event = { event: name, data: JSON.parse(data) as unknown };
      events.push(event);
      if (stopAfter(event)) {
        leave.abort();
        return events;
      }
    }
  }
  return events;
}
