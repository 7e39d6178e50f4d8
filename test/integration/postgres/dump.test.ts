import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type PostgresConnection } from '../../../src/adapters/postgres/database.ts';
import { createDatabaseDump } from '../../../src/adapters/postgres/dump/database-dump.ts';
import { openDumpLoader } from '../../../src/adapters/postgres/dump/dump-loader.ts';
import { migrations } from '../../../src/adapters/postgres/migrations/all.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const names = Object.keys(migrations).toSorted();
const latest = names.at(-1) ?? '';
const formerName = names.at(-2) ?? '';
/** What the program of one migration before knew. */
const formerMigrations = Object.fromEntries(Object.entries(migrations).filter(([name]) => name !== latest));
/** What the text format must write in another way. */
const title = 'L’été\n\t\\N\\x, "cité"';

let open: TestStores;
let count = 0;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

/** An empty database of its own on the same server. */
async function anEmptyDatabase(): Promise<PostgresConnection> {
  count += 1;
  await sql`create database ${sql.raw(`empty_${count}`)}`.execute(open.database);
  return { ...open.connection, database: `empty_${count}` };
}

async function use<T>(connection: PostgresConnection, work: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...connection, max: 2 }) }),
  });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** A database of the program before, with one organisation in it. */
async function aFormerDatabase(): Promise<PostgresConnection> {
  const connection = await anEmptyDatabase();
  await use(connection, async (db) => {
    const provider = { getMigrations: async () => migrations };
    const { error } = await new Migrator({ db, provider }).migrateTo(formerName);
    expect(error).toBeUndefined();
    await sql`insert into organisation (id, title) values ('o', ${title})`.execute(db);
    await sql`insert into access_class (org, allow, restricted_to, deny) values ('o', '{org:o}', '{}', '{}')`.execute(
      db,
    );
  });
  return connection;
}

/** Copies one database into another that is empty, as a backup and its restoration do. */
async function copy(
  from: PostgresConnection,
  into: PostgresConnection,
  options: Parameters<typeof openDumpLoader>[1] = {},
): Promise<void> {
  const loader = await openDumpLoader(into, options);
  try {
    await createDatabaseDump(from).read(async (moment) => {
      await loader.prepare(moment.schema, moment.tables);
      for (const { name } of moment.tables) await loader.load(name, moment.readTable(name));
      await loader.finish(await moment.readSequences());
    });
  } finally {
    await loader.close();
  }
}

const titles = (connection: PostgresConnection) =>
  use(
    connection,
    async (db) => (await sql<{ title: string }>`select title from organisation`.execute(db)).rows,
  );

test('a dump of the program before is loaded into its own schema and brought up to date by the next opening', async () => {
  const into = await anEmptyDatabase();
  await copy(await aFormerDatabase(), into);
  const database = await openDatabase(into, { maxConnections: 1 });
  await database.destroy();
  expect(await titles(into)).toEqual([{ title }]);
  const { rows } = await use(into, (db) =>
    sql`insert into access_class (org, allow, restricted_to, deny) values ('o', '{}', '{}', '{}') returning id`.execute(
      db,
    ),
  );
  // Numbers go on where they stood.
  expect(rows).toEqual([{ id: 2 }]);
});

test('the way back from an upgrade: the program before takes the backup from before, and no other', async () => {
  const database = await aFormerDatabase();
  const backup = await anEmptyDatabase();
  await copy(database, backup, { migrations: formerMigrations });
  const upgraded = await openDatabase(database, { maxConnections: 1 });
  await upgraded.destroy();
  const back = await anEmptyDatabase();
  await copy(backup, back, { migrations: formerMigrations });
  expect(await titles(back)).toHaveLength(1);
  await expect(
    copy(database, await anEmptyDatabase(), { migrations: formerMigrations }),
  ).rejects.toMatchObject({
    code: 'BACKUP_INVALID',
    detail: expect.stringContaining('newer program'),
  });
});

test('a database that a newer program brought up to date is not opened', async () => {
  const database = await aFormerDatabase();
  await use(database, (db) =>
    sql`insert into kysely_migration (name, timestamp) values ('9999-later', now()::text)`.execute(db),
  );
  await expect(openDatabase(database)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
});

test('what is written while a dump is read is not in it', async () => {
  const from = await aFormerDatabase();
  const into = await anEmptyDatabase();
  const loader = await openDumpLoader(into);
  await createDatabaseDump(from).read(async (moment) => {
    await use(from, (db) => sql`insert into organisation (id, title) values ('later', 'Later')`.execute(db));
    await loader.prepare(moment.schema, moment.tables);
    for (const { name } of moment.tables) await loader.load(name, moment.readTable(name));
  });
  await loader.close();
  expect(await titles(from)).toHaveLength(2);
  expect(await titles(into)).toHaveLength(1);
});
