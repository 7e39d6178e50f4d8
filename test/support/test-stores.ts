import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvironment } from '../../config/env.ts';
import { createInProcessAnalyser } from '../../src/adapters/memory/text-analyser.ts';
import {
  type Database,
  openDatabase,
  type PostgresConnection,
} from '../../src/adapters/postgres/database.ts';
import { openStores, type Stores } from '../../src/compose/stores.ts';
import { type OrganisationFile, organisationFile } from '../../src/core/access/organisation-file.ts';
import type { Language } from '../../src/core/document.ts';
import { learnAliases } from '../../src/core/find/learn-aliases.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { indexDocument } from '../../src/core/ingest/index-document.ts';
import type { ParsedBlock } from '../../src/core/parsed-document.ts';
import { suggestQuestions } from '../../src/core/suggest/suggest-questions.ts';
import type { PublishedVersion, SubmittedDocument } from '../../src/ports/document-store.ts';
import { makePreparedFolder } from './sourcier-process.ts';

/** The embedded profile's stores in a folder of their own, with a second way into the database for what tests look at. */
export type TestStores = {
  readonly stores: Stores;
  readonly database: Database;
  readonly connection: PostgresConnection;
  readonly dataFolder: string;
  /** Stops the server and removes the folder. */
  close(): Promise<void>;
};

/** Starts PostgreSQL and opens every store, as `compose` does, without engines and without background work. */
export async function openTestStores(): Promise<TestStores> {
  const folder = await makePreparedFolder();
  try {
    const stores = await openStores(readEnvironment({ SOURCIER_DATA: folder.path }));
    const connection = await readConnection(folder.path);
    const database = await openDatabase(connection, { maxConnections: 4 });
    return {
      stores,
      database,
      connection,
      dataFolder: folder.path,
      close: async () => {
        await database.destroy();
        await stores.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** How to reach the PostgreSQL server that runs on a data folder. */
export async function readConnection(dataFolder: string): Promise<PostgresConnection> {
  const read = async (name: string) =>
    (await readFile(join(dataFolder, 'postgres', name), 'utf8').catch(() => '')).trim();
  const port = Number(await read('port'));
  return {
    host: '127.0.0.1',
    port,
    user: 'sourcier',
    password: await read('password'),
    database: 'sourcier',
  };
}

/** An organisation file as `sourcier org apply` accepts it: alice and bruno, both in the space `mairie`. */
export function anOrganisation(
  file: Partial<Record<'organisation' | 'users' | 'groups' | 'spaces', unknown>> = {},
): OrganisationFile {
  const organisation = typeof file.organisation === 'string' ? file.organisation : 'bellerive';
  return organisationFile.parse({
    organisation,
    users: ['alice', 'bruno'],
    spaces: { mairie: { title: 'Vie municipale', members: [`org:${organisation}`] } },
    ...file,
  });
}

/** A document as a folder would submit it; `accessClass` must exist. Other bytes follow from another `text`. */
export function aSubmission({
  text = 'Un texte.',
  ...document
}: Partial<SubmittedDocument> & { readonly accessClass: number; readonly text?: string }): SubmittedDocument {
  const externalId = document.externalId ?? 'note.md';
  return {
    org: 'bellerive',
    source: 'folder',
    externalId,
    parentId: null,
    space: 'mairie',
    sensitivity: 'interne',
    path: externalId,
    title: externalId,
    url: null,
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: Buffer.byteLength(text),
    createdBy: null,
    modifiedAt: new Date('2026-01-15T09:00:00Z'),
    lane: 'bulk',
    ...document,
  };
}

/** What a worker publishes of a plain text: paragraphs apart by blank lines, `# ` before a heading. */
export function aVersion(
  documentId: string,
  {
    title,
    text,
    language = 'fr',
  }: { readonly title: string; readonly text: string; readonly language?: Language },
): PublishedVersion {
  const blocks = text.split(/\n{2,}/).map((block): ParsedBlock => {
    const [, marks, heading] = /^(#{1,6})\s+(.+)$/.exec(block.trim()) ?? [];
    return marks && heading
      ? { kind: 'heading', level: marks.length, text: heading }
      : { kind: 'paragraph', text: block.replace(/\s+/g, ' ').trim() };
  });
  const chunked = chunkDocument({ blocks }, { documentId, title, language });
  const aliases = learnAliases(chunked.text);
  return {
    title,
    author: null,
    createdAt: null,
    modifiedAt: null,
    language,
    languages: [language],
    format: 'markdown',
    pages: null,
    warnings: [],
    labels: [],
    awaits: [],
    chunkerVersion: 1,
    chunked,
    aliases,
    suggestions: suggestQuestions({ title, language, chunks: chunked.chunks, aliases }),
  };
}

/** Brings a text to where people find it, as a worker does with a parsed file. */
export async function publishText(
  stores: Pick<Stores, 'documents' | 'index'>,
  submission: SubmittedDocument,
  text: string,
): Promise<{ readonly id: string; readonly version: number; readonly chunkIds: readonly string[] }> {
  const { documents } = stores;
  const { org } = submission;
  const { id, version } = await documents.submit(submission);
  const key = { org, id };
  const published = aVersion(id, { title: submission.title, text });
  await documents.beginWork(key, version);
  const isLive = await documents.publish(key, version, published);
  await indexDocument({ ...stores, analyser: createInProcessAnalyser() }, key);
  const isFound = await documents.markSearchable(key, version, 'searchable-words');
  if (!isLive || !isFound) throw new Error(`${submission.externalId} was not published`);
  return { id, version, chunkIds: published.chunked.chunks.map((chunk) => chunk.id) };
}

/** The id of the class that one principal may read. */
export function classFor(
  stores: Pick<Stores, 'access'>,
  org: string,
  ...allow: readonly string[]
): Promise<number> {
  return stores.access.ensureAccessClass(org, { allow, restrictedTo: [], deny: [] });
}
