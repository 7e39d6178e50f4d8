import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ApiClient, Reply } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import { budget as budgetShape, conversationPage } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const luzerne: Organisation = {
  organisation: 'luzerne',
  users: ['alice', 'bruno', 'carine', 'denis'],
  admins: ['alice'],
  auditors: ['denis'],
  groups: { drh: ['bruno', 'carine'] },
  spaces: {
    mairie: { title: 'Vie municipale', members: ['org:luzerne'] },
    cabinet: { title: 'Cabinet', members: ['user:bruno'] },
  },
};

const suite = [
  { suite: 'agents', title: 'Questions d’agents' },
  {
    id: 'conges',
    question: 'Combien de jours de congés ont les agents ?',
    documents: ['mairie/conges.md'],
    answer: 'vingt-cinq jours',
  },
  {
    id: 'prime',
    question: 'Combien vaut la prime du directeur Zanzibelle ?',
    documents: ['primes.md'],
    answer: [['917 euros']],
  },
  { id: 'lune', question: 'Quelle est la masse volumique du tungstène fondu ?', abstain: true },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

const runShape = z.looseObject({
  id: z.string(),
  state: z.string(),
  trouble: z.string().nullable(),
  done: z.int(),
  questions: z.int(),
  as: z.string(),
});
const shownRun = z.looseObject({
  run: runShape,
  withheld: z.int(),
  summary: z.looseObject({
    questions: z.int(),
    metrics: z.record(z.string(), z.object({ mean: z.number(), n: z.int() })),
  }),
});
const resultList = z.object({
  results: z.array(
    z.looseObject({
      id: z.string(),
      as: z.string(),
      outcome: z.string().nullable(),
      answer: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

let model: ProviderServer;
let world: World;
let alice: ApiClient;
let denis: ApiClient;
const everySettings = () => ({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'grand' });

beforeAll(async () => {
  model = await startProviderServer('generic');
  model.reply = ['Les agents ont vingt-cinq jours', ' [1]', '.'];
  world = await openWorld(everySettings());
  await world.apply(luzerne);
  await world.write('mairie/conges.md', '# Congés\n\nLes agents ont vingt-cinq jours de congés par an.\n');
  await world.write('cabinet/primes.md', '# Primes\n\nLa prime du directeur Zanzibelle vaut 917 euros.\n');
  for (const space of ['mairie', 'cabinet'])
    await world.cliJson('ingest', world.file(space), '--org', 'luzerne', '--space', space, '--wait', 'words');
  [alice, denis] = await Promise.all([world.as('alice', 'luzerne'), world.as('denis', 'luzerne')]);
  const saved = await alice.put('/v1/admin/question-sets/agents', { text: suite });
  expect([saved.status, saved.body]).toMatchObject([200, { title: 'Questions d’agents' }]);
});
afterAll(async () => {
  await world?.close();
  await model?.close();
});

const runsOf = (reply: Reply) => {
  expect([reply.status, reply.body]).toMatchObject([202, {}]);
  return z.object({ runs: z.array(runShape) }).parse(reply.body).runs;
};
const launch = async (body: object = {}) => {
  const runs = runsOf(await alice.post('/v1/admin/evaluation-runs', { set: 'agents', ...body }));
  return runs.map(({ id }) => id);
};
const launchOne = async (body?: object) => (await launch(body))[0] ?? '';
const show = async (id: string, client = alice) =>
  shownRun.parse((await client.get(`/v1/admin/evaluation-runs/${id}`)).body);
const results = async (id: string, client = alice) =>
  resultList.parse((await client.get(`/v1/admin/evaluation-runs/${id}/results`)).body).results;
const ended = (id: string) =>
  vi.waitFor(
    async () => {
      const shown = await show(id);
      expect(shown.run.state).not.toBe('running');
      return shown;
    },
    { timeout: 30_000, interval: 100 },
  );

describe('question sets', () => {
  it('say line and field of a mistake, and are listed, shown and removed', async () => {
    const wrong = await alice.put('/v1/admin/question-sets/faux', {
      text: '{"suite":"faux"}\n{"question":""}',
    });
    expect(wrong.body).toMatchObject({
      code: 'SUITE_INVALID',
      detail: expect.stringMatching(/^ligne 2 : question : Trop petit/),
    });
    const yaml = 'suite: petit\nquestions:\n  - { question: Où ?, documents: [conges.md] }\n';
    expect((await alice.put('/v1/admin/question-sets/petit', { text: yaml })).status).toBe(200);
    const { body } = await denis.get('/v1/admin/question-sets');
    expect(body).toMatchObject({
      sets: [
        { id: 'agents', questions: 3, unanswerable: 1 },
        { id: 'petit', questions: 1, unanswerable: 0 },
      ],
    });
    expect((await alice.delete('/v1/admin/question-sets/petit')).status).toBe(204);
    expect((await alice.get('/v1/admin/question-sets/petit')).status).toBe(404);
  });
});

describe('evaluation runs', () => {
  it('ask in the background, score what comes back, and leave nothing in conversations', async () => {
    const id = await launchOne();
    const { run, summary, withheld } = await ended(id);
    expect(run).toMatchObject({ state: 'done', trouble: null, done: 3, questions: 3, as: 'user:alice' });
    expect(withheld).toBe(0);
    expect(summary.metrics).toMatchObject({
      'fact-recall': { mean: 0.5, n: 2 },
      'refusal-recall': { mean: 1, n: 1 },
    });
    expect(await results(id)).toMatchObject([
      { id: 'conges', as: 'alice', outcome: 'answered' },
      { id: 'prime' },
      { id: 'lune', outcome: 'not-found' },
    ]);
    expect(conversationPage.parse((await alice.get('/v1/conversations')).body).conversations).toEqual([]);
    const audit = await alice.get('/v1/admin/audit?action=evaluation-answer');
    expect(JSON.stringify(audit.body)).toContain(id);
    expect(JSON.stringify(audit.body)).not.toContain('congés');
  });

  it('R01, R29: a question whose answer rests on what its reader may not read shows neither words nor scores, nor counts', async () => {
    const asked = await launchOne({ as: 'user:bruno', endpoint: 'search' });
    const shown = await ended(asked);
    expect(shown.run.done).toBe(3);
    // Bruno finds the note of the cabinet; the administrator may not know what it says, not by a score either.
    expect(shown.withheld).toBeGreaterThan(0);
    const seen = await results(asked);
    expect(seen.map(({ id }) => id)).not.toContain('prime');
    const whole = [
      JSON.stringify(seen),
      JSON.stringify(shown),
      JSON.stringify((await alice.get(`/v1/admin/evaluation-runs/${asked}/export?format=jsonl`)).body),
    ].join('\n');
    expect(whole).not.toContain('primes.md');
    expect(shown.summary.metrics['ndcg@10']?.n ?? 0).toBeLessThan(2);
    const mine = await ended(await launchOne({ endpoint: 'search' }));
    const compared = await alice.get(`/v1/admin/evaluation-comparison?before=${mine.run.id}&after=${asked}`);
    expect(compared.body).toMatchObject({ withheld: shown.withheld });
  });

  it('let the members of a group take turns', async () => {
    const id = await launchOne({ as: 'group:drh', endpoint: 'search' });
    expect((await ended(id)).run).toMatchObject({ state: 'done', as: 'group:drh' });
    const audit = JSON.stringify((await alice.get('/v1/admin/audit?action=evaluation-started')).body);
    expect(audit).toContain('group:drh');
    for (const as of ['group:absent', 'user:absent', 'group:'])
      expect(
        (await alice.post('/v1/admin/evaluation-runs', { set: 'agents', as })).status,
      ).toBeGreaterThanOrEqual(400);
  });

  it('R95: stop softly when a budget has no room, say so, take the launcher’s budget alone, and go on once there is room', async () => {
    const budget = { subject: { kind: 'user', id: 'alice' }, unit: 'requests', period: 'day', hard: 1 };
    const { id: budgetId } = budgetShape.parse(
      (await alice.request('PUT', '/v1/admin/budgets', budget)).body,
    );
    const id = await launchOne({ as: 'user:carine' });
    const { run } = await ended(id);
    expect(run).toMatchObject({ state: 'stopped', trouble: 'budget' });
    expect(run.done).toBeLessThan(3);
    // Whose name is lent may still ask.
    const carine = await world.as('carine', 'luzerne');
    const own = await carine.post('/v1/ask', { question: 'Combien de jours de congés ?', stream: false });
    expect(own.status).toBe(200);
    await alice.delete(`/v1/admin/budgets/${budgetId}`);
    expect((await alice.post(`/v1/admin/evaluation-runs/${id}/resume`, {})).status).toBe(200);
    expect((await ended(id)).run).toMatchObject({ state: 'done', done: 3, trouble: null });
  });

  it('survive that the process dies, asking no question twice', async () => {
    const many = [
      '{"suite":"longue"}',
      ...Array.from({ length: 12 }, (_, at) => `{"question":"Question ${at} sur les congés ?"}`),
    ];
    await alice.put('/v1/admin/question-sets/longue', { text: many.join('\n') });
    const id = await launchOne({ set: 'longue', endpoint: 'search' });
    await vi.waitFor(async () => expect((await show(id)).run.done).toBeGreaterThan(1), { timeout: 20_000 });
    await world.server.kill();
    world.server = await startSourcier(world.dataFolder, everySettings());
    [alice, denis] = await Promise.all([world.as('alice', 'luzerne'), world.as('denis', 'luzerne')]);
    expect((await ended(id)).run).toMatchObject({ state: 'done', done: 12 });
    const seen = await results(id);
    expect(new Set(seen.map((one) => one.id)).size).toBe(12);
  });

  it('can be cancelled, gone on with, exported and removed; auditors read and change nothing', async () => {
    const id = await launchOne({ set: 'longue', endpoint: 'search' });
    const cancelled = await alice.post(`/v1/admin/evaluation-runs/${id}/cancel`, {});
    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
    expect((await alice.post(`/v1/admin/evaluation-runs/${id}/cancel`, {})).status).toBe(409);
    expect((await denis.post(`/v1/admin/evaluation-runs/${id}/resume`, {})).status).toBe(404);
    expect((await denis.get(`/v1/admin/evaluation-runs/${id}`)).status).toBe(200);
    expect((await alice.post(`/v1/admin/evaluation-runs/${id}/resume`, {})).status).toBe(200);
    await ended(id);
    const csv = await alice.get(`/v1/admin/evaluation-runs/${id}/export`);
    expect(String(csv.body)).toContain('id;question;as;outcome');
    const lines = String((await alice.get(`/v1/admin/evaluation-runs/${id}/export?format=jsonl`)).body);
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => z.looseObject({ id: z.string() }).parse(JSON.parse(line)).id),
    ).toHaveLength(12);
    expect((await alice.delete(`/v1/admin/evaluation-runs/${id}`)).status).toBe(204);
    expect((await alice.get(`/v1/admin/evaluation-runs/${id}`)).status).toBe(404);
  });

  it('R70: keep no word of a document that was erased, nor results of a person who was (R73)', async () => {
    const conges = await launchOne({ questions: 3 });
    await ended(conges);
    expect(JSON.stringify(await results(conges))).toContain('vingt-cinq jours');
    const carines = await launchOne({ as: 'user:carine', endpoint: 'search' });
    await ended(carines);
    expect((await results(carines)).length).toBeGreaterThan(0);
    expect((await alice.delete('/v1/admin/people/carine/data')).status).toBe(200);
    expect(await results(carines)).toEqual([]);
    const { body } = await alice.get('/v1/documents?space=mairie');
    const { documents } = z.object({ documents: z.array(z.looseObject({ id: z.string() })) }).parse(body);
    expect((await alice.delete(`/v1/admin/documents/${documents[0]?.id}`)).status).toBe(200);
    expect(JSON.stringify(await results(conges))).not.toContain('vingt-cinq jours [1]');
  });
});
