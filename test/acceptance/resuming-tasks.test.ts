import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ApiClient,
  eventually,
  readEvents,
  readStream,
  type StopAfter,
  type StreamEvent,
} from '../support/api-client.ts';
import { type DictatedModel, type DictatedReply, startDictatedModel } from '../support/dictated-model.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import {
  askReply,
  budgetList,
  conversation as conversationShape,
  documentPage,
  problem,
  usageReport,
} from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const orsay = (members: readonly string[]): Organisation => ({
  organisation: 'orsay',
  users: ['alice', 'bruno', 'adele'],
  admins: ['adele'],
  spaces: { rh: { title: 'Ressources humaines', members } },
});
const everybody = ['user:alice', 'user:bruno'];

const title = 'Règlement de Quillebeuf';
const rules = Array.from(
  { length: 100 },
  (_, at) =>
    `## Article ${at + 1}\n\nLe service numéro ${at + 1} doit remettre son rapport annuel au conseil avant la fin du mois de mars, avec l’avis du comité, le relevé des dépenses et la liste des travaux qui restent à faire dans ses bâtiments.`,
);

let model: DictatedModel;
let world: World;
let alice: ApiClient;
let bruno: ApiClient;
let adele: ApiClient;
let document: string;

beforeAll(async () => {
  model = await startDictatedModel();
  world = await openWorld(environment());
  await world.apply(orsay(everybody));
  await world.write('rh/reglement.md', `# ${title}\n\n${rules.join('\n\n')}\n`);
  await world.write(
    'rh/conges.md',
    '# Congés\n\nLes agents ont droit à vingt-cinq jours de congés par an.\n',
  );
  await world.cliJson('ingest', world.file('rh'), '--org', 'orsay', '--space', 'rh', '--wait', 'words');
  [alice, bruno, adele] = await Promise.all([
    world.as('alice', 'orsay'),
    world.as('bruno', 'orsay'),
    world.as('adele', 'orsay'),
  ]);
  const budget = {
    subject: { kind: 'user', id: 'alice' },
    unit: 'tokens',
    period: 'day',
    hard: 10_000_000,
  };
  expect((await adele.put('/v1/admin/budgets', budget)).status).toBe(200);
  const { documents } = documentPage.parse((await alice.get('/v1/documents')).body);
  document = documents.find(({ path }) => path === 'reglement.md')?.id ?? '';
});
const environment = () => ({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'modele-essai' });
beforeEach(() => world.apply(orsay(everybody)));
afterAll(async () => {
  await world?.close();
  await model?.close();
});

type Ids = { conversationId: string; messageId: string };
const idsOf = (events: readonly StreamEvent[]): Ids =>
  z.object({ conversationId: z.uuid(), messageId: z.uuid() }).parse(events[0]?.data);
const namesOf = (events: readonly StreamEvent[]) => events.map(({ event }) => event);
const addressOf = ({ conversationId, messageId }: Ids, verb: string) =>
  `/v1/conversations/${conversationId}/messages/${messageId}/${verb}`;
const follow = (ids: Ids, after?: string) =>
  readStream(new URL(addressOf(ids, 'events'), world.server.address), {
    headers: {
      authorization: `Bearer ${alice.token}`,
      ...(after !== undefined && { 'last-event-id': after }),
    },
  });
const lastId = (events: readonly StreamEvent[]) => events.findLast(({ id }) => id !== undefined)?.id ?? '';
const start = (stopAfter: StopAfter, more: object = {}) => {
  const body = { task: 'summarise', documents: [document], resumable: true, ...more };
  return readEvents(world.server.address, alice.token ?? '', body, stopAfter, '/v1/tasks');
};
const show = async ({ conversationId }: Ids) =>
  conversationShape.parse((await alice.get(`/v1/conversations/${conversationId}`)).body);

/** Alice wants a long document summed up, and loses the connection while notes are taken on its first two parts. */
async function lost(): Promise<{ notes: [DictatedReply, DictatedReply]; seen: StreamEvent[]; ids: Ids }> {
  const started = start(({ event }) => event === 'progress');
  const notes: [DictatedReply, DictatedReply] = [await model.next(), await model.next()];
  const seen = await started;
  return { notes, seen, ids: idsOf(seen) };
}

function note(reply: DictatedReply): void {
  reply.say('- Le service doit remettre son rapport annuel [1].');
  reply.end();
}

describe('resuming a task', () => {
  it('R86: gives the rest of a long one whose notes went on while nobody listened', async () => {
    const { notes, seen, ids } = await lost();
    expect(namesOf(seen)).toEqual(['meta', 'progress']);
    expect(seen[0]?.data).toMatchObject({
      task: 'summarise',
      resumable: true,
      documents: [{ id: document }],
    });
    for (const one of notes) note(one);
    const result = await model.next();
    result.say('Le service doit remettre ');
    const resumed = follow(ids, lastId(seen));
    result.say('son rapport annuel [1].');
    result.end();
    const events = await resumed;
    expect(namesOf(events).slice(0, 2)).toEqual(['progress', 'sources']);
    expect(events[0]?.data).toEqual({ step: 3, of: 3 });
    const done = askReply.parse(events.at(-1)?.data);
    expect(done).toMatchObject({ ...ids, outcome: 'answered' });
    expect(done.answer.text).toBe('Le service doit remettre son rapport annuel [1].');

    // Ended, it is told from what was kept.
    const rest = await follow(ids, lastId(seen));
    expect(namesOf(rest)).toEqual(['text-delta', 'usage', 'done']);
    const whole = await follow(ids);
    expect(whole[0]?.data).toMatchObject({ ...ids, task: 'summarise', documents: [{ id: document, title }] });
    expect(whole[0]?.data).not.toHaveProperty('scope');
    expect(askReply.parse(whole.at(-1)?.data).answer).toEqual(done.answer);
  });

  it('R17: is for nobody else', async () => {
    const { notes, ids } = await lost();
    for (const [client, at] of [
      [bruno, ids],
      [adele, ids],
      [alice, { ...ids, messageId: randomUUID() }],
      [alice, { ...ids, conversationId: randomUUID() }],
    ] as const)
      for (const tried of [
        await client.get(addressOf(at, 'events')),
        await client.post(addressOf(at, 'stop'), {}),
      ])
        expect([tried.status, problem.parse(tried.body).code]).toEqual([404, 'NOT_FOUND']);
    expect((await alice.post(addressOf(ids, 'stop'), {})).status).toBe(204);
    expect(await notes[0].hungUp).toBe(true);
  });

  it('R06, R08: ends, and shows nothing of a document that was lost meanwhile, not even its title', async () => {
    const { notes, seen, ids } = await lost();
    await world.apply(orsay(['user:bruno']));
    const rest = await follow(ids, lastId(seen));
    for (const one of notes) expect(await one.hungUp).toBe(true);
    for (const events of [rest, await follow(ids)]) {
      expect(askReply.parse(events.at(-1)?.data)).toMatchObject({ masked: true, answer: { text: '' } });
      expect(JSON.stringify(events)).not.toContain('Quillebeuf');
    }
    expect((await show(ids)).messages.map(({ masked }) => masked)).toEqual([true, true]);
  });
});

describe('stopping a task', () => {
  it('ends its stream and the model at once, keeps it, and pays for what was asked', async () => {
    const heard = Promise.withResolvers<Ids>();
    const listening = start((event) => {
      if (event.event === 'meta') heard.resolve(idsOf([event]));
      return false;
    });
    const notes = [await model.next(), await model.next()];
    const ids = await heard.promise;
    const before = await tokens();
    const began = performance.now();
    expect((await alice.post(addressOf(ids, 'stop'), {})).status).toBe(204);
    for (const one of notes) expect(await one.hungUp).toBe(true);
    expect(performance.now() - began).toBeLessThan(1_000);
    const events = await listening;
    expect([events.at(-1)?.event, problem.parse(events.at(-1)?.data).code]).toEqual([
      'error',
      'ANSWER_STOPPED',
    ]);
    const { messages } = await show(ids);
    expect(messages[1]).toMatchObject({
      complete: false,
      reason: 'interrupted',
      sources: [{ readable: true }],
    });
    await eventually(async () => (await reserved()) === 0);
    // Both prompts that were on their way, and no third one.
    expect((await tokens()) - before).toBeGreaterThan(2_000);
  });

  /** What the ledger says that was taken so far. */
  async function tokens(): Promise<number> {
    const usage = await ledger();
    return usage.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0);
  }
});

describe('a server that stops', () => {
  it('R87: ends what does not stream with STOPPING, within the time to drain, and pays for it', async () => {
    const before = await ledger();
    const [question, task] = [
      alice.post('/v1/ask', { question: 'Combien de jours de congés par an ?', stream: false }),
      alice.post('/v1/tasks', { task: 'summarise', documents: [document], stream: false }),
    ];
    for (let call = 0; call < 3; call += 1) (await model.next()).say('Le service ');
    const began = performance.now();
    const exitCode = world.server.stop();
    for (const { status, body, headers } of await Promise.all([question, task]))
      expect([status, problem.parse(body).code, headers.get('retry-after')]).toEqual([503, 'STOPPING', '2']);
    expect([await exitCode, performance.now() - began < 10_000]).toEqual([0, true]);

    world.server = await startSourcier(world.dataFolder, environment());
    adele = await world.as('adele', 'orsay');
    const [was, is] = [before[0], (await ledger())[0]];
    expect((is?.requests ?? 0) - (was?.requests ?? 0)).toBe(2);
    expect(is?.promptTokens).toBeGreaterThan((was?.promptTokens ?? 0) + 2_000);
    expect(await reserved()).toBe(0);
  });
});

/** What the ledger says of the one model that there is. */
async function ledger() {
  return usageReport.parse((await adele.get('/v1/admin/usage?by=model')).body).usage;
}

/** What alice's budget holds back. */
async function reserved(): Promise<number | undefined> {
  return budgetList.parse((await adele.get('/v1/admin/budgets')).body).budgets[0]?.reserved;
}
