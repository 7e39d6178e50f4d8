import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, eventually, readEvents } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { alertList, askReply, budgetList, budget as budgetShape, problem, usageReport } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const luzerne: Organisation = {
  organisation: 'luzerne',
  users: ['alice', 'bruno', 'carine'],
  admins: ['alice'],
  groups: { drh: ['bruno'] },
  spaces: {
    rh: { title: 'Ressources humaines', members: ['org:luzerne'] },
    cabinet: { title: 'Cabinet', members: ['user:alice'] },
  },
};

const question = 'Combien de jours de congés ont les agents ?';

let model: ProviderServer;
let world: World;
let alice: ApiClient;
let bruno: ApiClient;
let carine: ApiClient;

beforeAll(async () => {
  model = await startProviderServer('generic');
  model.reply = ['Les agents ont vingt-cinq jours', ' [1]', '.'];
  world = await openWorld({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'grand', LLM_SMALL_MODEL: 'petit' });
  await world.apply(luzerne);
  for (let note = 1; note <= 6; note += 1)
    await world.write(
      `rh/conges-${note}.md`,
      `# Congés ${note}\n\nLes agents ont vingt-cinq jours de congés par an, note ${note}.\n`,
    );
  await world.cliJson('ingest', world.file('rh'), '--org', 'luzerne', '--space', 'rh', '--wait', 'words');
  [alice, bruno, carine] = await Promise.all([
    world.as('alice', 'luzerne'),
    world.as('bruno', 'luzerne'),
    world.as('carine', 'luzerne'),
  ]);
});
afterAll(async () => {
  await world?.close();
  await model?.close();
});
beforeEach(async () => {
  for (const { id } of await list()) await alice.delete(`/v1/admin/budgets/${id}`);
});

const list = async () => budgetList.parse((await alice.get('/v1/admin/budgets')).body).budgets;
const put = (body: unknown) => alice.request('PUT', '/v1/admin/budgets', body);
const set = async (body: object) => {
  const reply = await put({ period: 'day', ...body });
  expect([reply.status, reply.body]).toMatchObject([200, {}]);
  return budgetShape.parse(reply.body);
};
const ask = async (client: ApiClient, more: object = {}) =>
  client.post('/v1/ask', { question, stream: false, ...more });
const answered = async (client: ApiClient, more: object = {}) => {
  const reply = await ask(client, more);
  expect(reply.status).toBe(200);
  return askReply.parse(reply.body);
};
const everybody = { kind: 'user', id: '*' };
const organisation = { kind: 'organisation', id: 'luzerne' };

describe('budgets', () => {
  it('are set, listed with what was used, changed and removed', async () => {
    const made = await set({ subject: organisation, unit: 'tokens', period: 'month', hard: 1_000_000 });
    expect(made).toMatchObject({ soft: null, hard: 1_000_000, used: 0, reserved: 0, warnings: [] });
    const reply = await answered(carine);
    expect(reply).toMatchObject({ outcome: 'answered', notices: [], usage: { model: 'grand' } });
    const { promptTokens, completionTokens } = reply.usage;
    const [listed] = await list();
    expect(listed).toMatchObject({ used: (promptTokens ?? 0) + (completionTokens ?? 0), reserved: 0 });
    const changed = await set({
      subject: organisation,
      unit: 'tokens',
      period: 'month',
      soft: 10,
      hard: null,
    });
    expect(changed).toMatchObject({ id: made.id, soft: 10, hard: null, used: listed?.used });
    expect((await alice.delete(`/v1/admin/budgets/${made.id}`)).status).toBe(204);
    expect((await alice.delete(`/v1/admin/budgets/${made.id}`)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it('R95: used up, they refuse with the budget and its end, and others go on', async () => {
    await set({ subject: everybody, unit: 'requests', hard: 2 });
    await answered(carine);
    await answered(carine);
    const refused = await carine.post('/v1/ask', { question, stream: false }, { 'accept-language': 'en' });
    expect([refused.status, problem.parse(refused.body)]).toMatchObject([
      429,
      { code: 'BUDGET_EXHAUSTED', title: 'The assistant’s budget is used up.' },
    ]);
    expect(problem.parse(refused.body).detail).toMatch(
      /^Your budget \(2 questions a day\) is used up; it opens again on \d+ \w+ \d{4} at 00:00 \(Paris time\)\.$/,
    );
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(25 * 60 * 60);
    // A stream is refused before it begins.
    const streamed = await carine.post('/v1/ask', { question });
    expect([streamed.status, problem.parse(streamed.body).code]).toEqual([429, 'BUDGET_EXHAUSTED']);
    expect(problem.parse(streamed.body).detail).toMatch(/^Votre budget \(2 questions par jour\) est épuisé/);
    // Searching is no question.
    expect((await carine.post('/v1/search', { query: 'congés' })).status).toBe(200);
    expect((await answered(bruno)).outcome).toBe('answered');
  });

  it('R95: of tokens refuse before a model is asked for more than is left', async () => {
    await set({ subject: { kind: 'group', id: 'drh' }, unit: 'tokens', hard: 1_500 });
    const before = model.requests.length;
    const refused = await ask(bruno);
    expect([refused.status, problem.parse(refused.body).detail]).toEqual([
      429,
      expect.stringContaining('Le budget du groupe « drh » (1\u202f500 jetons par jour)'),
    ]);
    expect(model.requests).toHaveLength(before);
    expect((await answered(carine)).outcome).toBe('answered');
  });

  it('wanting it, make answers cheaper step by step, and say so', async () => {
    const limits = (soft: number, hard: number) =>
      set({ subject: { kind: 'user', id: 'carine' }, unit: 'tokens', soft, hard });
    expect((await answered(carine)).sources.length).toBeGreaterThan(3);

    await limits(0, 1_000_000);
    const fewer = await answered(carine);
    expect(fewer).toMatchObject({ outcome: 'answered', usage: { model: 'grand' } });
    expect(fewer.sources).toHaveLength(3);
    expect(fewer.notices.map(({ code }) => code)).toEqual(['budget-degraded']);

    const [{ used } = { used: 0 }] = await list();
    await limits(0, 2 * used);
    // Half-way: but the small model itself no longer fits below so low a limit.
    expect(await answered(carine)).toMatchObject({
      outcome: 'quoted',
      reason: 'budget-exhausted',
      usage: { model: null },
      notices: [{ code: 'budget-degraded' }],
    });
    await world.apply({ ...luzerne, groups: { drh: ['bruno', 'carine'] } });
    await set({ subject: { kind: 'group', id: 'drh' }, unit: 'requests', soft: 1, hard: 3 });
    await set({ subject: { kind: 'user', id: 'carine' }, unit: 'tokens', soft: 999_999, hard: 1_000_000 });
    const models = [];
    for (let time = 0; time < 3; time += 1) models.push((await answered(carine)).usage.model);
    expect(models).toEqual(['grand', 'grand', 'petit']);
    expect((await ask(carine)).status).toBe(429);
    await world.apply(luzerne);
  });

  it('R95: used up, they let small talk through, which no model answers and which takes nothing', async () => {
    await set({ subject: { kind: 'user', id: 'carine' }, unit: 'requests', hard: 1 });
    await answered(carine);
    expect((await ask(carine)).status).toBe(429);
    const taken = async () => ({
      used: (await list()).map(({ used, reserved }) => [used, reserved]),
      requests: usageReport.parse((await alice.get('/v1/admin/usage?by=model')).body).usage,
    });
    const before = await taken();
    for (const said of ['Bonjour !', 'Que sais-tu faire ?', 'Merci beaucoup'])
      expect(await answered(carine, { question: said })).toMatchObject({
        outcome: 'answered',
        reason: 'small-talk',
        notices: [],
        usage: { provider: null, promptTokens: null, costEuro: null },
      });
    expect(await taken()).toEqual(before);
  });

  it('R15: of a space are for questions asked in it, by those who belong to it', async () => {
    await set({ subject: { kind: 'space', id: 'cabinet' }, unit: 'requests', hard: 0 });
    const inCabinet = { scope: { spaces: ['cabinet'] } };
    const refused = await ask(alice, inCabinet);
    expect(problem.parse(refused.body).detail).toMatch(/^Le budget de l’espace « cabinet »/);
    expect((await ask(alice)).status).toBe(200);
    const absent = await answered(carine, { scope: { spaces: ['nulle-part'] } });
    const forbidden = await answered(carine, inCabinet);
    expect(forbidden.answer).toEqual(absent.answer);
  });

  it('in euros cannot be charged without prices: whoever sets one is told', async () => {
    const made = await set({ subject: organisation, unit: 'euros', period: 'month', hard: 12.5 });
    expect(made).toMatchObject({ hard: 12.5, warnings: [{ code: 'no-prices' }] });
    expect((await answered(carine)).usage.costEuro).toBeNull();
    expect(await list()).toMatchObject([{ used: 0, hard: 12.5 }]);
  });

  it('are paid for what streamed when somebody leaves', async () => {
    await set({ subject: { kind: 'user', id: 'carine' }, unit: 'tokens', hard: 100_000 });
    model.faults.push({ kind: 'stall', words: 1 });
    const left = ({ event }: { readonly event: string }) => event === 'text-delta';
    await readEvents(world.server.address, carine.token ?? '', { question }, left);
    const paid = await eventually(async () => {
      const [budget] = await list();
      return budget?.reserved === 0 && budget.used > 0 && budget;
    });
    // The prompt and a word, not the longest reply that was held back for it.
    expect(paid.used).toBeGreaterThan(300);
    expect(paid.used).toBeLessThan(3_000);
  });

  it('that say nothing are refused', async () => {
    const rule = { subject: organisation, unit: 'tokens', period: 'day' };
    const code = async (body: object) => {
      const reply = await put({ ...rule, ...body });
      return [reply.status, problem.parse(reply.body).code];
    };
    expect(await code({})).toEqual([400, 'BUDGET_INVALID']);
    expect(await code({ soft: 2, hard: 1 })).toEqual([400, 'BUDGET_INVALID']);
    for (const subject of [
      { kind: 'user', id: 'zoe' },
      { kind: 'group', id: '*' },
      { kind: 'space', id: 'nulle-part' },
      { kind: 'organisation', id: 'autre' },
    ])
      expect(await code({ subject, hard: 1 })).toEqual([404, 'BUDGET_SUBJECT_UNKNOWN']);
    // R19, R20, R23: nothing but what is asked for, and of its kind.
    for (const wrong of [
      { hard: -1 },
      { hard: 1.5 },
      { hard: '1' },
      { hard: [1] },
      { unit: 'dollars', hard: 1 },
      { period: 'year', hard: 1 },
      { subject: 'alice', hard: 1 },
      { subject: { kind: 'user', id: ['alice'] }, hard: 1 },
      { subject: { kind: 'user', id: 'alice', org: 'autre' }, hard: 1 },
      { org: 'autre', hard: 1 },
      { id: randomUUID(), hard: 1 },
    ])
      expect([wrong, await code(wrong)]).toEqual([wrong, [400, 'BAD_REQUEST']]);
    for (const id of ['null', '%00', randomUUID()])
      expect((await alice.delete(`/v1/admin/budgets/${id}`)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it('R95: alert at 80 % and at the end, once', async () => {
    await set({ subject: { kind: 'user', id: 'bruno' }, unit: 'requests', hard: 5 });
    const alerts = async () => alertList.parse((await alice.get('/v1/admin/alerts')).body).alerts;
    const reached = async () => (await alerts()).map((alert) => alert.reached).sort();
    for (let time = 0; time < 3; time += 1) await answered(bruno);
    expect(await reached()).toEqual([]);
    await answered(bruno);
    expect(await reached()).toEqual(['warned']);
    await answered(bruno);
    expect((await ask(bruno)).status).toBe(429);
    expect((await ask(bruno)).status).toBe(429);
    expect(await reached()).toEqual(['exhausted', 'warned']);
    expect((await alerts())[0]).toMatchObject({ budget: { subject: { id: 'bruno' }, hard: 5 }, user: null });
  });
});

describe('usage', () => {
  const usage = async (query: string) =>
    usageReport.parse((await alice.get(`/v1/admin/usage${query}`)).body).usage;

  it('is told by what is asked for, without names of people', async () => {
    await answered(carine, { scope: { spaces: ['rh'] } });
    const all = await usage('');
    const models = all.map((row) => row.model);
    expect(models).toEqual(expect.arrayContaining(['grand', 'petit', null]));
    const asked = all.reduce((sum, { requests }) => sum + requests, 0);
    expect((await usage('?by=day')).map(({ requests }) => requests)).toEqual([asked]);
    expect((await usage('?by=space')).map(({ space }) => space)).toEqual([null, 'rh']);
    const people = await usage('?by=user');
    expect(people.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(people)).not.toMatch(/alice|bruno|carine/);
    expect(await usage('?by=day&from=2020-01-01&to=2020-01-31')).toEqual([]);
    for (const query of [
      '?by=title',
      '?from=hier',
      '?from=2026-02-01&to=2026-01-01',
      '?from=2020-01-01',
      '?x=1',
    ])
      expect((await alice.get(`/v1/admin/usage${query}`)).status).toBe(400);
  });

  it('comes as CSV too', async () => {
    const { status, headers, body } = await alice.get('/v1/admin/usage?by=model&format=csv');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="sourcier-usage-[\d-]+\.csv"$/);
    const [header, ...rows] = String(body).trim().split('\r\n');
    expect(header).toBe(
      'day,provider,model,space,user,requests,promptTokens,completionTokens,costEuro,energyWh,estimated',
    );
    expect(rows.some((row) => /^,,grand,,,\d+,\d+,\d+,,,\d+$/.test(row))).toBe(true);
  });

  it('R75: keeps no word of questions or answers', async () => {
    const { body } = await alice.get('/v1/admin/usage?by=day,provider,model,space,user&format=csv');
    expect(String(body)).not.toMatch(/congés|agents|vingt/);
  });
});

describe('the command line', () => {
  const own = ['--org', 'luzerne'];
  const daily = ['--unit', 'requests', '--per', 'day'];

  it('sets, lists and removes budgets, and tells usage', async () => {
    const made = budgetShape.parse(
      await world.cliJson('budget', 'set', 'user:*', ...daily, '--soft', '5', '--hard', '9', ...own),
    );
    expect(made).toMatchObject({ subject: everybody, soft: 5, hard: 9, warnings: [] });
    const euros = budgetShape.parse(
      await world.cliJson(
        'budget',
        'set',
        'organisation',
        '--unit',
        'euros',
        '--per',
        'month',
        '--hard',
        '7.5',
        ...own,
      ),
    );
    expect(euros).toMatchObject({ subject: organisation, hard: 7.5, warnings: [{ code: 'no-prices' }] });
    expect(
      budgetList.parse(await world.cliJson('budget', 'list', ...own)).budgets.map(({ id }) => id),
    ).toEqual([euros.id, made.id]);
    expect(await world.cliJson('budget', 'remove', 'user:*', ...daily, ...own)).toEqual({
      id: made.id,
      done: 'remove',
    });
    expect((await world.cli('budget', 'remove', 'user:*', ...daily, ...own)).exitCode).toBe(1);
    const { usage } = usageReport.parse(await world.cliJson('usage', '--by', 'model', ...own));
    expect(usage.map(({ model: name }) => name)).toContain('grand');
    const { stdout } = await world.cli('usage', ...own);
    expect(stdout).toMatch(/^day,provider,model/);
  });

  it('says what is wrong', async () => {
    for (const wrong of [
      ['budget', 'set', 'alice', ...daily, '--hard', '1'],
      ['budget', 'set', 'user:alice', ...daily, '--hard', '1.5'],
      ['budget', 'set', 'user:alice', '--unit', 'x', '--per', 'day', '--hard', '1'],
      ['usage', '--by', 'x'],
      ['usage', '--from', 'x'],
    ])
      expect([wrong, (await world.cli(...wrong, ...own)).exitCode]).toEqual([wrong, 64]);
    const unknown = await world.cli('budget', 'set', 'user:zoe', ...daily, '--hard', '1', ...own);
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('BUDGET_SUBJECT_UNKNOWN'),
    ]);
  });

  it('R95: asking is refused there too, with the reason', async () => {
    await set({ subject: { kind: 'user', id: 'bruno' }, unit: 'requests', hard: 0 });
    const refused = await world.cli('ask', question, '--as', 'bruno', ...own);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/BUDGET_EXHAUSTED[\s\S]*Votre budget \(0 question par jour\)/);
  });
});
