import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { anExchange } from './an-exchange.ts';

const org = 'bellerive';
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  const people = { users: ['alice', 'bruno'] } as const;
  await open.stores.access.applyOrganisation(anOrganisation({ users: [...people.users] }), 'test');
  await open.stores.access.applyOrganisation(
    anOrganisation({ organisation: 'pontval', users: [...people.users] }),
    'test',
  );
});
afterAll(() => open.close());

/** An answer given to alice of bellerive. */
async function answered(exchange: Parameters<typeof anExchange>[0] = {}) {
  const saved = anExchange(exchange);
  await open.stores.conversations.saveExchange(saved);
  return saved;
}

const judgedOf = async (messageId: string) =>
  (await open.stores.feedback.listJudged(org, 1_000)).filter((one) => one.messageId === messageId);
const audits = async (messageId: string) =>
  (
    await sql<{ user_id: string; action: string; details: unknown }>`
      select u.id as user_id, a.action, a.details from audit a
         join app_user u on u.org = a.org and u.pseudonym = a.actor
       where a.org = ${org} and details ->> 'messageId' = ${messageId} and action <> 'answer' order by a.id`.execute(
      open.database,
    )
  ).rows;

describe('feedback', () => {
  it('R08: lists comments with all that their conversation rests on, and R63: who read them', async () => {
    const { stores } = open;
    const first = await answered();
    const next = await answered({ conversationId: first.conversationId, opensConversation: false });
    const { messageId } = next;
    await stores.feedback.give(org, 'alice', { messageId, useful: false, sources: [], comment: 'Non.' });
    const [given] = await stores.feedback.list(org, { limit: 1 });
    expect(given).toMatchObject({ messageId, comment: 'Non.' });
    const quoted = [...first.sources, ...next.sources].map(
      ({ documentId, version }) => `${documentId} ${version}`,
    );
    expect(given?.documents.map(({ id, version }) => `${id} ${version}`).sort()).toEqual(
      [...new Set(quoted)].sort(),
    );
    await stores.feedback.recordReading(org, 'bruno', [messageId]);
    const { rows } = await sql`
      select u.id as user_id, a.details from audit a
        join app_user u on u.org = a.org and u.pseudonym = a.actor
       where a.org = ${org} and a.action = 'feedback-read'`.execute(open.database);
    expect(rows).toEqual([{ user_id: 'bruno', details: { messageIds: [messageId] } }]);
    expect(await stores.feedback.list('pontval', { limit: 10 })).toEqual([]);
  });

  it('is kept with what it is about, the latest in place of the one before', async () => {
    const { messageId, conversationId, sources } = await answered();
    await open.stores.feedback.give(org, 'alice', { messageId, useful: false, sources: [] });
    await open.stores.feedback.give(org, 'alice', {
      messageId,
      useful: true,
      sources: [{ n: 1, useful: true }],
    });
    expect(await judgedOf(messageId)).toEqual([
      {
        messageId,
        conversationId,
        user: 'alice',
        useful: true,
        sources: [{ n: 1, useful: true }],
        question: 'Combien touche le matricule 10291 ?',
        earlierQuestions: [],
        offered: [{ messageId, n: 1, documentId: sources[0]?.documentId, cited: true }],
      },
    ]);
  });

  it('comes with the questions before the one it is about', async () => {
    const { conversationId } = await answered({ question: 'Première ?' });
    const { messageId } = await answered({ conversationId, opensConversation: false, question: 'Et là ?' });
    await open.stores.feedback.give(org, 'alice', { messageId, useful: true, sources: [] });
    expect(await judgedOf(messageId)).toMatchObject([
      { question: 'Et là ?', earlierQuestions: ['Première ?'] },
    ]);
  });

  it('can be taken back once', async () => {
    const { messageId } = await answered();
    await open.stores.feedback.give(org, 'alice', { messageId, useful: true, sources: [] });
    expect(await open.stores.feedback.withdraw(org, 'alice', messageId)).toBe(true);
    expect(await open.stores.feedback.withdraw(org, 'alice', messageId)).toBe(false);
    expect(await judgedOf(messageId)).toEqual([]);
  });

  it('R17: on what is missing, another person’s or another organisation’s is the same error, and leaves nothing', async () => {
    const { messageId } = await answered();
    for (const [where, who, message] of [
      [org, 'alice', randomUUID()],
      [org, 'bruno', messageId],
      ['pontval', 'alice', messageId],
    ] as const) {
      await expect(
        open.stores.feedback.give(where, who, { messageId: message, useful: true, sources: [] }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await open.stores.feedback.withdraw(where, who, message)).toBe(false);
    }
    expect(await judgedOf(messageId)).toEqual([]);
    expect(await audits(messageId)).toEqual([]);
  });

  it('refuses a source that the answer has not', async () => {
    const { messageId } = await answered();
    await expect(
      open.stores.feedback.give(org, 'alice', { messageId, useful: true, sources: [{ n: 2, useful: true }] }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST', detail: 'sources: no source 2' });
    expect(await judgedOf(messageId)).toEqual([]);
  });

  it('R63: leaves audit records of ids alone', async () => {
    const { messageId } = await answered();
    await open.stores.feedback.give(org, 'alice', { messageId, useful: true, sources: [] });
    await open.stores.feedback.withdraw(org, 'alice', messageId);
    expect(await audits(messageId)).toEqual([
      { user_id: 'alice', action: 'feedback-given', details: { messageId } },
      { user_id: 'alice', action: 'feedback-withdrawn', details: { messageId } },
    ]);
  });

  it('R73: goes with its conversation', async () => {
    const { messageId, conversationId } = await answered();
    await open.stores.feedback.give(org, 'alice', { messageId, useful: true, sources: [] });
    await open.stores.conversations.remove(org, 'alice', conversationId);
    const { rows } =
      await sql`select 1 from feedback where org = ${org} and message_id = ${messageId}`.execute(
        open.database,
      );
    expect(rows).toEqual([]);
  });
});

describe('what somebody should not have seen', () => {
  const reports = async (messageId: string, state?: 'open' | 'closed') =>
    (await open.stores.securityItems.list(org, { limit: 1_000, ...(state && { state }) })).filter(
      (one) => one.messageId === messageId,
    );
  const report = (messageId: string) =>
    open.stores.feedback.give(org, 'alice', {
      messageId,
      useful: false,
      sources: [],
      reasons: ['should-not-see'],
      comment: 'Le salaire de Vertugadin.',
    });

  it('R63: is one open item of ids, with an audit record of ids, however often it is said', async () => {
    const { messageId, sources } = await answered();
    await report(messageId);
    await report(messageId);
    const [item, ...others] = await reports(messageId, 'open');
    expect(others).toEqual([]);
    const documents = [{ documentId: sources[0]?.documentId, version: 3, cited: true }];
    expect(item).toMatchObject({ user: 'alice', state: 'open', note: null, changedAt: null, documents });
    expect(await audits(messageId)).toEqual([
      { user_id: 'alice', action: 'feedback-given', details: { messageId } },
      {
        user_id: 'alice',
        action: 'security-item-opened',
        details: { itemId: item?.id, messageId, documents },
      },
      { user_id: 'alice', action: 'feedback-given', details: { messageId } },
    ]);
  });

  it('is closed with a note that is in no audit record, and is open again when it is said again', async () => {
    const { messageId } = await answered();
    await report(messageId);
    const id = (await reports(messageId))[0]?.id ?? '';
    const { securityItems } = open.stores;
    await securityItems.update(org, id, { state: 'closed', note: 'Vu avec Vertugadin.' }, 'bruno');
    expect(await reports(messageId, 'closed')).toMatchObject([
      { id, state: 'closed', note: 'Vu avec Vertugadin.', changedBy: 'bruno' },
    ]);
    expect(JSON.stringify(await audits(messageId))).not.toContain('Vertugadin');
    await report(messageId);
    expect(await reports(messageId, 'open')).toMatchObject([{ id, state: 'open' }]);
    expect((await audits(messageId)).map(({ action, user_id }) => [action, user_id])).toEqual([
      ['feedback-given', 'alice'],
      ['security-item-opened', 'alice'],
      ['security-item-closed', 'bruno'],
      ['feedback-given', 'alice'],
      ['security-item-opened', 'alice'],
    ]);
  });

  it('is listed page by page, none left out, however short after one another they were opened', async () => {
    const ids = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { messageId } = await answered();
        await report(messageId);
        return (await reports(messageId))[0]?.id ?? '';
      }),
    );
    // Microseconds apart, which a cursor does not say.
    for (const [at, id] of ids.entries())
      await sql`update security_item set opened_at = ${`2030-01-01T00:00:00.00100${at}Z`} where org = ${org} and id = ${id}`.execute(
        open.database,
      );
    const listed: string[] = [];
    let before: { openedAt: Date; id: string } | undefined;
    for (const _ of ids) {
      const [item] = await open.stores.securityItems.list(org, { limit: 1, ...(before && { before }) });
      if (item) listed.push(item.id);
      before = item;
    }
    expect(listed.sort()).toEqual(ids.sort());
  });

  it('R17: is its organisation’s alone', async () => {
    const { messageId } = await answered();
    await report(messageId);
    const id = (await reports(messageId))[0]?.id ?? '';
    const { securityItems } = open.stores;
    expect(await securityItems.list('pontval', { limit: 10 })).toEqual([]);
    expect(await securityItems.update('pontval', id, { state: 'closed' }, 'alice')).toBeNull();
    expect(await reports(messageId, 'open')).toHaveLength(1);
  });

  it('R73: stays without the words when the conversation goes, and without the name when the person goes', async () => {
    const { messageId, conversationId } = await answered();
    await report(messageId);
    const comments = async () =>
      (
        await sql`select 1 from feedback_comment where org = ${org} and message_id = ${messageId}`.execute(
          open.database,
        )
      ).rows;
    expect(await comments()).toHaveLength(1);
    await open.stores.conversations.remove(org, 'alice', conversationId);
    expect(await comments()).toEqual([]);
    expect(await reports(messageId, 'open')).toMatchObject([{ user: 'alice' }]);
    await open.stores.access.applyOrganisation(anOrganisation({ users: ['bruno'] }), 'test');
    expect(await reports(messageId, 'open')).toMatchObject([{ user: null }]);
    await open.stores.access.applyOrganisation(anOrganisation(), 'test');
  });
});

describe('fitted fusion', () => {
  it('is one organisation’s, replaced by the next fit, and forgotten by a reset', async () => {
    const { fittedFusion } = open.stores;
    expect(await fittedFusion.find(org)).toBeNull();
    await fittedFusion.keep(org, { vectorWeight: 0.2, withReference: 0.5 });
    await fittedFusion.keep(org, { vectorWeight: 0.25, withReference: 0.5 });
    expect(await fittedFusion.find(org)).toEqual({ vectorWeight: 0.25, withReference: 0.5 });
    expect(await fittedFusion.find('pontval')).toBeNull();
    expect(await fittedFusion.reset(org)).toBe(true);
    expect(await fittedFusion.reset(org)).toBe(false);
    expect(await fittedFusion.find(org)).toBeNull();
  });
});
