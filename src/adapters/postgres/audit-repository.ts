import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { genesisHash } from '../../core/audit/audit-hash.ts';
import type {
  AuditChain,
  AuditRecord,
  AuditRepository,
  StoredAuditRecord,
} from '../../ports/audit-repository.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';

/** A record in its place, as the port has it. */
export const auditColumns = [
  'org',
  'at',
  'actor',
  'action',
  'details',
  'sequence',
  'previous_hash as previousHash',
  'content_hash as contentHash',
  'hash',
] as const;

/** The audit trail in PostgreSQL, which also chains it: see the migration `0016-audit-chain`. */
export function createAuditRepository(db: Database): AuditRepository {
  return {
    list: async (org, { limit, order, after, action, since, until }) => {
      let query = db
        .selectFrom('audit')
        .select(auditColumns)
        .where('org', '=', org)
        .where('sequence', 'is not', null);
      if (after !== undefined) query = query.where('sequence', order === 'oldest' ? '>' : '<', after);
      if (action !== undefined) query = query.where('action', '=', action);
      if (since) query = query.where('at', '>=', since);
      if (until) query = query.where('at', '<', until);
      const sorted = query.orderBy('sequence', order === 'oldest' ? 'asc' : 'desc').limit(limit);
      return (await sorted.execute()) as AuditRecord[];
    },

    // One moment for all statements: what is committed meanwhile is no fault of the chain.
    inspect: (org, look) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => look(await readChain(transaction, org), readPages(transaction, org))),

    head: async (org) => {
      const { head } = await readChain(db, org);
      return head.sequence === 0 ? null : head;
    },

    drop: (org, before, by) =>
      db.transaction().execute(async (transaction) => {
        const chain = await transaction
          .selectFrom('audit_chain')
          .selectAll()
          .where('org', '=', org)
          .forUpdate()
          .executeTakeFirst();
        if (!chain) return 0;
        const kept = await transaction
          .selectFrom('audit')
          .select('sequence')
          .where('org', '=', org)
          .where('sequence', 'is not', null)
          .where('at', '>=', before)
          .orderBy('sequence')
          .limit(1)
          .executeTakeFirst();
        const old = kept?.sequence ? kept.sequence - 1 : chain.sequence;
        const last = await transaction
          .selectFrom('audit')
          .select(['sequence', 'hash'])
          .where('org', '=', org)
          .where('sequence', '=', Math.min(old, chain.dropped_sequence + tunables.audit.dropRecords))
          .executeTakeFirst();
        if (last?.sequence == null || last.hash === null) return 0;
        await sql`select set_config('sourcier.audit_retention', 'on', true)`.execute(transaction);
        const { numDeletedRows } = await transaction
          .deleteFrom('audit')
          .where('org', '=', org)
          .where('sequence', '<=', last.sequence)
          .executeTakeFirst();
        await transaction
          .updateTable('audit_chain')
          .set({ dropped_sequence: last.sequence, dropped_hash: last.hash })
          .where('org', '=', org)
          .execute();
        await recordAudit(transaction, org, by, 'audit-dropped', {
          records: Number(numDeletedRows),
          lastSequence: last.sequence,
          lastHash: last.hash,
        });
        return Number(numDeletedRows);
      }),
  };
}

async function readChain(db: Database | Transaction, org: string): Promise<AuditChain> {
  const row = await db.selectFrom('audit_chain').selectAll().where('org', '=', org).executeTakeFirst();
  return {
    head: { sequence: row?.sequence ?? 0, hash: row?.hash ?? genesisHash },
    dropped: { sequence: row?.dropped_sequence ?? 0, hash: row?.dropped_hash ?? genesisHash },
  };
}

/** By number and then as they were written, also where somebody took away what keeps numbers unique. */
async function* readPages(
  transaction: Transaction,
  org: string,
): AsyncGenerator<readonly StoredAuditRecord[], void> {
  const records = transaction
    .selectFrom('audit')
    .select([...auditColumns, 'id'])
    .where('org', '=', org)
    .limit(tunables.audit.pageRecords);
  for (let last = { sequence: Number.MIN_SAFE_INTEGER, id: 0 }; ; ) {
    const page = await records
      .where(sql<boolean>`(sequence, id) > (${last.sequence}, ${last.id})`)
      .orderBy('sequence')
      .orderBy('id')
      .execute();
    const end = page.at(-1);
    if (end?.sequence == null) break;
    yield page;
    last = { sequence: end.sequence, id: end.id };
  }
  const outside = await records.where('sequence', 'is', null).orderBy('id').execute();
  if (outside.length > 0) yield outside;
}
