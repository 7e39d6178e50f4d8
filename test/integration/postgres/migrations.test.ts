import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { up as spine } from '../../../src/adapters/postgres/migrations/0001-spine.ts';
import { up as reading } from '../../../src/adapters/postgres/migrations/0002-reading.ts';
import { up as generations } from '../../../src/adapters/postgres/migrations/0003-generations.ts';
import { translated } from '../../../src/adapters/postgres/translate-error.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
let old: Kysely<unknown>;

/** A database of its own on the same server, with the tables of the first version. */
beforeAll(async () => {
  open = await openTestStores();
  await sql`create database former`.execute(open.database);
  const pool = new pg.Pool({ ...open.connection, database: 'former' });
  // The server goes down while connections rest: no error of this test.
  pool.on('error', () => {});
  old = new Kysely({ dialect: new PostgresDialect({ pool }) });
  await spine(old);
});
afterAll(async () => {
  await old.destroy();
  await open.close();
});

test('a database of the first version keeps its documents, their pages and languages', async () => {
  const id = '5f0c0d6e-0000-8000-8000-000000000001';
  await sql`
    insert into organisation (id, title) values ('o', 'O');
    insert into space (org, id, title, sensitivity) values ('o', 's', 'S', 'interne');
    insert into access_class (org, allow, restricted_to, deny) values ('o', '{org:o}', '{}', '{}');
    insert into document (org, id, source, external_id, space, access_class, title, path, language, sensitivity, state,
                          live_version, wanted_version, sha256, bytes, modified_at)
      select 'o', ${sql.lit(id)}, 'f', 'a.pdf', 's', id, 'A', 'a.pdf', 'en', 'interne', 'searchable', 1, 1, 'x', 1, now()
        from access_class;
    insert into document_version (org, document_id, version, sha256, bytes, pages) values ('o', ${sql.lit(id)}, 1, 'x', 1, 9);
    insert into section (org, document_id, ordinal, headings, page_from, page_to, start_offset, end_offset, text, tokens)
      values ('o', ${sql.lit(id)}, 0, '{}', 2, 3, 0, 4, 'Text', 1);
    insert into chunk (org, id, document_id, version, ordinal, section_ordinal, headings, start_offset, end_offset, text,
                       text_hash, tokens)
      values ('o', ${sql.lit(id)}, ${sql.lit(id)}, 1, 0, 0, '{}', 0, 4, 'Text', 'h', 1)`.execute(old);
  await reading(old);
  const [document] = (
    await sql`select pages, languages, awaits, tries, warnings from document where org = 'o'`.execute(old)
  ).rows;
  expect(document).toEqual({ pages: 9, languages: ['en'], awaits: [], tries: 0, warnings: [] });
  expect((await sql`select place, language from section where org = 'o'`.execute(old)).rows).toEqual([
    { place: { kind: 'page', from: 2, to: 3 }, language: 'en' },
  ]);
  expect(
    (await sql`select place, language, recognised from chunk where org = 'o'`.execute(old)).rows,
  ).toEqual([{ place: null, language: 'en', recognised: null }]);
});

test('a database of the second version keeps its vectors: the model that made most of them serves', async () => {
  const id = (n: number) => sql.lit(`5f0c0d6e-0000-8000-8000-00000000001${n}`);
  const document = (n: number, hash: string) => sql`
    insert into document (org, id, source, external_id, space, access_class, title, path, sensitivity, state,
                          live_version, wanted_version, sha256, bytes, modified_at)
      select 'p', ${id(n)}, 'f', ${sql.lit(`${n}.md`)}, 's', id, 'A', 'a', 'interne', 'searchable', 1, 1, 'x', 1, now()
        from access_class where org = 'p';
    insert into chunk (org, id, document_id, version, ordinal, section_ordinal, headings, start_offset, end_offset, text,
                       text_hash, tokens)
      values ('p', ${id(n)}, ${id(n)}, 1, 0, 0, '{}', 0, 4, 'Text', ${sql.lit(hash)}, 1);`;
  await sql`
    insert into organisation (id, title) values ('p', 'P'), ('q', 'Q');
    insert into space (org, id, title, sensitivity) values ('p', 's', 'S', 'interne');
    insert into access_class (org, allow, restricted_to, deny) values ('p', '{org:p}', '{}', '{}');
    ${document(1, 'h1')} ${document(2, 'h2')} ${document(3, 'h3')}
    insert into embedding (org, text_hash, generation, vector)
      values ('p', 'h1', 'old@2', '\\x00'), ('p', 'h2', 'old@2', '\\x00'), ('p', 'h3', 'new@2', '\\x00');`.execute(
    old,
  );
  await generations(old);
  expect(
    (await sql`select org, generation, status from embedding_generation order by generation`.execute(old))
      .rows,
  ).toEqual([
    { org: 'p', generation: 'new@2', status: 'retired' },
    { org: 'p', generation: 'old@2', status: 'serving' },
  ]);
  expect(
    (await sql`select state, generations from document where org = 'p' order by external_id`.execute(old))
      .rows,
  ).toEqual([
    { state: 'searchable', generations: ['old@2'] },
    { state: 'searchable', generations: ['old@2'] },
    { state: 'searchable-words', generations: [] },
  ]);
});

test('a database that answers and cannot be brought up to date says why, and stays as it was', async () => {
  await sql`create database halfway`.execute(open.database);
  const connection = { ...open.connection, database: 'halfway' };
  const whole = await openDatabase(connection);
  await sql`delete from kysely_migration where name = '0047-unread-again'`.execute(whole);
  await whole.destroy();
  await expect(openDatabase(connection)).rejects.toMatchObject({
    code: 'DATABASE_UPDATE_FAILED',
    detail: '0047-unread-again, 42701: column "rebuild_reason" of relation "document" already exists',
  });
});

test('a full disk of the server is told as one', () => {
  const error = new pg.DatabaseError('could not extend file', 10, 'error');
  error.code = '53100';
  expect(translated(error)).toMatchObject({ code: 'STORAGE_FULL' });
});
