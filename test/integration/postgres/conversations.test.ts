import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { anExchange } from './an-exchange.ts';

const org = 'bellerive';
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  await open.stores.access.applyOrganisation(anOrganisation(), 'test');
});
afterAll(() => open.close());

const audits = async (messageId: string) =>
  (
    await sql<{ user: string; action: string; details: Record<string, unknown>; at: Date }>`
      select a.*, (select id from app_user u where u.org = a.org and u.pseudonym = a.actor) as user
        from audit a where a.org = ${org} and details ->> 'messageId' = ${messageId}`.execute(open.database)
  ).rows;

test('R63: each answer has one audit record with who, when, what was offered, used and withheld, by which model and rules', async () => {
  const withheld = [randomUUID()];
  const exchange = anExchange({ withheld, policyVersion: 4 });
  await open.stores.conversations.saveExchange(exchange);
  const [record, ...others] = await audits(exchange.messageId);
  expect(others).toEqual([]);
  const [source] = exchange.sources;
  expect(record).toMatchObject({
    user: 'alice',
    action: 'answer',
    at: expect.any(Date),
    details: {
      outcome: 'answered',
      complete: true,
      provider: 'albert',
      model: 'modele-1',
      region: null,
      policyVersion: 4,
      permissionVersion: exchange.permissionVersion,
      notices: [],
      withheld,
      offered: [{ documentId: source?.documentId, version: 3, chunkId: source?.chunkId, cited: true }],
    },
  });
});

test('R63: the audit record holds no text of question, answer, source or title', async () => {
  const exchange = anExchange();
  await open.stores.conversations.saveExchange(exchange);
  const record = JSON.stringify(await audits(exchange.messageId));
  for (const word of ['matricule', '10291', '31 337', 'Sanctions', 'confidentiel', 'Combien'])
    expect(record).not.toContain(word);
});

test('R64: no answer is kept without its audit record', async () => {
  await sql`alter table audit add constraint sink_down check (false) not valid`.execute(open.database);
  try {
    const exchange = anExchange();
    await expect(open.stores.conversations.saveExchange(exchange)).rejects.toMatchObject({
      code: 'ANSWER_NOT_RECORDED',
    });
    expect(await open.stores.conversations.find(org, 'alice', exchange.conversationId)).toBeNull();
  } finally {
    await sql`alter table audit drop constraint sink_down`.execute(open.database);
  }
});

test('a conversation is its person’s alone, to read, to go on with and to remove', async () => {
  const { conversations } = open.stores;
  const exchange = anExchange();
  const { conversationId } = exchange;
  await conversations.saveExchange(exchange);
  expect(await conversations.find(org, 'bruno', conversationId)).toBeNull();
  expect(await conversations.list(org, 'bruno', { limit: 10 })).toEqual([]);
  expect(await conversations.remove(org, 'bruno', conversationId)).toBe(false);
  await expect(
    conversations.saveExchange(anExchange({ user: 'bruno', conversationId, opensConversation: false })),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await conversations.find(org, 'alice', conversationId))?.messages).toHaveLength(2);
});

test('exchanges stay in their order, and pages of the list join without gap or repetition', async () => {
  const { conversations } = open.stores;
  const first = anExchange();
  await conversations.saveExchange(first);
  await conversations.saveExchange(
    anExchange({ conversationId: first.conversationId, opensConversation: false, question: 'Et ensuite ?' }),
  );
  const found = await conversations.find(org, 'alice', first.conversationId);
  expect(found?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  expect(found?.messages[2]?.text).toBe('Et ensuite ?');

  for (let i = 0; i < 5; i += 1) await conversations.saveExchange(anExchange());
  const all = await conversations.list(org, 'alice', { limit: 100 });
  const seen: string[] = [];
  for (let before: { updatedAt: Date; id: string } | undefined; ; ) {
    const page = await conversations.list(org, 'alice', { limit: 2, ...(before && { before }) });
    const last = page.at(-1);
    if (!last) break;
    seen.push(...page.map(({ id }) => id));
    before = last;
  }
  expect(seen).toEqual(all.map(({ id }) => id));
  expect(seen.length).toBeGreaterThan(5);
});
