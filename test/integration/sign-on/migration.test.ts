import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createAccessRepository } from '../../../src/adapters/postgres/access-repository.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { migrations } from '../../../src/adapters/postgres/migrations/all.ts';
import { openTestStores } from '../../support/test-stores.ts';

test('people of a database from before sign-on keep their identity, and no role but their own', async () => {
  const open = await openTestStores();
  try {
    await sql`create database former`.execute(open.database);
    const connection = { ...open.connection, database: 'former' };
    const pool = new pg.Pool(connection);
    pool.on('error', () => {});
    const old = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const former = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0020'));
    const migrator = new Migrator({ db: old, provider: { getMigrations: async () => former } });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    await sql`
      insert into organisation (id, title) values ('o', 'O'), ('p', 'P');
      insert into app_user (org, id, issuer, subject, name, is_admin) values
        ('o', 'alice', 'sourcier:local', 'alice', 'Alice', true), ('p', 'alice', 'sourcier:local', 'alice', 'Autre', false)`.execute(
      old,
    );
    await old.destroy();

    const database = await openDatabase(connection, { maxConnections: 2 });
    const access = createAccessRepository(database);
    const identity = { issuer: 'sourcier:local', subject: 'alice' };
    expect(await access.findPerson('o', identity)).toEqual({
      org: 'o',
      id: 'alice',
      name: 'Alice',
      title: null,
      isAdmin: true,
      isOwner: false,
      isAuditor: false,
    });
    expect(await access.findPerson('p', identity)).toMatchObject({ name: 'Autre', isAdmin: false });
    expect(await access.findPerson('o', { ...identity, issuer: 'another' })).toBeNull();
    await database.destroy();
  } finally {
    await open.close();
  }
});
