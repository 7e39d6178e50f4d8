import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { parsedDocument } from '../../../src/adapters/parsers/parsed.ts';
import { giveUpOnDocument, type IngestDeps } from '../../../src/core/ingest/ingest-document.ts';
import type { ParsedAttachment, ParsedBlock, ParseOutcome } from '../../../src/core/parsed-document.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';

const world = createTestOrganisation();

/** A parser whose files are JSON: `{ text, attach: { name: text } }`; anything else is damaged. */
const jsonParser: IngestDeps['parser'] = {
  close: async () => {},
  drawPage: async () => null,
  parse: async ({ path }): Promise<ParseOutcome> => {
    const bytes = readFileSync(path, 'utf8');
    if (!bytes.startsWith('{')) return { outcome: 'failed', reason: 'damaged' };
    const { text = '', attach = {} } = JSON.parse(bytes) as {
      text?: string;
      attach?: Record<string, string>;
    };
    const attachments = Object.entries(attach).map(
      ([name, inner]): ParsedAttachment => ({ name, bytes: Buffer.from(JSON.stringify({ text: inner })) }),
    );
    const blocks: ParsedBlock[] = text ? [{ kind: 'paragraph', text }] : [];
    return { outcome: 'parsed', format: 'text', document: parsedDocument(blocks, { attachments }) };
  },
};

/** Works on a version; `whileParsing` runs once the parser has read the file. */
function work(id: string, version: number, whileParsing: () => Promise<unknown> = async () => {}) {
  const parser: IngestDeps['parser'] = {
    ...jsonParser,
    parse: async (file) => {
      const outcome = await jsonParser.parse(file);
      await whileParsing();
      return outcome;
    },
  };
  return world.ingest({ id, version }, { parser });
}

const workOffOutbox = () => world.workOffOutbox(({ id, version }) => work(id, version));

const paths = async () =>
  (
    await world.database
      .selectFrom('document')
      .select('path')
      .where('org', '=', world.org)
      .orderBy('path')
      .execute()
  ).map(({ path }) => path);
const find = async (query: string) => (await world.find(query)).map(({ text }) => text);
const indexedIds = async () => (await world.stores.index.listDocuments(world.org)).map(({ id }) => id);

test('R71: a document removed while its file is parsed leaves nothing, whatever its worker still does', async () => {
  const { id } = await world.submit(
    'mail.eml',
    '{"text":"Le canari chante","attach":{"a.txt":"Le canari joint"}}',
  );
  expect(await work(id, 1, () => world.stores.documents.remove(world.org, [id]))).toBe('skipped');
  await workOffOutbox();
  expect(await paths()).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  expect(await find('canari')).toEqual([]);
});

const switchSpace = (enabled: boolean) =>
  world.stores.documents.switchSpace(world.org, 'mairie', { enabled, by: null });

test('R13: a mail whose space is excluded while it is parsed leaves nothing, and comes back whole', async () => {
  const mail = '{"text":"Le canari chante","attach":{"a.txt":"Le canari joint"}}';
  const { id } = await world.submit('mail.eml', mail);
  expect(await work(id, 1, () => switchSpace(false))).toBe('skipped');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml']);
  expect(await indexedIds()).toEqual([]);
  expect(await world.look(id)).toMatchObject({ state: 'skipped', reason: 'space-excluded' });

  await switchSpace(true);
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/a.txt']);
  expect((await find('canari')).sort()).toEqual(['Le canari chante', 'Le canari joint']);

  await switchSpace(false);
  await workOffOutbox();
  expect(await indexedIds()).toEqual([]);
  expect(await find('canari')).toEqual([]);
  await switchSpace(true);
  await workOffOutbox();
  expect((await find('canari')).sort()).toEqual(['Le canari chante', 'Le canari joint']);
});

test('R13: where the file is gone when its space is opened again, that is said, and the next ingestion brings it', async () => {
  const { id } = await world.submit('note.md', '{"text":"Tarif de la cantine"}');
  await workOffOutbox();
  await switchSpace(false);
  const { blobs } = world.stores;
  await blobs.sweep(world.org, { isUsed: async () => false, unusedForMs: -1_000 });
  await switchSpace(true);
  await workOffOutbox();
  expect(await world.look(id)).toMatchObject({ state: 'failed', reason: 'bytes-missing' });
  await world.submit('note.md', '{"text":"Tarif de la cantine"}');
  await workOffOutbox();
  expect(await find('tarif')).toEqual(['Tarif de la cantine']);
});

const tariff = '{"text":"Tarif de la cantine"}';

test('R13: a text that is live stays when it is to be read once more and its file is gone', async () => {
  const { id, version } = await world.submit('note.md', tariff);
  await workOffOutbox();
  await world.stores.blobs.sweep(world.org, { isUsed: async () => false, unusedForMs: -1_000 });
  await world.stores.documents.reindex(world.org);
  expect(await world.ingest({ id, version }, { parser: jsonParser }, { again: true })).toBe('skipped');
  expect(await find('tarif')).toEqual(['Tarif de la cantine']);
  // Its state does not tell: this does, until it was read again.
  const subject = { kind: 'organisation' } as const;
  const { indexHealth, failures } = world.stores;
  expect(await indexHealth.findRebuild(world.org, subject)).toMatchObject({ documents: 1, remaining: 0 });
  const given = { id, space: 'mairie', reason: 'bytes-missing' };
  expect(await indexHealth.listGivenUp(world.org, subject, 10)).toEqual([{ ...given, isFindable: true }]);
  expect(await indexHealth.countGivenUp(world.org, { kind: 'document', id })).toBe(1);
  expect(await failures.listKept(world.org, { limit: 10 })).toEqual([given]);
  expect(await failures.listKept(world.org, { limit: 10, reason: 'damaged' })).toEqual([]);
  await world.stores.blobs.put(world.org, Buffer.from(tariff), { maxBytes: 1_000 });
  await world.stores.documents.readAgain({ org: world.org, id });
  expect(await world.ingest({ id, version }, { parser: jsonParser }, { again: true })).toBe('indexed');
  expect(await failures.listKept(world.org, { limit: 10 })).toEqual([]);
  expect(await indexHealth.countGivenUp(world.org, subject)).toBe(0);
});

test('R82: a worker of an old version that comes late changes nothing of the new one', async () => {
  const { id } = await world.submit('note.md', '{"text":"Ancien tarif de la cantine"}');
  await work(id, 1, async () => {
    await world.submit('note.md', '{"text":"Nouveau tarif de la cantine"}');
    await work(id, 2);
  });
  expect(await find('tarif cantine')).toEqual(['Nouveau tarif de la cantine']);
  expect(await world.stores.index.listDocuments(world.org)).toMatchObject([{ id, version: 2 }]);
});

test('R82: a late worker whose file is damaged leaves the attachments of the new version alone', async () => {
  const { id } = await world.submit('mail.eml', 'damaged');
  await work(id, 1, async () => {
    await world.submit('mail.eml', '{"text":"Convocation","attach":{"plan.txt":"Plan de la salle"}}');
    await work(id, 2);
  });
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/plan.txt']);
  expect(await find('plan salle')).toEqual(['Plan de la salle']);
});

test('R82: a late worker brings no attachment of the old version, and takes none of the new one', async () => {
  const { id } = await world.submit(
    'mail.eml',
    '{"text":"Convocation","attach":{"ancien.txt":"Ancien plan"}}',
  );
  const { stores } = world;
  // The new version is worked on between the old one's text and its attachments.
  let isLate = false;
  const blobs: typeof stores.blobs = {
    ...stores.blobs,
    put: async (...request) => {
      const blob = await stores.blobs.put(...request);
      if (!isLate) {
        isLate = true;
        await world.submit('mail.eml', '{"text":"Convocation","attach":{"nouveau.txt":"Nouveau plan"}}');
        await work(id, 2);
      }
      return blob;
    },
  };
  await world.ingest({ id, version: 1 }, { parser: jsonParser, blobs }).catch(() => {});
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/nouveau.txt']);
});

test('attachments come, change and go with the mail that they are in', async () => {
  await world.submit('mail.eml', '{"text":"Tour un","attach":{"a.txt":"Annexe une","b.txt":"Annexe deux"}}');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/a.txt', 'mail.eml/b.txt']);
  await world.submit('mail.eml', '{"text":"Tour deux","attach":{"b.txt":"Annexe trois"}}');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/b.txt']);
  expect(await find('annexe')).toEqual(['Annexe trois']);
  await world.submit('mail.eml', 'damaged');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml']);
  expect(await find('annexe')).toEqual([]);
});

test('R81: a document given up loses its former text, in the truth and in the index, and its attachments', async () => {
  const { id } = await world.submit(
    'mail.eml',
    '{"text":"Ancien texte","attach":{"a.txt":"Ancienne annexe"}}',
  );
  await workOffOutbox();
  await world.submit('mail.eml', '{"text":"Texte empoisonné"}');
  await giveUpOnDocument(world.stores, { org: world.org, id, version: 2, lane: 'bulk' });
  await world.database
    .deleteFrom('outbox')
    .where('org', '=', world.org)
    .where('job', '=', 'document.ingest')
    .execute();
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml']);
  expect(await find('ancien')).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  expect(await world.look(id)).toMatchObject({
    state: 'failed',
    reason: 'internal-error',
  });
});

test('R70: once removed and swept, neither database, queue, index nor blobs hold the words of a document', async () => {
  const canary = 'zanzibarquetzal';
  const text = `{"text":"Le mot ${canary} est rare","attach":{"a.txt":"Encore ${canary}"}}`;
  const { id } = await world.submit(`${canary}.eml`, text);
  await workOffOutbox();
  expect(await find(canary)).toHaveLength(2);
  expect((await tablesWith(canary)).sort()).toEqual(['chunk', 'document', 'document_version', 'section']);

  await world.stores.documents.remove(world.org, [id]);
  await workOffOutbox();
  const isUsed = (sha256: string) => world.stores.documents.isBlobUsed(world.org, sha256);
  await world.stores.blobs.sweep(world.org, { isUsed, unusedForMs: 0 });
  expect(await find(canary)).toEqual([]);
  expect(await tablesWith(canary)).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  const blobs = readdirSync(join(world.dataFolder, 'blobs'), { recursive: true, withFileTypes: true });
  const guilty = blobs.filter(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(canary),
  );
  expect(guilty).toEqual([]);
});

/** Names of the tables of the product and of the queue that hold a word anywhere. */
async function tablesWith(word: string): Promise<string[]> {
  const { rows } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
     where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE'`.execute(world.database);
  const found: string[] = [];
  for (const { schema, name } of rows) {
    const held =
      await sql`select 1 from ${sql.table(`${schema}.${name}`)} t where t::text like ${`%${word}%`} limit 1`.execute(
        world.database,
      );
    if (held.rows.length > 0) found.push(name);
  }
  return found;
}

test('what a text says of its acronyms is learned, also by reading a document anew that was read before they were', async () => {
  const { id, version } = await world.submit(
    'guide.txt',
    JSON.stringify({ text: 'Le compte personnel de formation (CPF) est ouvert à tous.' }),
  );
  await work(id, version);
  const learned = async () => {
    const found = await world.stores.aliases.find(await world.asAlice(), {
      acronyms: ['cpf'],
      expansions: [],
    });
    return found.map(({ expansion }) => expansion);
  };
  expect(await learned()).toEqual(['compte personnel de formation']);
  await world.database.deleteFrom('alias_mention').where('org', '=', world.org).execute();
  expect(await learned()).toEqual([]);
  await world.ingest({ id, version }, { parser: jsonParser }, { again: true });
  expect(await learned()).toEqual(['compte personnel de formation']);
});
