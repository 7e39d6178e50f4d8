import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signDelivery } from '../../src/core/workplace/webhook-signature.ts';
import { createApiClient, type Reply } from './api-client.ts';

export type SmallEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly sequence?: string;
};

/** Just enough of a workplace to say things and to give files: `test/simulator` is a whole one. */
export type SmallWorkplace = {
  readonly origin: string;
  /** Which files were asked for, in order. */
  readonly asked: readonly string[];
  /** Keeps a file and gives what a document event says of it. */
  file(
    name: string,
    content: string | Uint8Array,
  ): { readonly dataref: string; readonly size: number; readonly sha256: string };
  /** Answers for a file in another way than with its bytes. */
  misbehave(name: string, status: number, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
};

export async function openSmallWorkplace(): Promise<SmallWorkplace> {
  const files = new Map<string, string | Uint8Array>();
  const troubles = new Map<string, { status: number; headers: Readonly<Record<string, string>> }>();
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    const name = decodeURIComponent((request.url ?? '').slice(1));
    asked.push(name);
    const trouble = troubles.get(name);
    const content = files.get(name);
    if (trouble) reply.writeHead(trouble.status, trouble.headers).end();
    else if (content === undefined) reply.writeHead(404).end();
    else reply.writeHead(200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    file: (name, content) => {
      files.set(name, content);
      return {
        dataref: `${origin}/${encodeURIComponent(name)}`,
        size: Buffer.byteLength(content),
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    },
    misbehave: (name, status, headers = {}) => void troubles.set(name, { status, headers }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

let last = 0;
/** A sequence greater than all before. */
export function nextSequence(): string {
  last += 1;
  return String(last).padStart(18, '0');
}

/** An event of one tenant; `kind` without `fr.workplace.` and version. */
export function anEvent(
  kind: string,
  subject: string,
  data: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>> = {},
): SmallEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '//travail.example/org',
    type: `fr.workplace.${kind}.v1`,
    subject,
    time: new Date().toISOString(),
    sequence: nextSequence(),
    data: { tenant: 'ormeval', ...data },
    ...extra,
  };
}

/** A document event in full, about a file that the workplace holds. */
export function aDocument(
  id: string,
  file: { readonly dataref: string; readonly size: number; readonly sha256: string },
  data: Readonly<Record<string, unknown>> = {},
  extra: Readonly<Record<string, unknown>> = {},
): SmallEvent {
  const { dataref, ...bytes } = file;
  return anEvent(
    'document.upserted',
    `doc/${id}`,
    {
      space: '42',
      title: id,
      path: `${id}.md`,
      contentVersion: 1,
      aclVersion: 1,
      acl: { allow: ['space:42'] },
      modifiedAt: '2026-11-23T10:00:00Z',
      ...bytes,
      ...data,
    },
    { dataref, ...extra },
  );
}

/** Delivers events as a source, signed with its secret. */
export function deliver(
  address: string,
  source: { readonly organisation: string; readonly id: string; readonly secret: string },
  events: unknown,
  changes: { readonly headers?: Readonly<Record<string, string>>; readonly at?: Date } = {},
): Promise<Reply> {
  const body = JSON.stringify(events);
  const signed = signDelivery([source.secret], { id: randomUUID(), at: changes.at ?? new Date(), body });
  return createApiClient(address, null).post(
    `/v1/events?organisation=${source.organisation}&source=${source.id}`,
    body,
    {
      'content-type': Array.isArray(events)
        ? 'application/cloudevents-batch+json'
        : 'application/cloudevents+json',
      ...signed,
      ...changes.headers,
    },
  );
}
