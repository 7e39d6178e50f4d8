import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { layOutLanguageData } from '../../../src/adapters/parsers/recognition/language-data.ts';
import { withRecognition } from '../../../src/adapters/parsers/with-recognition.ts';
import { sensitivities } from '../../../src/core/document.ts';
import { giveUpOnDocument, type IngestDeps } from '../../../src/core/ingest/ingest-document.ts';
import type { DocumentParser } from '../../../src/ports/document-parser.ts';
import { frenchText, pdfOfPages, scanPage } from '../../support/scans.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';

const [scanned = '', printed = ''] = frenchText;
const world = createTestOrganisation();
let parser: DocumentParser;
let scan: Buffer;
let mixed: Buffer;
beforeAll(async () => {
  const languageData = await layOutLanguageData(join(world.dataFolder, 'tessdata'));
  if (languageData === null) throw new Error('The language data could not be laid out.');
  parser = withRecognition(createParserPool({ size: 1 }), createParserPool({ size: 1, languageData }));
  scan = await pdfOfPages([await scanPage([scanned])]);
  mixed = await pdfOfPages([printed, await scanPage([scanned])]);
});
afterAll(async () => {
  await parser.close();
});

afterEach(() => world.database.deleteFrom('outbox').where('org', '=', world.org).execute());

const submit = (bytes: Buffer, externalId = 'arrete.pdf') => world.submit(externalId, bytes);

type Work = Partial<Pick<IngestDeps, 'parser' | 'passes'>> & {
  readonly again?: true;
  readonly pass?: 'recognise';
  readonly signal?: AbortSignal;
};

function work(id: string, version: number, options: Work = {}) {
  const { again, pass, signal, ...engines } = options;
  const recognising = { parser, passes: new Set(['recognise'] as const), ...engines };
  return world.ingest({ id, version }, recognising, { again, pass, signal });
}

const document = (id: string) =>
  world.database
    .selectFrom('document')
    .select(['state', 'reason', 'awaits', 'warnings'])
    .where('org', '=', world.org)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

const jobs = async () =>
  (await world.database.selectFrom('outbox').select('job').where('org', '=', world.org).execute()).map(
    ({ job }) => job,
  );

/** A parser that reads pictures no better than others. */
const blind: DocumentParser = {
  close: async () => {},
  drawPage: async () => null,
  parse: (file, { recognise: _, ...options } = {}) => parser.parse(file, options),
};
const dying: DocumentParser = {
  ...blind,
  parse: async () => ({ outcome: 'failed', reason: 'parse-timeout' }),
};

test('a scan waits in `parsing`, then is found with the confidence of its recognition', async () => {
  const { id } = await submit(scan);
  expect(await work(id, 1)).toBe('indexed');
  expect(await document(id)).toMatchObject({
    state: 'parsing',
    awaits: ['recognise'],
    warnings: [{ code: 'pages-waiting', count: 1 }],
  });
  expect(await jobs()).toContain('document.recognise');
  expect(await world.find('conseil municipal')).toEqual([]);

  expect(await work(id, 1, { pass: 'recognise' })).toBe('indexed');
  expect(await document(id)).toMatchObject({
    state: 'searchable-words',
    awaits: [],
    warnings: [{ code: 'text-recognised', count: 1 }],
  });
  const [passage] = await world.find('conseil municipal');
  expect(passage?.text).toContain('dix-huit heures');
  expect(passage?.recognised).toBeGreaterThan(0.7);
  // Done twice, it changes nothing.
  expect(await work(id, 1, { pass: 'recognise' })).toBe('unchanged');
});

test('a mixed document is found by its text before its scans are recognised', async () => {
  const { id } = await submit(mixed);
  await work(id, 1);
  expect(await document(id)).toMatchObject({ state: 'searchable-words', awaits: ['recognise'] });
  expect((await world.find('subvention association')).map(({ recognised }) => recognised)).toEqual([null]);
  expect(await world.find('dix-huit heures')).toEqual([]);
  await work(id, 1, { pass: 'recognise' });
  expect(await world.find('subvention association')).toHaveLength(1);
  expect(await world.find('dix-huit heures')).toHaveLength(1);
});

test('R77: an interrupted recognition is asked for again and ends like any other', async () => {
  const { id } = await submit(scan);
  await work(id, 1);
  const stop = new AbortController();
  const interrupted = work(id, 1, { pass: 'recognise', signal: stop.signal });
  setTimeout(() => stop.abort(new Error('stopped')), 100);
  await expect(interrupted).rejects.toThrow('stopped');
  expect(await document(id)).toMatchObject({ state: 'parsing', awaits: ['recognise'] });
  // The queue is lost as well: the first reading asks for the pass again.
  await world.database.deleteFrom('outbox').where('org', '=', world.org).execute();
  await world.stores.documents.requeueUnfinished();
  expect(await jobs()).toEqual(['document.ingest']);
  await work(id, 1);
  await work(id, 1, { pass: 'recognise' });
  expect(await world.find('conseil municipal')).toHaveLength(1);
});

test('R71, R82: removed or replaced meanwhile, a scan that is recognised brings nothing back', async () => {
  const removed = await submit(scan, 'retire.pdf');
  const replaced = await submit(scan, 'remplace.pdf');
  await work(removed.id, 1);
  await work(replaced.id, 1);
  const meanwhile = (act: () => Promise<unknown>): DocumentParser => ({
    ...parser,
    parse: async (file, options) => {
      const outcome = await parser.parse(file, options);
      await act();
      return outcome;
    },
  });
  await work(removed.id, 1, {
    pass: 'recognise',
    parser: meanwhile(() => world.stores.documents.remove(world.org, [removed.id])),
  });
  await work(replaced.id, 1, {
    pass: 'recognise',
    parser: meanwhile(() => submit(Buffer.from('Un autre texte'), 'remplace.pdf')),
  });
  expect(await world.find('conseil municipal')).toEqual([]);
  expect(await document(replaced.id)).toMatchObject({ state: 'queued', awaits: [] });
  expect(await world.stores.documents.findWork({ org: world.org, id: removed.id })).toBeNull();
});

test('what recognition finds no text in ends as `no-text`, or keeps the text that it has', async () => {
  const { id } = await submit(scan);
  await work(id, 1);
  await work(id, 1, { pass: 'recognise', parser: blind });
  expect(await document(id)).toMatchObject({ state: 'skipped', reason: 'no-text', awaits: [] });

  const other = await submit(mixed, 'mixte.pdf');
  await work(other.id, 1);
  await work(other.id, 1, { pass: 'recognise', parser: blind });
  expect(await document(other.id)).toMatchObject({
    state: 'searchable-words',
    awaits: [],
    warnings: [{ code: 'pages-without-text', count: 1 }],
  });
});

test('R81: given up, a text keeps what it has and a scan says why it is not read', async () => {
  const text = await submit(mixed, 'mixte.pdf');
  const picture = await submit(scan);
  for (const { id } of [text, picture]) await work(id, 1);
  await giveUpOnDocument(world.stores, { org: world.org, ...text, lane: 'bulk', pass: 'recognise' });
  await giveUpOnDocument(world.stores, { org: world.org, ...picture, lane: 'bulk', pass: 'recognise' });
  expect(await document(text.id)).toMatchObject({
    state: 'searchable-words',
    awaits: [],
    warnings: [{ code: 'pages-without-text', count: 1 }],
  });
  expect(await world.find('subvention association')).toHaveLength(1);
  expect(await document(picture.id)).toMatchObject({ state: 'failed', reason: 'internal-error', awaits: [] });

  const mortal = await submit(mixed, 'mortel.pdf');
  await work(mortal.id, 1);
  for (let tries = 1; tries < tunables.parsing.tries; tries += 1)
    await expect(work(mortal.id, 1, { pass: 'recognise', parser: dying })).rejects.toThrow('parse-timeout');
  await work(mortal.id, 1, { pass: 'recognise', parser: dying });
  expect(await document(mortal.id)).toMatchObject({
    state: 'searchable-words',
    awaits: [],
    warnings: [{ code: 'pages-without-text', count: 1 }],
  });
});

test('where nothing can be recognised, scans are `no-text` at once and scanned pages are warned of', async () => {
  const passes: IngestDeps['passes'] = new Set();
  const { id } = await submit(scan);
  await work(id, 1, { passes });
  expect(await document(id)).toMatchObject({ state: 'skipped', reason: 'no-text' });
  const other = await submit(mixed, 'mixte.pdf');
  await work(other.id, 1, { passes });
  expect(await document(other.id)).toMatchObject({
    state: 'searchable-words',
    awaits: [],
    warnings: [{ code: 'pages-without-text', count: 1 }],
  });
});

test('read once more, a recognised document stays findable until it is recognised anew', async () => {
  const { id } = await submit(scan);
  await work(id, 1);
  await work(id, 1, { pass: 'recognise' });
  expect(await work(id, 1, { again: true })).toBe('indexed');
  expect(await world.find('conseil municipal')).toHaveLength(1);
  expect(await document(id)).toMatchObject({ state: 'searchable-words', awaits: ['recognise'] });
  await work(id, 1, { pass: 'recognise' });
  expect(await world.find('conseil municipal')).toHaveLength(1);
  expect((await document(id)).awaits).toEqual([]);
});

test('waiting for words does not wait for scans, waiting for everything does', async () => {
  const { documents } = world.stores;
  const { id } = await submit(scan);
  const words = () => documents.countUnfinished(world.org, { passes: false, vectors: null });
  const everything = () => documents.countUnfinished(world.org, { passes: true, vectors: null });
  expect([await words(), await everything()]).toEqual([1, 1]);
  await work(id, 1);
  expect([await words(), await everything()]).toEqual([0, 1]);
  expect(await documents.countAwaiting(world.org)).toEqual({ recognise: 1, render: 0 });
  await work(id, 1, { pass: 'recognise' });
  expect([await words(), await everything()]).toEqual([0, 0]);
  expect(
    await documents.countUnfinished(world.org, {
      passes: true,
      vectors: { generation: 'words@1', sendable: sensitivities },
    }),
  ).toBe(1);
});
