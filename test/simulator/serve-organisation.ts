import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { keyOf } from './change-documents.ts';
import { type DatarefSettings, withDataref } from './datarefs.ts';
import type { createExports, Page } from './exports.ts';
import type { Faults } from './faults.ts';
import type { WrittenEvent } from './record.ts';
import type { Storage } from './storage.ts';
import type { createWaitingEvents } from './waiting-events.ts';

/** All that the addresses of one organisation need. */
export type ServedOrganisation = {
  readonly tenant: string;
  readonly exportUrl: string;
  readonly token: string;
  readonly faults: Faults;
  readonly datarefs: DatarefSettings;
  readonly storage: Storage;
  readonly exports: ReturnType<typeof createExports>;
  readonly waiting: ReturnType<typeof createWaitingEvents>;
  /** What is offered at all, beside items and digest. */
  readonly offers: { queue: boolean; directory: boolean };
};

type Asked = FastifyRequest<{
  Querystring: Record<string, string | undefined>;
  Params: Record<string, string>;
}>;

/** The addresses below `exportUrl`. */
export function serveOrganisation(app: FastifyInstance, organisation: ServedOrganisation): void {
  const { tenant, faults, exports, waiting, storage } = organisation;
  app.addHook('onRequest', async (request, reply) => {
    const { authorization } = request.headers;
    const isRight = authorization === `Bearer ${organisation.token}`;
    const passes =
      isRight ||
      faults.goesWrong('no-token-needed') ||
      (authorization !== undefined && faults.goesWrong('any-token'));
    if (!passes) return reply.code(401).send({ error: 'a token is needed' });
  });

  app.get('/items', async (request: Asked, reply) => {
    const { space = null, cursor, limit } = request.query;
    const after = readCursor(cursor, 'items', faults);
    if (after === null) return reply.code(400).send({ error: 'unknown cursor' });
    const page = await exports.items({
      space: faults.goesWrong('all-spaces') ? null : space,
      after: faults.goesWrong('endless-cursor') ? '' : after,
      limit: readLimit(limit),
    });
    return sendPage(reply, organisation, spoiltPage(page, faults, after), 'items');
  });

  app.get('/items/:id', async (request: Asked, reply) => {
    const found =
      (await exports.item(request.params.id ?? '')) ??
      (faults.goesWrong('any-item')
        ? ((await exports.items({ space: null, after: '', limit: 1 })).events[0] ?? null)
        : null);
    if (!found) return reply.code(404).send({ error: 'not found' });
    const event = await addressed(organisation, found);
    if (!faults.goesWrong('stale-item')) return event;
    return { ...event, data: { ...event.data, contentVersion: Number(event.data.contentVersion) - 1 } };
  });

  app.get('/directory', async (request: Asked, reply) => {
    if (!organisation.offers.directory) return reply.code(404).send({ error: 'not offered' });
    const after = readCursor(request.query.cursor, 'directory', faults);
    if (after === null) return reply.code(400).send({ error: 'unknown cursor' });
    const page = await exports.directory({ after: Number(after), limit: readLimit(request.query.limit) });
    return sendPage(reply, organisation, spoiltDirectory(page, faults), 'directory');
  });

  app.get('/digest', async () => {
    const digest = await exports.digest();
    if (!faults.goesWrong('wrong-digest')) return digest;
    return { ...digest, spaces: digest.spaces.map((space) => ({ ...space, digest: '0123456789abcdef' })) };
  });

  app.get('/queue', async (request: Asked, reply) => {
    if (!organisation.offers.queue) return reply.code(404).send({ error: 'not offered' });
    const { lease, events } = await waiting.lend(
      Number(request.query.lease ?? 60),
      readLimit(request.query.limit),
    );
    return { lease, events: await Promise.all(events.map((event) => addressed(organisation, event))) };
  });
  app.post('/ack', async (request, reply) => {
    if (!organisation.offers.queue) return reply.code(404).send({ error: 'not offered' });
    const { lease, results } = request.body as { lease: string; results: { id: string }[] };
    await waiting.acknowledge(
      lease,
      results.map(({ id }) => id),
    );
    return reply.code(204).send();
  });

  app.get('/content/:id/v/:version', async (request: Asked, reply) => {
    if (Number(request.query.epoch) < organisation.datarefs.epoch)
      return reply.code(403).send({ error: 'this address is over' });
    const { id = '', version } = request.params;
    const bytes = await storage.get(keyOf(tenant, id, Number(version))).catch(() => null);
    if (!bytes) return reply.code(404).send({ error: 'not found' });
    return sendBytes(reply, bytes, faults);
  });
}

/** The event with an address for its bytes, as this organisation gives them. */
export function addressed(organisation: ServedOrganisation, event: WrittenEvent): Promise<WrittenEvent> {
  const evenEncrypted =
    event.data.encryption === 'e2ee' && organisation.faults.goesWrong('encrypted-with-dataref');
  return withDataref(event, { ...organisation, settings: organisation.datarefs, evenEncrypted });
}

const readLimit = (limit: string | undefined): number => Math.min(Math.max(Number(limit) || 100, 1), 500);

const writeCursor = (list: string, after: string): string =>
  Buffer.from(JSON.stringify([list, after])).toString('base64url');

/** After what the page begins; `null` for a cursor that was never given out. */
function readCursor(cursor: string | undefined, list: string, faults: Faults): string | null {
  if (cursor === undefined) return list === 'items' ? '' : '0';
  try {
    const [of, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (of === list && typeof after === 'string') return after;
  } catch {
    // Said below.
  }
  return faults.goesWrong('any-cursor') ? (list === 'items' ? '\u{10ffff}' : '1000000000') : null;
}

function spoiltPage(page: Page, faults: Faults, after: string): Page {
  const [first] = page.events;
  if (!first) return page;
  let { events } = page;
  const each = (change: (event: WrittenEvent) => WrittenEvent) => {
    events = events.map(change);
  };
  if (faults.goesWrong('no-acl')) each((event) => ({ ...event, data: { ...event.data, acl: undefined } }));
  if (faults.goesWrong('other-tenant'))
    each((event) => ({ ...event, data: { ...event.data, tenant: 'another' } }));
  if (faults.goesWrong('bad-sequence')) each((event) => ({ ...event, sequence: 'v12' }));
  if (faults.goesWrong('duplicate-item')) events = [first, ...events];
  if (after !== '' && faults.goesWrong('page-gap')) events = events.slice(1);
  if (faults.goesWrong('unstable-listing')) {
    unstable += 1;
    const missing = unstable % events.length;
    events = events.filter((_event, at) => at !== missing);
  }
  if (faults.goesWrong('endless-cursor')) {
    unstable += 1;
    return { events, after: `~${unstable}` };
  }
  return { events, after: page.after };
}
let unstable = 0;

function spoiltDirectory({ events, after }: Page, faults: Faults): Page {
  const isGroup = ({ type }: WrittenEvent) => type.includes('.group.');
  if (faults.goesWrong('directory-without-groups'))
    return { events: events.filter((event) => !isGroup(event)), after };
  if (faults.goesWrong('archived-as-made'))
    return {
      events: events.map((event) => ({
        ...event,
        type: event.type.replace('space.updated', 'space.created'),
      })),
      after,
    };
  if (faults.goesWrong('directory-misspelt'))
    return { events: events.map((event) => ({ ...event, data: { ...event.data, remark: 'x' } })), after };
  return { events, after };
}

async function sendPage(
  reply: FastifyReply,
  organisation: ServedOrganisation,
  page: Page,
  list: 'items' | 'directory',
): Promise<FastifyReply> {
  const { faults } = organisation;
  const lines: string[] = [];
  for (const event of page.events) lines.push(JSON.stringify(await addressed(organisation, event)));
  if (!faults.goesWrong('page-without-end'))
    lines.push(JSON.stringify({ next: page.after === null ? null : writeCursor(list, page.after) }));
  const text = `${lines.join('\n')}\n`;
  const isCut = faults.goesWrong('page-cut');
  return reply
    .type(faults.goesWrong('json-type') ? 'application/json' : 'application/x-ndjson')
    .send(isCut ? text.slice(0, text.length / 2) : text);
}

async function sendBytes(reply: FastifyReply, bytes: Uint8Array, faults: Faults): Promise<FastifyReply> {
  if (faults.goesWrong('content-redirect')) return reply.redirect('http://169.254.169.254/latest/meta-data/');
  if (faults.goesWrong('content-failing')) return reply.code(500).send('out of order');
  if (faults.goesWrong('content-slow')) await sleep(5_000);
  reply.type('application/octet-stream');
  if (faults.goesWrong('content-cut')) {
    // The head promises all of it, and the connection ends half-way.
    reply.hijack();
    reply.raw.writeHead(200, { 'content-length': bytes.length });
    reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
    return reply;
  }
  if (faults.goesWrong('content-other')) return reply.send(Buffer.from(bytes).map((byte) => byte ^ 1));
  if (faults.goesWrong('content-larger')) return reply.send(Buffer.concat([bytes, bytes]));
  return reply.send(Buffer.from(bytes));
}
