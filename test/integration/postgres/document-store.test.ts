import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import type { SubmittedDocument } from '../../../src/ports/document-store.ts';
import {
  anOrganisation,
  aSubmission,
  aVersion,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

const analyser = createInProcessAnalyser();
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
let accessClass: number;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  const spaces = {
    mairie: { title: 'Vie municipale', members: [`org:${org}`] },
    rh: { title: 'Ressources humaines', members: ['user:bruno'] },
  };
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org, spaces }), 'test');
  accessClass = await classFor(open.stores, org, 'space:mairie');
});

const aNote = (more: Partial<SubmittedDocument> & { text?: string } = {}) =>
  aSubmission({ org, accessClass, ...more });
const submit = (document: SubmittedDocument) => open.stores.documents.submit(document);
const publish = (document: SubmittedDocument, text: string) => publishText(open.stores, document, text);

/** Names and payloads of the jobs waiting in the outbox for this organisation, oldest first. */
async function outbox() {
  const rows = await open.database
    .selectFrom('outbox')
    .select(['job', 'payload'])
    .where('org', '=', org)
    .orderBy('id')
    .execute();
  return rows.map(({ job, payload }) => ({ name: job, ...(payload as object) }));
}

/** All that the truth and the index hold of the organisation, apart from times. */
async function wholeState() {
  const rows = (table: 'document' | 'tombstone' | 'document_version' | 'section' | 'chunk') =>
    sql<
      Record<string, unknown>
    >`select t.* from ${sql.table(table)} t where t.org = ${org} order by t::text`.execute(open.database);
  const timeless = ({ changed_at, queued_at, removed_at, published_at, ...row }: Record<string, unknown>) =>
    row;
  const tables = ['document', 'tombstone', 'document_version', 'section', 'chunk'] as const;
  const held = await Promise.all(tables.map(async (table) => (await rows(table)).rows.map(timeless)));
  return { held, indexed: await open.stores.index.listDocuments(org) };
}

const documentRow = async (id: string) =>
  (
    await sql<Record<string, unknown>>`select * from document where org = ${org} and id = ${id}`.execute(
      open.database,
    )
  ).rows[0];

describe('submit', () => {
  test('new bytes are queued, the same again is unchanged, other bytes are a next version', async () => {
    const first = await submit(aNote());
    expect(first).toMatchObject({ version: 1, outcome: 'queued' });
    expect(await submit(aNote())).toEqual({ ...first, outcome: 'unchanged' });
    expect(await submit(aNote({ text: 'Un autre texte.' }))).toEqual({
      ...first,
      version: 2,
      outcome: 'queued',
    });
    const job = { name: 'document.ingest', org, id: first.id, lane: 'bulk' };
    expect(await outbox()).toEqual([
      { ...job, version: 1 },
      { ...job, version: 2 },
    ]);
  });

  test('a new place or new readers move it without new work on its text', async () => {
    const { id } = await publish(aNote(), 'Un texte.');
    const other = await classFor(open.stores, org, 'user:bruno');
    const moved = aNote({ space: 'rh', accessClass: other, path: 'rh/note.md' });
    expect(await submit(moved)).toEqual({ id, version: 1, outcome: 'moved' });
    expect((await outbox()).slice(1)).toEqual([{ name: 'document.place', org, id }]);
    expect(await documentRow(id)).toMatchObject({ space: 'rh', access_class: other, path: 'rh/note.md' });
    expect(await submit(moved)).toMatchObject({ outcome: 'unchanged' });
  });

  test('a failed document is tried again when it is submitted again, a skipped one is not', async () => {
    const failed = await submit(aNote());
    const skipped = await submit(aNote({ externalId: 'vide.md' }));
    const { documents } = open.stores;
    await documents.settle({ org, id: failed.id }, 1, { state: 'failed', reason: 'internal-error' });
    await documents.settle({ org, id: skipped.id }, 1, { state: 'skipped', reason: 'no-text' });
    expect(await submit(aNote())).toMatchObject({ version: 2, outcome: 'queued' });
    expect(await submit(aNote({ externalId: 'vide.md' }))).toMatchObject({
      version: 1,
      outcome: 'unchanged',
    });
  });

  test('the job stands in the outbox if and only if the document was written', async () => {
    await expect(submit(aNote({ space: 'nowhere' }))).rejects.toThrow();
    expect(await outbox()).toEqual([]);

    await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''full''; end'`.execute(
      open.database,
    );
    await sql`create trigger full_outbox before insert on outbox for each row execute function refuse()`.execute(
      open.database,
    );
    try {
      await expect(submit(aNote())).rejects.toThrow('full');
      expect((await wholeState()).held[0]).toEqual([]);
    } finally {
      await sql`drop trigger full_outbox on outbox`.execute(open.database);
      await sql`drop function refuse`.execute(open.database);
    }
  });

  test('attachments follow the place and readers of what they are attached to, at any depth', async () => {
    const parent = await submit(aNote({ externalId: 'm.eml' }));
    const child = await submit(aNote({ externalId: 'm.eml!/c.eml', parentId: parent.id }));
    const grandchild = await submit(aNote({ externalId: 'm.eml!/c.eml!/t.csv', parentId: child.id }));
    const other = await classFor(open.stores, org, 'user:bruno');
    await submit(aNote({ externalId: 'm.eml', accessClass: other, space: 'rh' }));
    for (const { id } of [parent, child, grandchild])
      expect(await documentRow(id)).toMatchObject({ space: 'rh', access_class: other });
    const placed = (await outbox()).filter(({ name }) => name === 'document.place');
    expect(placed).toHaveLength(3);

    expect(await open.stores.documents.remove(org, [parent.id])).toBe(3);
    expect((await wholeState()).held[0]).toEqual([]);
  });

  test('of ten submissions at once one makes the document', async () => {
    for (let round = 1; round <= 30; round += 1) {
      const note = aNote({ externalId: `note-${round}.md` });
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => submit(note)));
      expect(outcomes.map(({ status }) => status)).not.toContain('rejected');
      expect((await wholeState()).held[0]).toHaveLength(round);
      expect(await outbox()).toHaveLength(round);
    }
  });
});

describe('late workers', () => {
  test('R82: writes for a version that is no longer wanted are refused and change nothing', async () => {
    const { documents } = open.stores;
    const { id } = await submit(aNote({ text: 'un' }));
    const key = { org, id };
    await documents.beginWork(key, 1);
    await submit(aNote({ text: 'deux' }));
    const before = await wholeState();
    const jobs = await outbox();

    expect(await documents.beginWork(key, 1)).toBeNull();
    expect(await documents.publish(key, 1, aVersion(id, { title: 'N', text: 'un' }))).toBe(false);
    expect(await documents.markSearchable(key, 1, 'searchable-words', { embed: true })).toBe(false);
    expect(await documents.settle(key, 1, { state: 'failed', reason: 'damaged' })).toBe(false);
    expect(await wholeState()).toEqual(before);
    expect(await outbox()).toEqual(jobs);
  });

  test('R82: a worker that wakes up after another finished its version changes nothing', async () => {
    const { documents } = open.stores;
    const { id } = await publish(aNote(), 'Un texte.');
    const before = await wholeState();
    expect(await documents.beginWork({ org, id }, 1)).toBeNull();
    expect(
      await documents.publish({ org, id }, 1, aVersion(id, { title: 'note.md', text: 'Un texte.' })),
    ).toBe(true);
    expect(await documents.markSearchable({ org, id }, 1, 'searchable-words')).toBe(true);
    expect(await wholeState()).toEqual(before);
  });

  test('R71: a document removed while a worker works on it is not re-created', async () => {
    const { documents } = open.stores;
    const { id } = await submit(aNote());
    const key = { org, id };
    await documents.beginWork(key, 1);
    await documents.remove(org, [id]);
    const before = await wholeState();
    expect(await documents.publish(key, 1, aVersion(id, { title: 'N', text: 'un' }))).toBe(false);
    expect(await indexDocument({ ...open.stores, analyser }, key)).toBe('removed');
    expect(await documents.markSearchable(key, 1, 'searchable-words')).toBe(false);
    expect(await documents.settle(key, 1, { state: 'failed', reason: 'damaged' })).toBe(false);
    expect(await wholeState()).toEqual(before);
    expect(before.held[0]).toEqual([]);
    expect(before.indexed).toEqual([]);
  });

  test('R71: a document that comes back goes on counting versions, so late work for the old one is refused', async () => {
    const { documents } = open.stores;
    const { id } = await publish(aNote({ text: 'un' }), 'un');
    await submit(aNote({ text: 'deux' }));
    await documents.remove(org, [id]);
    expect(await submit(aNote({ text: 'trois' }))).toEqual({ id, version: 3, outcome: 'queued' });
    expect(await documents.publish({ org, id }, 2, aVersion(id, { title: 'N', text: 'deux' }))).toBe(false);
    expect((await wholeState()).held[1]).toEqual([]);
  });

  test('attachments whose parent was removed meanwhile are not created', async () => {
    const parent = await submit(aNote({ externalId: 'm.eml' }));
    await open.stores.documents.remove(org, [parent.id]);
    await submit(aNote({ externalId: 'm.eml!/c.txt', parentId: parent.id })).catch(() => {});
    expect((await wholeState()).held[0]).toEqual([]);
  });
});

describe('attachments of what changes meanwhile', () => {
  const mail = (more: Partial<SubmittedDocument> = {}) => aNote({ externalId: 'm.eml', ...more });
  const attachment = (parentId: string) => aNote({ externalId: 'm.eml!/c.txt', parentId });

  test('R11: they get the readers that their parent has now, not those it had when its worker began', async () => {
    const parent = await submit(mail());
    const narrow = await classFor(open.stores, org, 'user:bruno');
    await submit(mail({ accessClass: narrow, space: 'rh' }));
    // The worker still holds the former readers.
    const { id } = await submit(attachment(parent.id));
    expect(await documentRow(id)).toMatchObject({ access_class: narrow, space: 'rh' });
  });

  test('R11, R71: submitted while their parent is moved or removed, they are moved or removed with it', async () => {
    const narrow = await classFor(open.stores, org, 'user:bruno');
    for (let turn = 0; turn < 25; turn += 1) {
      const parent = await submit(mail());
      const moved = submit(mail({ accessClass: narrow }));
      const [, child] = await Promise.all([moved, submit(attachment(parent.id))]);
      expect(await documentRow(child.id)).toMatchObject({ access_class: narrow });
      await open.stores.documents.remove(org, [child.id]);
      const wide = { space: 'mairie', sensitivity: 'interne', path: 'm.eml', accessClass } as const;
      const placed = open.stores.documents.place({ org, id: parent.id }, wide);
      const [again] = await Promise.all([submit(attachment(parent.id)), placed]);
      expect(await documentRow(again.id)).toMatchObject({ access_class: accessClass });
      await open.stores.documents.remove(org, [again.id]);
      await Promise.allSettled([
        open.stores.documents.remove(org, [parent.id]),
        submit(attachment(parent.id)),
      ]);
      expect((await wholeState()).held[0]).toEqual([]);
    }
  });

  test('what is attached to an attachment goes with it', async () => {
    const parent = await submit(mail());
    const child = await submit(aNote({ externalId: 'm.eml!/c.eml', parentId: parent.id }));
    await submit(aNote({ externalId: 'm.eml!/c.eml!/t.csv', parentId: child.id }));
    await open.stores.documents.removeChildrenExcept({ org, id: parent.id }, []);
    expect((await wholeState()).held[0]).toHaveLength(1);
    const unindexed = (await outbox()).filter(({ name }) => name === 'document.unindex');
    expect(unindexed).toHaveLength(2);
  });
});

test('R78: the same submissions ten times and out of order leave one state', async () => {
  const texts = ['alpha', 'bêta', 'gamma'];
  const notes = texts.map((text) => aNote({ externalId: `${text}.md`, text, title: text }));
  for (const [i, note] of notes.entries()) await publish(note, texts[i] ?? '');
  const once = await wholeState();
  const jobs = await outbox();

  const { documents } = open.stores;
  const late = notes.flatMap((note) => Array.from({ length: 10 }, () => note));
  late.sort((a, b) => (a.externalId + a.path).length - (b.externalId + b.path).length);
  await Promise.all(late.reverse().map(submit));
  // The jobs of each are delivered again too, in both orders.
  for (const job of [...jobs, ...jobs.reverse()]) {
    const { id, version } = job as unknown as { id: string; version: number };
    expect(await documents.beginWork({ org, id }, version)).toBeNull();
    await indexDocument({ ...open.stores, analyser }, { org, id });
  }
  expect(await wholeState()).toEqual(once);
  expect(await outbox()).toHaveLength(jobs.length);
});
