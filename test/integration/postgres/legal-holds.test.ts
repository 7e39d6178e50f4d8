import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { verifyAudit } from '../../../src/core/audit/verify-audit.ts';
import { eraseDocument } from '../../../src/core/lifecycle/erase-document.ts';
import { keepWithinTime } from '../../../src/core/lifecycle/keep-within-time.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { HeldContent } from '../../../src/ports/hold-repository.ts';
import { anEvent } from '../../support/small-workplace.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { anOrganisation, aSubmission, classFor, publishText } from '../../support/test-stores.ts';
import { anExchange } from './an-exchange.ts';

const world = createTestOrganisation();
const dayMs = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);

let accessClass: number;
beforeEach(async () => {
  accessClass = await classFor(world.stores, world.org, 'space:mairie');
});

const publish = async (externalId: string, text: string) => {
  const blob = await world.stores.blobs.put(world.org, Buffer.from(text), { maxBytes: 1_000 });
  const submission = aSubmission({ org: world.org, accessClass, externalId, ...blob });
  return { ...blob, ...(await publishText(world.stores, submission, text)) };
};
const hold = (kind: 'person' | 'document', id: string) =>
  world.stores.holds.place(world.org, { kind, id }, 'Contentieux 2026-14', 'alice');
const release = (id: string) => world.stores.holds.release(world.org, id, 'alice');
const contents = async () => {
  const all: HeldContent[] = [];
  for await (const page of world.stores.holds.contents(world.org)) all.push(...page);
  return all;
};
const isUsed = (sha256: string) => world.stores.documents.isBlobUsed(world.org, sha256);
const records = async (action: string) => {
  const page = { limit: 100, order: 'oldest', action } as const;
  return (await world.stores.audit.list(world.org, page)).map(({ details }) => details);
};
const converse = async (exchange: Parameters<typeof anExchange>[0] = {}) => {
  const kept = anExchange({ org: world.org, ...exchange });
  await world.stores.conversations.saveExchange(kept);
  return kept;
};
const conversationsOf = async (user: string) => world.stores.people.listConversations(world.org, user);
const keep = (now: Date) => keepWithinTime(world.stores, world.org, { tombstoneDays: 400, now });

test('R74: conversations go on time by the clock, those that are held stay until they are released, and the audit counts both', async () => {
  await converse();
  const held = await converse({ user: 'bruno' });
  await keep(inDays(4_000));
  expect([await conversationsOf('alice'), await conversationsOf('bruno')]).toMatchObject([[{}], [{}]]);

  await world.stores.retention.save(world.org, { conversationDays: 30 }, 'alice');
  const { id } = await hold('person', 'bruno');
  expect(await keep(inDays(29))).toMatchObject({ conversations: 0 });
  expect(await keep(inDays(31))).toMatchObject({ conversations: 1 });
  expect([await conversationsOf('alice'), await conversationsOf('bruno')]).toEqual([
    [],
    [held.conversationId],
  ]);
  await release(id);
  expect(await keep(inDays(31))).toMatchObject({ conversations: 1 });
  expect(await conversationsOf('bruno')).toEqual([]);

  expect(await records('conversations-purged')).toMatchObject([
    { conversations: 1, messages: 2, sources: 1, keptByLegalHold: 1 },
    { conversations: 1, messages: 2, sources: 1, keptByLegalHold: 0 },
  ]);
  expect(await records('retention-changed')).toEqual([{ conversationDays: 30 }]);
  expect(JSON.stringify(await records('hold-placed'))).not.toMatch(/bruno|Contentieux/);
  expect(await verifyAudit(world.stores, world.org)).toMatchObject({ fault: null });
});

test('R74: a held document is found no longer when its source removes it, its bytes and text are kept, and go at the release', async () => {
  const { id, sha256 } = await publish('contrat.md', 'Le contrat court jusqu’en mai.');
  const held = await hold('document', id);
  await expect(eraseDocument(world.stores, world.org, id, 'alice')).rejects.toMatchObject({
    code: 'LEGAL_HOLD',
    detail: `hold: ${held.id}`,
  });
  expect(await world.find('contrat mai')).toHaveLength(1);

  await world.stores.documents.remove(world.org, [id]);
  expect(await world.find('contrat mai')).toEqual([]);
  expect(await world.look(id)).toBeNull();
  expect(await contents()).toMatchObject([
    {
      subject: { kind: 'document', id },
      contentId: id,
      version: 1,
      sha256,
      content: { text: 'Le contrat court jusqu’en mai.' },
    },
  ]);
  expect(await isUsed(sha256)).toBe(true);
  await expect(eraseDocument(world.stores, world.org, id, null)).rejects.toMatchObject({
    code: 'LEGAL_HOLD',
  });

  await release(held.id);
  expect(await contents()).toEqual([]);
  expect(await isUsed(sha256)).toBe(false);
  expect(await records('hold-released')).toMatchObject([{ holdId: held.id, documentId: id, dropped: 1 }]);
  expect(await release(held.id)).toBeNull();
});

test('R74: every version of a held document is kept, and what is attached to it, from the hold on', async () => {
  const first = await publish('plan.md', 'Le plan de mars.');
  const attached = await world.stores.documents.submit(
    aSubmission({
      org: world.org,
      accessClass,
      externalId: 'plan.md!/a.txt',
      parentId: first.id,
      text: 'Annexe',
    }),
  );
  await hold('document', first.id);
  const second = await publish('plan.md', 'Le plan de juin.');
  const third = await publish('plan.md', 'Le plan de juillet.');
  await expect(eraseDocument(world.stores, world.org, first.id, null)).rejects.toMatchObject({
    code: 'LEGAL_HOLD',
  });
  await world.stores.documents.remove(world.org, [first.id]);
  const kept = (await contents()).toSorted((a, b) => a.version - b.version);
  expect(kept.filter(({ contentId }) => contentId === first.id)).toMatchObject([
    { version: 1, sha256: first.sha256, content: { text: 'Le plan de mars.' } },
    { version: 2, sha256: second.sha256, content: { text: 'Le plan de juin.' } },
    { version: 3, sha256: third.sha256, content: { text: 'Le plan de juillet.' } },
  ]);
  expect(kept.filter(({ contentId }) => contentId === attached.id)).toMatchObject([{ version: 1 }]);
});

test('R74: nothing sets aside what is not held, nor what was held once', async () => {
  const { id } = await publish('libre.md', 'Un texte libre.');
  const other = await publish('autre.md', 'Un autre texte.');
  await release((await hold('document', id)).id);
  await hold('document', other.id);
  await world.stores.documents.remove(world.org, [id]);
  expect((await contents()).map(({ contentId }) => contentId)).toEqual([other.id]);
});

test('R73, R74: held conversations are not erased with their person, and are set aside when they delete them or leave', async () => {
  const [kept, deleted] = [await converse({ user: 'bruno' }), await converse({ user: 'bruno' })];
  await converse();
  const { id } = await hold('person', 'bruno');
  await expect(hold('person', 'bruno')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(world.stores.people.erase(world.org, 'bruno', { by: 'alice' })).rejects.toMatchObject({
    code: 'LEGAL_HOLD',
  });
  const { conversations } = world.stores;
  expect(await conversations.remove(world.org, 'bruno', deleted.conversationId)).toBe(true);
  expect(await conversations.find(world.org, 'bruno', deleted.conversationId)).toBeNull();
  const file = anOrganisation({ organisation: world.org, users: ['alice'] });
  await world.stores.access.applyOrganisation(file, 'test');
  const aside = await contents();
  expect(aside.map(({ contentId }) => contentId).toSorted()).toEqual(
    [kept.conversationId, deleted.conversationId].toSorted(),
  );
  expect(JSON.stringify(aside)).toContain('Combien touche le matricule 10291 ?');
  await release(id);
  expect(await contents()).toEqual([]);
  expect(await conversationsOf('alice')).toHaveLength(1);
});

test('R74: held conversations are set aside when a workplace erases their person, who is gone all the same', async () => {
  const kept = await converse({ user: 'bruno' });
  await converse();
  const { id } = await hold('person', 'bruno');
  const { source } = await saveSource(
    world.stores,
    { org: world.org, id: 'travail' },
    { directory: true },
    null,
  );
  const erase = (user: string) => anEvent('user.erased', `user/${user}`, { tenant: world.org });
  const heard = await receiveEvents({ ...world.stores, clock: () => new Date() }, source, [
    erase('bruno'),
    erase('alice'),
  ]);
  expect(heard.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  expect(await world.stores.access.findPerson(world.org, { id: 'bruno' })).toBeNull();
  expect([await conversationsOf('alice'), await conversationsOf('bruno')]).toEqual([[], []]);
  expect(await contents()).toMatchObject([{ contentId: kept.conversationId }]);
  await release(id);
  expect(await contents()).toEqual([]);
});

test('R70, R74: an answer of a held conversation keeps its words when its document goes, and loses them at the release', async () => {
  const { id } = await publish('prime.md', 'La prime vaut 31 337 euros.');
  const exchange = anExchange({ org: world.org });
  const sources = exchange.sources.map((source) => ({ ...source, documentId: id }));
  await world.stores.conversations.saveExchange({ ...exchange, sources });
  const held = await hold('person', 'alice');
  await eraseDocument(world.stores, world.org, id, null);
  const answer = async () =>
    (
      await sql<{
        text: string;
      }>`select text from message where org = ${world.org} and id = ${exchange.messageId}`.execute(
        world.database,
      )
    ).rows[0]?.text;
  expect(await answer()).toContain('31 337');
  await release(held.id);
  expect(await answer()).toBe('');
});

test('R14: what is not there is not held', async () => {
  for (const [kind, id] of [
    ['person', 'nobody'],
    ['document', randomUUID()],
    ['document', 'nothing'],
  ] as const)
    await expect(hold(kind, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await world.stores.holds.list(world.org, { released: true })).toEqual([]);
});
