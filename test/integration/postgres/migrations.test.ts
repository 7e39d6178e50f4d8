import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { up as spine } from '../../../src/adapters/postgres/migrations/0001-spine.ts';
import { up as reading } from '../../../src/adapters/postgres/migrations/0002-reading.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
let old: Kysely<unknown>;

/** A database of its own on the same server, with the tables of the first version. */
beforeAll(async () => {
  open = await openTestStores();
  await sql`create database former`.execute(open.database);
  const pool = new pg.Pool({ ...open.connection, database: 'former' });
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
