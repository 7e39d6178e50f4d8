import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import {
  aDocument,
  anEvent,
  deliver,
  openSmallWorkplace,
  type SmallWorkplace,
} from '../support/small-workplace.ts';
import { openWorld, type World } from './world.ts';

/** A source in XWiki's shape, which answers as a test wants it to. */
type Asked = {
  readonly document_ids: readonly string[];
  readonly oidc_users: readonly { subject: string }[];
};
let answer: (asked: Asked) => unknown;
let asked: Asked[] = [];
let xwiki: Server;
let world: World;
let workplace: SmallWorkplace;
let olga: ApiClient;
let secret: string;
let document: string;

const all = (allowed: boolean) => (request: Asked) =>
  Object.fromEntries(request.document_ids.map((id) => [id, allowed]));
async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
const search = () => olga.post('/v1/search', { query: 'forfait mobilités durables' });
const titles = async () =>
  ((await search()).body as { results: { document: { id: string } }[] }).results.map(
    (one) => one.document.id,
  );

beforeAll(async () => {
  xwiki = createServer(async (request, reply) => {
    const body = JSON.parse(await readAll(request)) as Asked;
    asked.push(body);
    const said = answer(body);
    if (said === 'silence') return;
    if (typeof said === 'number') return void reply.writeHead(said).end();
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => xwiki.listen(0, '127.0.0.1', resolve));
  const lateCheckUrl = `http://127.0.0.1:${(xwiki.address() as AddressInfo).port}/rights`;
  workplace = await openSmallWorkplace();
  world = await openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' });
  await world.apply({ organisation: 'ormeval', users: [], spaces: {} });
  ({ secret } = (await world.cliJson(
    ...['source', 'save', 'wiki', '--org', 'ormeval', '--directory'],
    ...['--content-origin', workplace.origin, '--late-check-url', lateCheckUrl],
  )) as { secret: string });
  answer = all(true);
  const file = workplace.file(
    'page.md',
    '# Mobilités\n\nLe forfait mobilités durables (FMD) vaut trois cents euros.',
  );
  await deliver(world.server.address, { organisation: 'ormeval', id: 'wiki', secret }, [
    anEvent('user.upserted', 'user/olga', { name: 'Olga', role: 'administrator' }),
    anEvent('space.created', 'space/42', { title: 'Wiki' }),
    anEvent('space.members.snapshot', 'space/42', { members: ['user:olga'] }),
    aDocument('page', file),
  ]);
  olga = await world.as('olga', 'ormeval');
  await vi.waitFor(async () => expect(await titles()).toHaveLength(1), { timeout: 20_000, interval: 50 });
  [document = ''] = await titles();
}, 60_000);
beforeEach(() => {
  answer = all(true);
  asked = [];
});
afterAll(async () => {
  await world?.close();
  await workplace?.close();
  xwiki?.closeAllConnections();
  xwiki?.close();
});

const reads = {
  search: async () => ({ found: (await titles()).length }),
  ask: async () => {
    const { body } = await olga.post('/v1/ask', {
      question: 'Combien vaut le forfait mobilités durables ?',
      stream: false,
    });
    return { found: (body as { sources: unknown[] }).sources.length };
  },
  document: async () => ({ found: Number((await olga.get(`/v1/documents/${document}`)).status === 200) }),
  preview: async () => ({
    found: Number((await olga.get(`/v1/documents/${document}/preview`)).status === 200),
  }),
  content: async () => ({
    found: Number((await olga.get(`/v1/documents/${document}/content`)).status === 200),
  }),
  suggestions: async () => ({
    found: (
      (await olga.get(`/v1/suggestions?document=${document}&limit=1`)).body as { suggestions: unknown[] }
    ).suggestions.length,
  }),
  list: async () => ({
    found: ((await olga.get('/v1/documents')).body as { documents: unknown[] }).documents.length,
  }),
};

it('R10: what it says of acronyms is taught to nobody, as nobody is asked when a question is understood', async () => {
  const learned = async () =>
    ((await olga.get('/v1/admin/aliases?q=FMD')).body as { aliases: unknown[] }).aliases.length;
  expect(await learned()).toBe(0);
  expect(asked).toEqual([]);
});

it('R10: why somebody does not see a document names its source, which was asked', async () => {
  const explained = async () => {
    const { body } = await olga.get(`/v1/admin/access/explanations?user=olga&document=${document}`);
    const { mayOpen, mayFind, steps } = body as {
      mayOpen: boolean;
      mayFind: boolean;
      steps: { code: string }[];
    };
    return [mayOpen, mayFind, steps.map(({ code }) => code).filter((code) => code.startsWith('source-'))];
  };
  expect(await explained()).toEqual([true, true, ['source-agrees']]);
  answer = all(false);
  expect(await explained()).toEqual([false, false, ['source-refuses']]);
  answer = () => 500;
  expect(await explained()).toEqual([false, false, ['source-silent']]);
});

describe('R10: a source that wants to be asked at the moment of reading', () => {
  it.each(
    Object.entries(reads),
  )('is asked before %s, and what it refuses is as if it were not there', async (_verb, read) => {
    expect(await read()).toEqual({ found: 1 });
    expect(asked.length).toBeGreaterThan(0);
    expect(
      asked.every(
        ({ document_ids, oidc_users }) => document_ids.includes('page') && oidc_users[0]?.subject === 'olga',
      ),
    ).toBe(true);
    answer = all(false);
    expect(await read()).toEqual({ found: 0 });
    // What it does not speak of is refused as well.
    answer = () => ({});
    expect(await read()).toEqual({ found: 0 });
  });

  it.each([
    ['errs', 500],
    ['says nothing', 'silence'],
    ['makes no sense', ['page']],
    ['says something else than yes or no', { page: 'yes' }],
  ])('shows nothing, and says why, when it %s', async (_how, said) => {
    answer = () => said;
    const { status, body } = await search();
    expect([status, body]).toEqual([503, expect.objectContaining({ code: 'RIGHTS_UNAVAILABLE' })]);
    expect(JSON.stringify(body)).not.toContain('mobilités');
    const answered = await olga.post('/v1/ask', {
      question: 'Combien vaut le forfait mobilités durables ?',
      stream: false,
    });
    expect(answered.status).toBe(503);
  });

  it('leaves out of lists what it refuses, without ending them there', async () => {
    const file = workplace.file('autre.md', '# Autre\n\nUne autre page.');
    await deliver(world.server.address, { organisation: 'ormeval', id: 'wiki', secret }, [
      aDocument('page2', file, { path: 'z1.md' }),
      aDocument('page3', file, { path: 'z2.md' }),
    ]);
    answer = ({ document_ids }) => Object.fromEntries(document_ids.map((id) => [id, id === 'page3']));
    const listed = async (path: string) => {
      const { body } = await olga.get(path);
      return (body as { documents: { path: string }[] }).documents.map((one) => one.path);
    };
    expect(await listed('/v1/documents?limit=1')).toEqual(['z2.md']);
    expect(await listed('/v1/admin/exposure/documents?limit=1')).toEqual(['z2.md']);
  });

  it('masks an answer that relied on what it refuses now (R08)', async () => {
    const { body } = await olga.post('/v1/ask', {
      question: 'Combien vaut le forfait mobilités durables ?',
      stream: false,
    });
    const { conversationId } = body as { conversationId: string };
    const shown = async () => JSON.stringify((await olga.get(`/v1/conversations/${conversationId}`)).body);
    expect(await shown()).toContain('trois cents euros');
    answer = all(false);
    expect(await shown()).not.toContain('trois cents euros');
  });
});

it('answers the same question to a program, by the ids of its source or ours (R17)', async () => {
  const { key } = (await world.cliJson(
    ...['service-key', 'add', 'wiki', '--org', 'ormeval', '--source', 'wiki', '--scope', 'checks:read'],
  )) as { key: string };
  const program = createApiClient(world.server.address, key);
  const check = async (document_ids: readonly string[], name: string) =>
    (await program.post('/v1/checks', { document_ids, xwiki_username: name })).body;
  expect(await check(['page', document, 'absent'], 'olga')).toEqual({
    page: true,
    [document]: true,
    absent: false,
  });
  expect(await check(['page', document], 'nobody')).toEqual({ page: false, [document]: false });
});
