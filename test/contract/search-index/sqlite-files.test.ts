import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  globSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databasePath } from '../../../src/adapters/sqlite-index/database-files.ts';
import { openSqliteIndex } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import { everything } from '../../../src/core/scope.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { anAccessFilter } from '../../support/access-filter-builder.ts';
import { aDocument, chunks, unit, words } from './builders.ts';
import { makeFolder, removeFolder, temporaryFolder } from './temporary-folder.ts';

const alice = anAccessFilter();
const all = { scope: everything, limit: 1_000_000 };

/** Starts a process that writes documents of its own until it is told to end or killed. */
function startWriting(folder: string, name: string) {
  const child = fork(join(import.meta.dirname, 'writing-process.ts'), [folder, name], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  let written = 0;
  child.on('message', (count: number) => {
    written = count;
  });
  return {
    written: () => written,
    async until(count: number) {
      while (written < count) await once(child, 'message');
    },
    async end(signal?: 'SIGKILL') {
      const exited = once(child, 'exit');
      if (signal) child.kill(signal);
      else child.send('end');
      await exited;
    },
  };
}

function onlyFile(folder: string): string {
  const [file = ''] = globSync(join(folder, '*.sqlite'));
  return file;
}

async function chunkIds(index: SearchIndex, term: number, org = 'bellerive'): Promise<string[]> {
  const found = await index.searchWords(words({ [term]: 1 }), anAccessFilter({ org }), all);
  return found.hits.map(({ chunkId }) => chunkId);
}

it('keeps what was written from one opening to the next, and closing leaves one whole file per organisation', async () => {
  const folder = temporaryFolder();
  const first = await openSqliteIndex(folder);
  await first.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
  await first.putVectors(aDocument(), 'g1', [{ chunkId: 'c1', vector: unit(1, 0) }]);
  await first.close();
  expect(readdirSync(folder)).toHaveLength(1);
  const second = await openSqliteIndex(folder);
  expect(await chunkIds(second, 7)).toEqual(['c1']);
  const found = await second.searchVectors({ generation: 'g1', vector: unit(1, 0) }, alice, all);
  expect(found.hits).toHaveLength(1);
  await second.close();
});

it('R77: a process killed while it writes leaves a file that is whole and holds every write that was confirmed', async () => {
  const folder = temporaryFolder();
  for (const name of ['first', 'second']) {
    const writing = startWriting(folder, name);
    await writing.until(60);
    await writing.end('SIGKILL');
    const index = await openSqliteIndex(folder);
    const listed = await index.listDocuments('bellerive');
    const own = listed.filter(({ id }) => id.startsWith(name));
    expect(own.length).toBeGreaterThanOrEqual(writing.written());
    expect((await chunkIds(index, 7)).toSorted()).toEqual(
      listed.flatMap(({ id }) => [`${id}-1`, `${id}-2`]).toSorted(),
    );
    await index.close();
    const database = new DatabaseSync(onlyFile(folder));
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  }
});

it('two processes write the same organisation at once, and a third one sees both at once', async () => {
  const folder = temporaryFolder();
  const index = await openSqliteIndex(folder, { mergeChunks: 50 });
  const writers = [startWriting(folder, 'first'), startWriting(folder, 'second')];
  await Promise.all(writers.map((writer) => writer.until(20)));
  await index.replaceDocument(aDocument({ id: 'own' }), chunks({ 'own-1': { 7: 1 }, 'own-2': { 7: 1 } }));
  expect((await chunkIds(index, 7)).length).toBeGreaterThanOrEqual(82);
  await Promise.all(writers.map((writer) => writer.until(60)));
  await Promise.all(writers.map((writer) => writer.end()));
  const listed = await index.listDocuments('bellerive');
  expect(listed).toHaveLength(writers.reduce((sum, writer) => sum + writer.written(), 1));
  expect((await chunkIds(index, 7)).toSorted()).toEqual(
    listed.flatMap(({ id }) => [`${id}-1`, `${id}-2`]).toSorted(),
  );
  await index.close();
});

describe('a file that', () => {
  const damages: readonly (readonly [what: string, damage: (file: string) => void])[] = [
    ['is no database', (file) => writeFileSync(file, 'not a database, '.repeat(1000))],
    ['was cut short', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    ['is of another schema', (file) => change(file, 'pragma user_version = 99')],
    ['belongs to another organisation', (file) => change(file, `update meta set org = 'other'`)],
    ['has damaged pages', (file) => overwrite(file, 4096)],
  ];
  const folder = makeFolder();
  const fileOf = (org: string) => databasePath(folder, org);
  const reported: string[] = [];
  let index: SearchIndex;
  // Each of an organisation of its own, damaged between one opening and the next.
  beforeAll(async () => {
    const before = await openSqliteIndex(folder);
    for (const [org] of damages) await before.replaceDocument(aDocument({ org }), chunks({ c1: { 7: 1 } }));
    await before.close();
    for (const [org, damage] of damages) damage(fileOf(org));
    index = await openSqliteIndex(folder, { onRebuildNeeded: (org) => reported.push(org) });
  });
  afterAll(async () => {
    await index?.close();
    removeFolder(folder);
  });

  it.each(damages)('%s is set aside, reported, and replaced by an empty one', async (org) => {
    const others = reported.length;
    expect(await chunkIds(index, 7, org)).toEqual([]);
    expect(reported.slice(others)).toEqual([org]);
    const aside = `${basename(fileOf(org))}.damaged-`;
    expect(readdirSync(folder).some((name) => name.startsWith(aside))).toBe(true);
    await index.replaceDocument(aDocument({ org }), chunks({ c2: { 7: 1 } }));
    expect(await chunkIds(index, 7, org)).toEqual(['c2']);
  });

  it('disappears under an open index is reported and made anew', async () => {
    const org = 'disappears';
    const others = reported.length;
    await index.replaceDocument(aDocument({ org }), chunks({ c1: { 7: 1 } }));
    expect(await chunkIds(index, 7, org)).toEqual(['c1']);
    for (const name of readdirSync(folder))
      if (name.startsWith(basename(fileOf(org)))) rmSync(join(folder, name));
    expect(await chunkIds(index, 7, org)).toEqual([]);
    await index.replaceDocument(aDocument({ org }), chunks({ c2: { 7: 1 } }));
    expect(await chunkIds(index, 7, org)).toEqual(['c2']);
    expect(new Set(reported.slice(others))).toEqual(new Set([org]));
  });

  it('is not there is not made by searching and removing', async () => {
    const org = 'nowhere';
    const before = readdirSync(folder);
    await index.removeDocument(aDocument({ org }));
    expect(await chunkIds(index, 7, org)).toEqual([]);
    expect(await index.stats(org)).toEqual({ documents: 0, chunks: 0, vectors: 0 });
    expect(readdirSync(folder)).toEqual(before);
  });
});

it('a removed document leaves no word and no vector in the file', async () => {
  const folder = temporaryFolder();
  const index = await openSqliteIndex(folder, { mergeChunks: 2 });
  await index.replaceDocument(aDocument({ id: 'stays' }), chunks({ stays: { 7: 1 } }));
  await index.replaceDocument(aDocument({ id: 'leaves' }), chunks({ leaves: { 7: 1, 305419896: 1 } }));
  await index.putVectors(aDocument({ id: 'leaves' }), 'g1', [{ chunkId: 'leaves', vector: unit(3, 4) }]);
  await index.removeDocument(aDocument({ id: 'leaves' }));
  await index.close();
  const bytes = readFileSync(onlyFile(folder));
  expect(bytes.includes('stays')).toBe(true);
  expect(bytes.includes('leaves')).toBe(false);
  expect(bytes.includes(Buffer.from(Int32Array.of(305419896).buffer))).toBe(false);
  expect(bytes.includes(Buffer.from(unit(3, 4).buffer))).toBe(false);
});

it('more organisations than may be open at once are all found', async () => {
  const folder = temporaryFolder();
  const index = await openSqliteIndex(folder, { openOrganisations: 4 });
  const orgs = Array.from({ length: 12 }, (_, i) => `org${i}`);
  for (const org of orgs) await index.replaceDocument(aDocument({ org }), chunks({ [org]: { 7: 1 } }));
  for (const org of orgs) {
    const { hits } = await index.searchWords(words({ 7: 1 }), anAccessFilter({ org }), all);
    expect(hits.map(({ chunkId }) => chunkId)).toEqual([org]);
  }
  const { organisations, bytes } = await index.cacheUse();
  expect(organisations).toBe(4);
  // Pages of the files are part of the memory that is bounded.
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
  expect(bytes).toBeGreaterThan(4 * statSync(join(folder, file)).size);
  await index.close();
});

it('calls after closing are refused, calls before it are done', async () => {
  const index = await openSqliteIndex(temporaryFolder());
  const writing = index.replaceDocument(aDocument(), chunks({ c1: { 7: 1 } }));
  const closing = index.close();
  await expect(writing).resolves.toMatchObject({ added: 1 });
  await closing;
  await expect(index.flush()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

function overwrite(file: string, from: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(readFileSync(file).length - from, 0xa5), 0, undefined, from);
  closeSync(handle);
}

it('R70: what was removed stands in no file after a scrub: neither in the index, nor in its log or in a copy set aside', async () => {
  const folder = temporaryFolder();
  const index = await openSqliteIndex(folder);
  const canary = 'Quillebeuf';
  const holding = () =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name), 'latin1').includes(canary));
  for (let i = 0; i < 50; i += 1)
    await index.replaceDocument(
      aDocument({ id: `d${i}`, path: `${canary}/${i}.md` }),
      chunks({ [`c${i}`]: { 7: 1 } }),
    );
  await index.flush();
  await chunkIds(index, 7);
  writeFileSync(`${onlyFile(folder)}.damaged-1`, canary);
  expect(holding().length).toBeGreaterThanOrEqual(2);
  for (let i = 0; i < 50; i += 1) await index.removeDocument({ org: 'bellerive', id: `d${i}` });
  expect(await index.scrub('bellerive')).toBe(true);
  expect(holding()).toEqual([]);

  await index.replaceDocument(aDocument({ path: canary }), chunks({ c1: { 7: 1 } }));
  await index.removeOrganisation('bellerive');
  expect(readdirSync(folder)).toEqual([]);
  await index.close();
});
