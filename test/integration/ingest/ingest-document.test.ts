import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { parsedDocument } from '../../../src/adapters/parsers/parsed.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import {
  giveUpOnDocument,
  type IngestDeps,
  ingestDocument,
} from '../../../src/core/ingest/ingest-document.ts';
import type { ParsedAttachment, ParsedBlock, ParseOutcome } from '../../../src/core/parsed-document.ts';
import type { SubmittedDocument } from '../../../src/ports/document-store.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
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
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  accessClass = await classFor(open.stores, org, 'space:mairie');
});

/** Stores bytes and submits them as a folder does. */
async function submit(externalId: string, text: string) {
  const blob = await open.stores.blobs.put(org, Buffer.from(text), { maxBytes: 1_000_000 });
  const document: SubmittedDocument = aSubmission({ org, accessClass, externalId, ...blob });
  return open.stores.documents.submit(document);
}

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
  const deps: IngestDeps = { ...open.stores, parser, analyser, passes: new Set(), embeds: false };
  return ingestDocument(deps, { org, id, version, lane: 'bulk' }, new AbortController().signal);
}

/** Carries out everything in the outbox, and what follows from it, of all organisations. */
async function workOffOutbox(): Promise<void> {
  const { outbox } = open.stores;
  for (;;) {
    const count = await outbox.drain(100, async (jobs) => {
      for (const job of jobs) {
        if (job.payload.org !== org) continue;
        if (job.name === 'document.ingest') await work(job.payload.id, job.payload.version);
        else await indexDocument({ ...open.stores, analyser }, { org, id: job.payload.id });
      }
    });
    if (count === 0) return;
  }
}

const paths = async () =>
  (
    await open.database.selectFrom('document').select('path').where('org', '=', org).orderBy('path').execute()
  ).map(({ path }) => path);
async function find(query: string): Promise<string[]> {
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const { passages } = await searchDocuments(open.stores, within, { query, scope: {}, limit: 10 });
  return passages.map(({ text }) => text);
}
const indexedIds = async () => (await open.stores.index.listDocuments(org)).map(({ id }) => id);

test('R71: a document removed while its file is parsed leaves nothing, whatever its worker still does', async () => {
  const { id } = await submit('mail.eml', '{"text":"Le canari chante","attach":{"a.txt":"Le canari joint"}}');
  expect(await work(id, 1, () => open.stores.documents.remove(org, [id]))).toBe('skipped');
  await workOffOutbox();
  expect(await paths()).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  expect(await find('canari')).toEqual([]);
});

test('R82: a worker of an old version that comes late changes nothing of the new one', async () => {
  const { id } = await submit('note.md', '{"text":"Ancien tarif de la cantine"}');
  await work(id, 1, async () => {
    await submit('note.md', '{"text":"Nouveau tarif de la cantine"}');
    await work(id, 2);
  });
  expect(await find('tarif cantine')).toEqual(['Nouveau tarif de la cantine']);
  expect(await open.stores.index.listDocuments(org)).toMatchObject([{ id, version: 2 }]);
});

test('R82: a late worker whose file is damaged leaves the attachments of the new version alone', async () => {
  const { id } = await submit('mail.eml', 'damaged');
  await work(id, 1, async () => {
    await submit('mail.eml', '{"text":"Convocation","attach":{"plan.txt":"Plan de la salle"}}');
    await work(id, 2);
  });
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/plan.txt']);
  expect(await find('plan salle')).toEqual(['Plan de la salle']);
});

test('R82: a late worker brings no attachment of the old version, and takes none of the new one', async () => {
  const { id } = await submit('mail.eml', '{"text":"Convocation","attach":{"ancien.txt":"Ancien plan"}}');
  const { stores } = open;
  // The new version is worked on between the old one's text and its attachments.
  let isLate = false;
  const blobs: typeof stores.blobs = {
    ...stores.blobs,
    put: async (...request) => {
      const blob = await stores.blobs.put(...request);
      if (!isLate) {
        isLate = true;
        await submit('mail.eml', '{"text":"Convocation","attach":{"nouveau.txt":"Nouveau plan"}}');
        await work(id, 2);
      }
      return blob;
    },
  };
  const deps: IngestDeps = {
    ...stores,
    blobs,
    parser: jsonParser,
    analyser,
    passes: new Set(),
    embeds: false,
  };
  await ingestDocument(deps, { org, id, version: 1, lane: 'bulk' }, new AbortController().signal).catch(
    () => {},
  );
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/nouveau.txt']);
});

test('attachments come, change and go with the mail that they are in', async () => {
  await submit('mail.eml', '{"text":"Tour un","attach":{"a.txt":"Annexe une","b.txt":"Annexe deux"}}');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/a.txt', 'mail.eml/b.txt']);
  await submit('mail.eml', '{"text":"Tour deux","attach":{"b.txt":"Annexe trois"}}');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml', 'mail.eml/b.txt']);
  expect(await find('annexe')).toEqual(['Annexe trois']);
  await submit('mail.eml', 'damaged');
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml']);
  expect(await find('annexe')).toEqual([]);
});

test('R81: a document given up loses its former text, in the truth and in the index, and its attachments', async () => {
  const { id } = await submit('mail.eml', '{"text":"Ancien texte","attach":{"a.txt":"Ancienne annexe"}}');
  await workOffOutbox();
  await submit('mail.eml', '{"text":"Texte empoisonné"}');
  await giveUpOnDocument(open.stores, { org, id, version: 2, lane: 'bulk' });
  await open.database
    .deleteFrom('outbox')
    .where('org', '=', org)
    .where('job', '=', 'document.ingest')
    .execute();
  await workOffOutbox();
  expect(await paths()).toEqual(['mail.eml']);
  expect(await find('ancien')).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  expect(await open.stores.library.find(within, id)).toMatchObject({
    state: 'failed',
    reason: 'internal-error',
  });
});

test('R70: once removed and swept, neither database, queue, index nor blobs hold the words of a document', async () => {
  const canary = 'zanzibarquetzal';
  const text = `{"text":"Le mot ${canary} est rare","attach":{"a.txt":"Encore ${canary}"}}`;
  const { id } = await submit(`${canary}.eml`, text);
  await workOffOutbox();
  expect(await find(canary)).toHaveLength(2);
  expect((await tablesWith(canary)).sort()).toEqual(['chunk', 'document', 'document_version', 'section']);

  await open.stores.documents.remove(org, [id]);
  await workOffOutbox();
  const isUsed = (sha256: string) => open.stores.documents.isBlobUsed(org, sha256);
  await open.stores.blobs.sweep(org, { isUsed, unusedForMs: 0 });
  expect(await find(canary)).toEqual([]);
  expect(await tablesWith(canary)).toEqual([]);
  expect(await indexedIds()).toEqual([]);
  const blobs = readdirSync(join(open.dataFolder, 'blobs'), { recursive: true, withFileTypes: true });
  const guilty = blobs.filter(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(canary),
  );
  expect(guilty).toEqual([]);
});

/** Names of the tables of the product and of the queue that hold a word anywhere. */
async function tablesWith(word: string): Promise<string[]> {
  const { rows } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
     where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE'`.execute(open.database);
  const found: string[] = [];
  for (const { schema, name } of rows) {
    const held =
      await sql`select 1 from ${sql.table(`${schema}.${name}`)} t where t::text like ${`%${word}%`} limit 1`.execute(
        open.database,
      );
    if (held.rows.length > 0) found.push(name);
  }
  return found;
}
