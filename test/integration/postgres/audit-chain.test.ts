import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Kysely, PostgresDialect, sql, type Updateable } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditRepository } from '../../../src/adapters/postgres/audit-repository.ts';
import { createConversationRepository } from '../../../src/adapters/postgres/conversation-repository.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { migrations } from '../../../src/adapters/postgres/migrations/all.ts';
import { recordAudit } from '../../../src/adapters/postgres/record-audit.ts';
import type { Schema } from '../../../src/adapters/postgres/schema.ts';
import { contentHash, genesisHash, linkHash } from '../../../src/core/audit/audit-hash.ts';
import { dropOldRecords } from '../../../src/core/audit/drop-old-records.ts';
import { verifyAudit } from '../../../src/core/audit/verify-audit.ts';
import type { AuditRecord } from '../../../src/ports/audit-repository.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';
import { addRecord, recordsOf, withoutGuards } from './an-audit.ts';
import { anExchange } from './an-exchange.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

/** An organisation with so many records. */
async function aChain(records: number): Promise<string> {
  const org = `o-${randomUUID().slice(0, 8)}`;
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  for (let n = 1; n <= records; n += 1) await addRecord(open.database, org, { n });
  return org;
}

const verify = (org: string, known?: { sequence: number; hash: string }) =>
  verifyAudit(open.stores, org, known);

describe('the chain', () => {
  test('R65: each record has its number, the hash of the one before and its own', async () => {
    const org = await aChain(3);
    const records = await recordsOf(open.stores.audit, org);
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(records.map(({ previousHash }) => previousHash)).toEqual([
      genesisHash,
      records[0]?.hash,
      records[1]?.hash,
    ]);
    for (const record of records) {
      expect(record.contentHash).toBe(contentHash(record));
      expect(record.hash).toBe(linkHash(record));
    }
    const [, , last] = records;
    expect(await verify(org)).toEqual({
      records: 3,
      head: { sequence: 3, hash: last?.hash },
      dropped: { sequence: 0, hash: genesisHash },
      fault: null,
    });
    expect(await verify('nobody')).toMatchObject({ records: 0, fault: null });
  });

  test('R65: writers side by side, also of other processes, make one chain without a gap', async () => {
    const org = await aChain(0);
    const others = await openDatabase(open.connection, { maxConnections: 8 });
    try {
      const conversations = createConversationRepository(others);
      await Promise.all(
        Array.from({ length: 60 }, (_, n) => {
          if (n % 3 === 0) return conversations.saveExchange(anExchange({ org }));
          if (n % 3 === 1) return open.stores.conversations.saveExchange(anExchange({ org }));
          // What fails takes no number.
          const rejected = open.database.transaction().execute(async (transaction) => {
            await recordAudit(transaction, org, 'alice', 'test', { n });
            throw new Error('changed my mind');
          });
          return expect(rejected).rejects.toThrow('changed my mind');
        }),
      );
    } finally {
      await others.destroy();
    }
    const records = await recordsOf(open.stores.audit, org);
    expect(records.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(await verify(org)).toMatchObject({ records: 40, fault: null });
  });

  test('R65: a long transaction that has recorded something keeps nobody waiting', async () => {
    const org = await aChain(0);
    await open.database.transaction().execute(async (long) => {
      await recordAudit(long, org, 'alice', 'test', { first: true });
      await open.stores.conversations.saveExchange(anExchange({ org }));
    });
    const records = await recordsOf(open.stores.audit, org);
    expect(records.map(({ action }) => action)).toEqual(['answer', 'test']);
    expect(await verify(org)).toMatchObject({ records: 2, fault: null });
  });

  test('R65: several records of one transaction follow each other', async () => {
    const org = await aChain(1);
    await open.database.transaction().execute(async (transaction) => {
      for (const n of [2, 3, 4]) await recordAudit(transaction, org, null, 'test', { n });
    });
    const records = await recordsOf(open.stores.audit, org);
    expect(records.map(({ details }) => details)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    expect(await verify(org)).toMatchObject({ fault: null });
  });

  test('R65: the database refuses to change, remove or forge a record', async () => {
    const org = await aChain(2);
    const refused = 'records of the audit are only ever added';
    const refusals = [
      sql`update audit set action = 'other' where org = ${org}`,
      sql`update audit set hash = content_hash where org = ${org}`,
      sql`delete from audit where org = ${org}`,
      sql`truncate audit`,
      sql`insert into audit (org, action, details, content_hash, sequence) values (${org}, 'x', '{}', 'x', 9)`,
      sql`update audit set actor = null where org = ${org}`,
    ];
    for (const statement of refusals) await expect(statement.execute(open.database)).rejects.toThrow(refused);
    expect(await verify(org)).toMatchObject({ records: 2, fault: null });
  });

  test('R73: the record says a pseudonym, which is gone with the person, and the chain holds', async () => {
    const org = await aChain(2);
    const pseudonym = (await recordsOf(open.stores.audit, org))[0]?.actor;
    await open.stores.access.applyOrganisation(
      anOrganisation({ organisation: org, users: ['bruno'] }),
      'test',
    );
    const records = JSON.stringify(await recordsOf(open.stores.audit, org));
    expect(records).not.toContain('alice');
    expect(records).toContain(pseudonym);
    const { rows } = await sql`select 1 from app_user where pseudonym = ${pseudonym}`.execute(open.database);
    expect(rows).toEqual([]);
    expect(await verify(org)).toMatchObject({ fault: null });
  });
});

describe('what was done to a chain', () => {
  type Tampering = {
    readonly name: string;
    /** The `hash` etc. are of the chain as it was. */
    readonly act: (org: string, record: AuditRecord, other: AuditRecord) => Promise<unknown>;
    /** Where the first fault may be, and what it may be called. */
    readonly found: (
      record: AuditRecord,
      other: AuditRecord,
    ) => { sequences: readonly (number | null)[]; codes: readonly string[] };
  };
  const set = (org: string, sequence: number, values: Updateable<Schema['audit']>) =>
    open.database
      .updateTable('audit')
      .set(values)
      .where('org', '=', org)
      .where('sequence', '=', sequence)
      .execute();
  const contentOf = ({ at, actor, action, details, contentHash: content_hash }: AuditRecord) => ({
    at,
    actor,
    action,
    details: JSON.stringify(details),
    content_hash,
  });
  const rewritten = (record: AuditRecord) => {
    const changed = { ...record, details: { n: -1 } };
    const content = contentHash(changed);
    return { ...changed, contentHash: content, hash: linkHash({ ...changed, contentHash: content }) };
  };
  const altered = ({ sequence }: AuditRecord) => ({ sequences: [sequence], codes: ['RECORD_ALTERED'] });
  const exchanged = (record: AuditRecord, other: AuditRecord) => ({
    sequences: [Math.min(record.sequence, other.sequence)],
    codes: ['RECORD_ALTERED', 'RECORD_UNLINKED'],
  });

  const tamperings: readonly Tampering[] = [
    {
      name: 'what it says',
      act: (org, { sequence }) => set(org, sequence, { details: '{"n":-1}' }),
      found: altered,
    },
    {
      name: 'when',
      act: (org, { sequence, at }) => set(org, sequence, { at: new Date(at.getTime() + 1) }),
      found: altered,
    },
    { name: 'who', act: (org, { sequence }) => set(org, sequence, { actor: randomUUID() }), found: altered },
    {
      name: 'who, taken away',
      act: (org, { sequence }) => set(org, sequence, { actor: null }),
      found: altered,
    },
    { name: 'the action', act: (org, { sequence }) => set(org, sequence, { action: 'tes' }), found: altered },
    {
      name: 'its own hash',
      act: (org, { sequence, contentHash: hash }) => set(org, sequence, { hash }),
      found: altered,
    },
    {
      name: 'what it says, with the hash of that',
      act: (org, record) => set(org, record.sequence, contentOf(rewritten(record))),
      found: altered,
    },
    {
      name: 'all of it, sealed anew',
      act: (org, record) => {
        const forged = rewritten(record);
        return set(org, record.sequence, { ...contentOf(forged), hash: forged.hash });
      },
      // Sound in itself: the next one, or the head of the chain, tells.
      found: ({ sequence }) => ({ sequences: [sequence, sequence + 1], codes: ['RECORD_UNLINKED'] }),
    },
    {
      name: 'removed',
      act: (org, { sequence }) =>
        sql`delete from audit where org = ${org} and sequence = ${sequence}`.execute(open.database),
      found: ({ sequence }) => ({ sequences: [sequence], codes: ['RECORD_REMOVED'] }),
    },
    {
      name: 'removed, and later ones moved up',
      act: async (org, { sequence }) => {
        await sql`delete from audit where org = ${org} and sequence = ${sequence}`.execute(open.database);
        await sql`update audit set sequence = -sequence where org = ${org} and sequence > ${sequence}`.execute(
          open.database,
        );
        await sql`update audit set sequence = -sequence - 1 where org = ${org} and sequence < 0`.execute(
          open.database,
        );
      },
      found: ({ sequence }) => ({ sequences: [sequence], codes: ['RECORD_ALTERED', 'RECORD_REMOVED'] }),
    },
    {
      name: 'two exchanged by their numbers',
      act: async (org, record, other) => {
        await set(org, record.sequence, { sequence: -1 });
        await set(org, other.sequence, { sequence: record.sequence });
        await set(org, -1, { sequence: other.sequence });
      },
      found: exchanged,
    },
    {
      name: 'two exchanged by their contents',
      act: async (org, record, other) => {
        await set(org, record.sequence, contentOf(other));
        await set(org, other.sequence, contentOf(record));
      },
      found: exchanged,
    },
    {
      name: 'one inserted without a number',
      act: (org, record) =>
        sql`insert into audit (org, action, details, content_hash) values (${org}, 'x', '{}', ${record.contentHash})`.execute(
          open.database,
        ),
      found: () => ({ sequences: [null], codes: ['RECORD_INSERTED'] }),
    },
    {
      name: 'a copy inserted, and later ones moved down',
      act: async (org, { sequence }) => {
        await sql`update audit set sequence = -sequence where org = ${org} and sequence > ${sequence}`.execute(
          open.database,
        );
        await sql`update audit set sequence = -sequence + 1 where org = ${org} and sequence < 0`.execute(
          open.database,
        );
        await sql`insert into audit (org, at, actor, action, details, content_hash, previous_hash, hash, sequence)
          select org, at, actor, action, details, content_hash, previous_hash, hash, sequence + 1
            from audit where org = ${org} and sequence = ${sequence}`.execute(open.database);
      },
      found: ({ sequence }) => ({ sequences: [sequence + 1], codes: ['RECORD_ALTERED', 'RECORD_INSERTED'] }),
    },
    {
      name: 'one added at the end, sealed rightly, without the head',
      act: async (org) => {
        const { head } = await verify(org);
        const added = { org, at: new Date(), actor: null, action: 'x', details: {} };
        const link = {
          sequence: head.sequence + 1,
          previousHash: head.hash,
          contentHash: contentHash(added),
        };
        await sql`insert into audit (org, at, action, details, content_hash, previous_hash, hash, sequence)
          values (${org}, ${added.at}, 'x', '{}', ${link.contentHash}, ${head.hash}, ${linkHash(link)}, ${link.sequence})`.execute(
          open.database,
        );
      },
      found: () => ({ sequences: [size + 1], codes: ['RECORD_INSERTED'] }),
    },
    {
      name: 'the head of the chain set back',
      act: (org, { sequence }) =>
        sql`update audit_chain set sequence = ${sequence - 1} where org = ${org}`.execute(open.database),
      found: ({ sequence }) => ({ sequences: [sequence], codes: ['RECORD_INSERTED'] }),
    },
  ];

  const size = 12;
  let org: string;
  let records: readonly AuditRecord[];
  beforeAll(async () => {
    org = await aChain(size);
    records = await recordsOf(open.stores.audit, org);
    await sql`create table audit_as_it_was as select * from audit where org = ${sql.lit(org)}`.execute(
      open.database,
    );
    await sql`create table audit_chain_as_it_was as select * from audit_chain where org = ${sql.lit(org)}`.execute(
      open.database,
    );
  });
  const restore = async () => {
    await sql`delete from audit where org = ${org}`.execute(open.database);
    await sql`insert into audit overriding system value select * from audit_as_it_was`.execute(open.database);
    await sql`delete from audit_chain where org = ${org}`.execute(open.database);
    await sql`insert into audit_chain select * from audit_chain_as_it_was`.execute(open.database);
  };

  test.each(tamperings)('R65: is found, and where: $name', async ({ act, found }) => {
    const places = fc
      .tuple(fc.integer({ min: 1, max: size }), fc.integer({ min: 1, max: size }))
      .filter(([one, another]) => one !== another);
    await fc.assert(
      fc.asyncProperty(places, async ([one, another]) => {
        const record = records[one - 1];
        const other = records[another - 1];
        if (!record || !other) throw new Error('no such record');
        await withoutGuards(open.database, async () => {
          await act(org, record, other);
          const { fault } = await verify(org);
          const { sequences, codes } = found(record, other);
          await restore();
          expect(sequences).toContain(fault?.sequence);
          expect(codes).toContain(fault?.code);
        });
        expect(await verify(org)).toMatchObject({ records: size, fault: null });
      }),
      { numRuns: 8 },
    );
  });

  test('R65: a mark kept elsewhere tells of a chain that was cut or written anew with its head', async () => {
    const known = records[size - 1];
    const cut = records[size - 2];
    if (!known || !cut) throw new Error('no such record');
    await withoutGuards(open.database, async () => {
      await sql`delete from audit where org = ${org} and sequence = ${size}`.execute(open.database);
      await sql`update audit_chain set sequence = ${size - 1}, hash = ${cut.hash} where org = ${org}`.execute(
        open.database,
      );
      expect(await verify(org)).toMatchObject({ fault: null });
      expect(await verify(org, known)).toMatchObject({ fault: { code: 'RECORD_REMOVED', sequence: size } });
      const forged = rewritten(known);
      await restore();
      await set(org, size, { ...contentOf(forged), hash: forged.hash });
      await sql`update audit_chain set hash = ${forged.hash} where org = ${org}`.execute(open.database);
      expect(await verify(org)).toMatchObject({ fault: null });
      expect(await verify(org, known)).toMatchObject({ fault: { code: 'RECORD_UNLINKED', sequence: size } });
      await restore();
    });
    expect(await verify(org, known)).toMatchObject({ fault: null });
  });
});

describe('retention', () => {
  test('R74: drops whole months that are too old and keeps the mark that the rest is verified by', async () => {
    const org = await aChain(6);
    const records = await recordsOf(open.stores.audit, org);
    // Sealed anew with other times: the oldest four are of January.
    await withoutGuards(open.database, async () => {
      let last = { sequence: 0, hash: genesisHash };
      for (const [i, record] of records.entries()) {
        const at = new Date(i < 4 ? '2025-01-15T10:00:00Z' : '2025-02-01T10:00:00Z');
        const content = contentHash({ ...record, at });
        const link = { sequence: last.sequence + 1, previousHash: last.hash, contentHash: content };
        last = { sequence: link.sequence, hash: linkHash(link) };
        await sql`update audit set at = ${at}, content_hash = ${content}, previous_hash = ${link.previousHash}, hash = ${last.hash}
          where org = ${org} and sequence = ${last.sequence}`.execute(open.database);
      }
      await sql`update audit_chain set hash = ${last.hash} where org = ${org}`.execute(open.database);
    });
    expect(await verify(org)).toMatchObject({ fault: null });
    const [first, , , fourth] = await recordsOf(open.stores.audit, org);
    const kept = { months: 12, now: new Date('2026-02-20T10:00:00Z') };
    expect(await dropOldRecords(open.stores, org, kept)).toBe(4);
    expect(await dropOldRecords(open.stores, org, kept)).toBe(0);
    const mark = { sequence: 4, hash: fourth?.hash ?? '' };
    expect(await verify(org)).toMatchObject({ records: 3, dropped: mark, fault: null });
    expect((await recordsOf(open.stores.audit, org)).at(-1)).toMatchObject({
      sequence: 7,
      actor: null,
      action: 'audit-dropped',
      details: { records: 4, lastSequence: 4, lastHash: mark.hash },
    });
    expect(await verify(org, mark)).toMatchObject({ fault: null });
    expect(await verify(org, { ...mark, hash: genesisHash })).toMatchObject({
      fault: { code: 'RECORD_UNLINKED', sequence: 4 },
    });
    await expect(verify(org, { sequence: 1, hash: first?.hash ?? '' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await addRecord(open.database, org);
    expect(await verify(org)).toMatchObject({ records: 4, fault: null });
    // The setting that lets retention through is of its transaction alone.
    await expect(sql`delete from audit where org = ${org}`.execute(open.database)).rejects.toThrow(
      'only ever added',
    );
  });

  test('R74: all may go, and the next record follows what went', async () => {
    const org = await aChain(2);
    expect(await open.stores.audit.drop(org, new Date(Date.now() + 1_000), null)).toBe(2);
    expect(await verify(org)).toMatchObject({
      records: 1,
      dropped: { sequence: 2 },
      head: { sequence: 3 },
      fault: null,
    });
  });
});

describe('an upgrade', () => {
  test('R63, R65: records of before are chained, with pseudonyms in place of people', async () => {
    await sql`create database former_audit`.execute(open.database);
    const connection = { ...open.connection, database: 'former_audit' };
    const pool = new pg.Pool(connection);
    pool.on('error', () => {});
    const old = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const former = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0016'));
    const { error } = await new Migrator({
      db: old,
      provider: { getMigrations: async () => former },
    }).migrateToLatest();
    expect(error).toBeUndefined();
    // More than are chained at once, of two organisations in turns, at times to the microsecond.
    await sql`
      insert into organisation (id, title) values ('o', 'O'), ('p', 'P');
      insert into app_user (org, id, issuer, subject, name) values ('o', 'alice', 'test', 'alice', 'Alice');
      insert into audit (org, at, user_id, action, details)
        select case n % 2 when 0 then 'o' else 'p' end, timestamptz '2026-01-01' + n * interval '1.000001 s',
               case when n % 4 = 0 then 'alice' when n % 4 = 1 then 'gone' end, 'answer',
               jsonb_build_object('n', n, 'score', 0.1 * n, 'model', 'modèle')
          from generate_series(1, 2500) n;
      insert into audit (org, user_id, action, details) values
        ('o', null, 'budget-set', '{"subject": {"kind": "user", "id": "alice"}}'),
        ('o', null, 'budget-set', '{"subject": {"kind": "user", "id": "*"}}')`.execute(old);
    await old.destroy();

    const database = await openDatabase(connection, { maxConnections: 2 });
    try {
      const audit = createAuditRepository(database);
      expect(await verifyAudit({ audit }, 'o')).toMatchObject({ records: 1_252, fault: null });
      expect(await verifyAudit({ audit }, 'p')).toMatchObject({ records: 1_250, fault: null });
      const records = await recordsOf(audit, 'o');
      const alice = await database
        .selectFrom('app_user')
        .select('pseudonym')
        .where('org', '=', 'o')
        .executeTakeFirstOrThrow();
      expect(records[1]).toMatchObject({ actor: alice.pseudonym, details: { n: 4 } });
      expect(records.slice(-2).map(({ details }) => details)).toEqual([
        { subject: { kind: 'user', id: alice.pseudonym } },
        { subject: { kind: 'user', id: '*' } },
      ]);
      const gone = new Set((await recordsOf(audit, 'p')).map(({ actor }) => actor));
      expect(gone.size).toBe(2);
      expect(JSON.stringify([...records, ...gone])).not.toMatch(/alice|gone/);
      await addRecord(database, 'p');
      expect(await verifyAudit({ audit }, 'p')).toMatchObject({ records: 1_251, fault: null });
    } finally {
      await database.destroy();
    }
  });
});
