import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { isSigned, writeSecret } from '../../src/core/workplace/webhook-signature.ts';
import { type ApiClient, eventually, readEvents } from '../support/api-client.ts';
import { type DictatedModel, startDictatedModel } from '../support/dictated-model.ts';
import { auditPage, problem, securityItems } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno', 'chloe'],
  admins: ['alice'],
  spaces: {
    direction: { title: 'Direction', members: ['user:alice'] },
    mairie: { title: 'Vie municipale', members: ['org:pontval'] },
    retrait: { title: 'Espace retiré', members: ['org:pontval'] },
  },
};
const marker = 'quillebeuf7c1f';
const question = 'Quel est le montant de la prime exceptionnelle de la voirie ?';
const planted = `# Prime exceptionnelle\n\nLe montant de la prime exceptionnelle de la voirie est de 917 euros, note ${marker}.\n`;
const secret = writeSecret(Buffer.alloc(32, 7));

const report = z.strictObject({
  organisation: z.literal('pontval'),
  at: z.iso.datetime(),
  sightings: z.array(
    z.strictObject({
      canary: z.string(),
      as: z.string(),
      result: z.string(),
      where: z.array(z.string()),
      cause: z.string().optional(),
    }),
  ),
  alarm: z
    .strictObject({ reported: z.int(), notified: z.boolean().nullable(), turnedOff: z.boolean().nullable() })
    .optional(),
});

let model: DictatedModel;
let world: World;
let webhook: Server;
let alice: ApiClient;
let bruno: ApiClient;
const notices: { readonly body: string; readonly headers: Record<string, unknown> }[] = [];

beforeAll(async () => {
  webhook = createServer(async (request, response) => {
    notices.push({ body: await text(request), headers: request.headers });
    response.writeHead(204).end();
  });
  webhook.listen(0, '127.0.0.1');
  await once(webhook, 'listening');
  model = await startDictatedModel();
  world = await openWorld({ PROVIDER_PRIVATE_NETWORKS: '127.0.0.0/8' });
  await world.apply(pontval);
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
  await plant('direction');
  await world.write('secret', secret);
});
afterAll(async () => {
  await world?.close();
  webhook?.close();
  await model?.close();
});

async function plant(space: string): Promise<string> {
  const reply = await alice.upload({ space }, 'prime.md', planted);
  const { id } = z.looseObject({ id: z.string() }).parse(reply.body);
  await eventually(async () => {
    const { body } = await alice.get(`/v1/documents/${id}`);
    return z.looseObject({ state: z.string() }).parse(body).state === 'searchable-words';
  });
  return id;
}

/** Runs the watchman, on a file with these changes. */
async function watch(
  changes: { readonly canary?: object; readonly alarm?: object; readonly people?: object } = {},
) {
  const file = await world.write(
    'watch.yaml',
    stringify({
      address: world.server.address,
      organisation: 'pontval',
      canaries: [{ id: 'prime', marker, question, notVisibleTo: ['bruno', 'chloe'], ...changes.canary }],
      ...(changes.people && { people: changes.people }),
      ...(changes.alarm && { alarm: changes.alarm }),
    }),
  );
  const { exitCode, stdout, stderr } = await world.cli('watch', file, '--json');
  return { exitCode, stderr, ...(stdout !== '' && { report: report.parse(JSON.parse(stdout)) }) };
}
const resultsOf = ({ report: seen }: Awaited<ReturnType<typeof watch>>) =>
  seen?.sightings.map(({ as, result }) => `${as} ${result}`);

test('R66: what is where it should be is seen by those alone who may read it, and the watch leaves nothing behind', async () => {
  const seen = await watch({ canary: { visibleTo: 'alice' } });
  expect(seen.stderr).toBe('');
  expect([seen.exitCode, resultsOf(seen)]).toEqual([0, ['bruno absent', 'chloe absent', 'alice visible']]);
  for (const client of [alice, bruno])
    expect((await client.get('/v1/conversations')).body).toMatchObject({ conversations: [] });
});

test('R66: a watch that cannot see says so: a document that is not there, people who are not let in', async () => {
  const blind = await watch({ canary: { notVisibleTo: ['chloe'], visibleTo: 'bruno' } });
  expect([blind.exitCode, resultsOf(blind)]).toEqual([1, ['chloe absent', 'bruno blind']]);
  await world.write('token', 'not.a.token\n');
  const refused = await watch({ people: { bruno: { tokenFile: world.file('token') } } });
  expect([refused.exitCode, resultsOf(refused)]).toEqual([1, ['bruno failed', 'chloe absent']]);
  expect(refused.report?.sightings[0]?.cause).toBe('401');
  await world.write('token', `${bruno.token}\n`);
  expect((await watch({ people: { bruno: { tokenFile: world.file('token') } } })).exitCode).toBe(0);
  const invalid = await watch({ canary: { question: `Et ${marker} ?` } });
  expect([invalid.exitCode, invalid.stderr.includes('WATCH_FILE_INVALID')]).toEqual([1, true]);
});

test('R66, R13: a canary in a space that is excluded from the assistant is shown to nobody, its members included', async () => {
  const canary = {
    marker: 'xanthippe9b2e',
    question: 'Combien coûte le gymnase de la commune ?',
    notVisibleTo: ['alice', 'bruno'],
  };
  const excluded = await alice.put('/v1/admin/spaces/retrait/assistant', { enabled: false });
  expect(excluded.status).toBe(200);
  await alice.upload(
    { space: 'retrait' },
    'gymnase.md',
    `Le gymnase de la commune coûte 12 euros, ${canary.marker}.`,
  );
  expect((await watch({ canary })).exitCode).toBe(0);
  await alice.put('/v1/admin/spaces/retrait/assistant', { enabled: true });
  await eventually(async () => (await watch({ canary })).exitCode === 2, { withinMs: 50_000 });
  await alice.put('/v1/admin/spaces/retrait/assistant', { enabled: false });
});

test('R66: a leak ends with 2, a security item, a signed notice, and an assistant that is off for the organisation', async () => {
  const leaked = await plant('mairie');
  const { items: before } = securityItems.parse(
    (await alice.get('/v1/admin/security-items?state=open')).body,
  );
  const seen = await watch({
    alarm: {
      webhook: {
        url: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`,
        secretFile: world.file('secret'),
      },
      killSwitch: { as: 'alice' },
    },
  });
  expect([seen.exitCode, resultsOf(seen)]).toEqual([2, ['bruno seen', 'chloe seen']]);
  expect(seen.report?.sightings[0]?.where).toEqual(['search', 'ask']);
  expect(seen.report?.alarm).toEqual({ reported: 2, notified: true, turnedOff: true });
  expect(seen.stderr).toContain('a canary was shown');

  const { items } = securityItems.parse((await alice.get('/v1/admin/security-items?state=open')).body);
  const opened = items.slice(0, items.length - before.length);
  expect(opened.map(({ user }) => user).toSorted()).toEqual(['bruno', 'chloe']);
  for (const item of opened) expect(item.documents.map(({ documentId }) => documentId)).toContain(leaked);
  const [notice] = notices;
  expect(JSON.parse(notice?.body ?? '')).toMatchObject({
    type: 'sourcier.watch.canary-seen',
    organisation: 'pontval',
    seen: [
      { canary: 'prime', as: 'bruno' },
      { canary: 'prime', as: 'chloe' },
    ],
    turnedOff: true,
  });
  for (const told of [notice?.body, seen.stderr]) expect(told).not.toMatch(/\b917\b|quillebeuf/);
  const headers = {
    id: String(notice?.headers['webhook-id']),
    timestamp: String(notice?.headers['webhook-timestamp']),
    signature: String(notice?.headers['webhook-signature']),
  };
  const now = new Date();
  expect(isSigned([secret], headers, Buffer.from(notice?.body ?? ''), { now, toleranceMs: 60_000 })).toBe(
    true,
  );

  // Off for whatever searches or answers, in words that say so; documents are still there to open.
  const requests = {
    search: bruno.post('/v1/search', { query: question }),
    ask: bruno.post('/v1/ask', { question, stream: false }),
    task: bruno.post('/v1/tasks', { task: 'summarise', documents: [leaked], stream: false }),
    chat: bruno.post('/v1/chat/completions', { messages: [{ role: 'user', content: question }] }),
    private: bruno.upload({}, 'a.md', '# A', {}, '/v1/private-documents'),
  };
  for (const [what, request] of Object.entries(requests)) {
    const reply = await request;
    expect([what, reply.status]).toEqual([what, 503]);
    expect(JSON.stringify(reply.body)).toContain('ASSISTANT_OFF');
  }
  expect(problem.parse((await requests.search).body).title).toContain('désactivé');
  expect((await bruno.get(`/v1/documents/${leaked}`)).status).toBe(200);
  const state = z.strictObject({
    enabled: z.boolean(),
    since: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  });
  expect(state.parse((await alice.get('/v1/admin/assistant')).body)).toMatchObject({
    enabled: false,
    reason: 'leak',
  });
  expect(String((await world.anonymous().get('/metrics')).body)).toContain('sourcier_assistants_off 1');
  // What was answered from it is masked meanwhile.
  const { conversations } = z
    .looseObject({ conversations: z.array(z.looseObject({ id: z.string() })) })
    .parse((await bruno.get('/v1/conversations')).body);
  expect(JSON.stringify((await bruno.get(`/v1/conversations/${conversations[0]?.id}`)).body)).not.toContain(
    '917',
  );
  const off = await watch();
  expect([off.exitCode, resultsOf(off)]).toEqual([0, ['bruno off', 'chloe off']]);

  // On again, by the operator; the leak is mended, and nothing is seen any more.
  expect((await alice.delete(`/v1/documents/${leaked}`)).status).toBe(204);
  await world.cliJson('org', 'resume-assistant', 'pontval');
  expect((await watch()).exitCode).toBe(0);
  const actions = auditPage
    .parse((await alice.get('/v1/admin/audit?limit=50')).body)
    .records.map(({ action, actor }) => [action, actor !== null] as const);
  expect(actions).toContainEqual(['assistant-suspended', true]);
  expect(actions).toContainEqual(['assistant-resumed', false]);
}, 120_000);

test('R66: the switch ends an answer that is being written, within two seconds', async () => {
  await plant('mairie');
  await alice.put('/v1/admin/providers/dictee', {
    name: 'Dictée',
    dialect: 'generic',
    baseUrl: model.baseUrl,
    models: { chat: 'petit' },
    trust: 'on-premises',
  });
  const streaming = readEvents(world.server.address, bruno.token ?? '', { question });
  const reply = await model.next();
  reply.say('Le montant de la prime est de ');
  const turned = performance.now();
  await alice.put('/v1/admin/assistant', { enabled: false, reason: 'maintenance' });
  expect((await streaming).at(-1)).toMatchObject({ event: 'error', data: { code: 'ASSISTANT_OFF' } });
  expect(await reply.hungUp).toBe(true);
  expect(performance.now() - turned).toBeLessThan(2_500);
  await alice.put('/v1/admin/assistant', { enabled: true });
});
