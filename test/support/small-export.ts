import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf } from '../../src/core/contract/digest.ts';
import type { SmallEvent } from './small-workplace.ts';

type Line = SmallEvent & { readonly subject?: string; readonly data?: Readonly<Record<string, unknown>> };

/** `forgets`: what of the directory a listing leaves out, by its subject. */
type Trouble = { status?: number; retryAfter?: string; cut?: boolean; forgets?: string; times?: number };

/** What a workplace offers to be pulled, from memory: as large as wanted, and in trouble as wanted. */
export type SmallExport = {
  readonly url: string;
  /** Which addresses were asked for, in order. */
  readonly asked: readonly string[];
  readonly directory: Line[];
  /** Documents by id; listed in the order of their ids. */
  readonly items: Map<string, Line>;
  /** Ids that a listing forgets, though they are there. */
  readonly forgotten: Set<string>;
  /** Lines that stand in the place of items. */
  readonly spoilt: Map<string, string>;
  /** Answers the next requests below a path in another way. */
  misbehave(path: string, how: Trouble): void;
  /** Milliseconds before each page. */
  delayMs: number;
  close(): Promise<void>;
};

export async function openSmallExport(token = 'export-token'): Promise<SmallExport> {
  const directory: Line[] = [];
  const items = new Map<string, Line>();
  const forgotten = new Set<string>();
  const spoilt = new Map<string, string>();
  const asked: string[] = [];
  const troubles = new Map<string, Trouble>();
  const spaceOf = (line: Line) => String(line.data?.space);
  let order: readonly string[] = [];
  const inOrder = () => {
    if (order.length !== items.size) order = [...items.keys()].sort();
    return order;
  };

  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '', 'http://export.example');
    asked.push(`${url.pathname}${url.search}`);
    const trouble = takeTrouble(url.pathname);
    if (request.headers.authorization !== `Bearer ${token}`) return void reply.writeHead(401).end();
    if (trouble?.status !== undefined)
      return void reply
        .writeHead(
          trouble.status,
          trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter },
        )
        .end();
    setTimeout(() => answer(url, reply, trouble), small.delayMs);
  });

  function takeTrouble(path: string) {
    const trouble = troubles.get(path);
    if (!trouble) return undefined;
    const times = trouble.times ?? 1;
    if (times <= 1) troubles.delete(path);
    else troubles.set(path, { ...trouble, times: times - 1 });
    return trouble;
  }

  function answer(url: URL, reply: ServerResponse, { cut = false, forgets }: Trouble = {}): unknown {
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const cursor = url.searchParams.get('cursor');
    const space = url.searchParams.get('space');
    const one = /^\/items\/(.+)$/.exec(url.pathname)?.[1];
    if (url.pathname === '/digest') return reply.end(JSON.stringify(digest()));
    if (one !== undefined) {
      const found = items.get(decodeURIComponent(one));
      return found ? reply.end(JSON.stringify(found)) : reply.writeHead(404).end();
    }
    if (url.pathname === '/directory') {
      const from = Number(cursor ?? 0);
      const next = from + limit < directory.length ? String(from + limit) : null;
      return send(
        directory
          .slice(from, from + limit)
          .filter(({ subject }) => subject !== forgets)
          .map((line) => JSON.stringify(line)),
        next,
      );
    }
    if (url.pathname !== '/items') return reply.writeHead(404).end();
    const ids = inOrder();
    const lines: string[] = [];
    let at = cursor === null ? 0 : firstAfter(ids, cursor);
    let last: string | null = null;
    for (; at < ids.length && lines.length < limit; at += 1) {
      const id = ids[at] as string;
      const line = items.get(id);
      last = id;
      if (!line || forgotten.has(id) || (space !== null && spaceOf(line) !== space)) continue;
      lines.push(spoilt.get(id) ?? JSON.stringify(line));
    }
    return send(lines, at < ids.length ? last : null);

    function send(written: readonly string[], next: string | null): void {
      const body = [...written, JSON.stringify({ next })].map((line) => `${line}\n`);
      reply.writeHead(200, { 'content-type': 'application/x-ndjson' });
      reply.end(cut ? body.slice(0, -1).join('') : body.join(''));
    }
  }

  function digest() {
    const spaces = Map.groupBy(items.values(), spaceOf);
    return {
      maxSequence: '1',
      spaces: [...spaces].map(([space, lines]) => ({
        space,
        count: lines.length,
        digest: digestOf(
          lines.map(({ subject = '', data = {} }) => ({
            id: subject.slice('doc/'.length),
            contentVersion: Number(data.contentVersion),
            aclVersion: Number(data.aclVersion),
          })),
        ),
      })),
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const small: SmallExport = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    directory,
    items,
    forgotten,
    spoilt,
    misbehave: (path, how) => void troubles.set(path, how),
    delayMs: 0,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return small;
}

function firstAfter(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as string) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
