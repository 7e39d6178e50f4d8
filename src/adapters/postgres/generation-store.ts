import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { readableStates } from '../../core/document.ts';
import type { GenerationProgress, GenerationStore, Generations } from '../../ports/generation-store.ts';
import type { Database, Transaction } from './database.ts';
import { readEngineChoices } from './engine-choices.ts';
import { isSendable } from './is-sendable.ts';
import { enqueue } from './outbox.ts';
import { live } from './readable.ts';

/** Documents asked for, and vectors erased, in one transaction: short enough that nobody waits for their locks. */
const documentsPerRequest = 1_000;
const vectorsPerErasure = 5_000;

/** Generations in PostgreSQL: one row each, and a list in the row of each document. */
export function createGenerationStore(db: Database): GenerationStore {
  return {
    find: (org) => findGenerations(db, org),

    want: (org, generation, chosen = null) =>
      db.transaction().execute(async (transaction) => {
        await lockGenerations(transaction, org);
        const found = await findGenerations(transaction, org);
        const { serving, building, retired } = found;
        if (retired.some((each) => each.generation === generation) || building?.generation === generation)
          return found;
        // Whoever read an earlier choice comes too late.
        if (!isDeepStrictEqual((await readEngineChoices(transaction, org)).embeddings, chosen)) return found;
        if (building) await retire(transaction, org, building.generation);
        if (serving !== generation)
          await transaction
            .insertInto('embedding_generation')
            .values({
              org,
              generation,
              status: serving === null ? 'serving' : 'building',
              chosen: chosen && JSON.stringify(chosen),
            })
            .execute();
        // What was asked for until now was asked of other models.
        await transaction
          .updateTable('document')
          .set({ vectors_asked_at: null })
          .where('org', '=', org)
          .where('vectors_asked_at', 'is not', null)
          .execute();
        return findGenerations(transaction, org);
      }),

    wholeIn: async ({ org, id }, version) => {
      const found = await db
        .selectFrom('document')
        .select('generations')
        .where('org', '=', org)
        .where('id', '=', id)
        .where('live_version', '=', version)
        .where('wanted_version', '=', version)
        .executeTakeFirst();
      return found?.generations ?? null;
    },

    noteFailure: async (org, generation, code) => {
      const noted = await db
        .updateTable('embedding_generation')
        .set({ failed_with: code })
        .where('org', '=', org)
        .where('generation', '=', generation)
        .where('failed_with', 'is distinct from', code)
        .returning('generation')
        .executeTakeFirst();
      return noted !== undefined;
    },

    markWhole: async ({ org, id }, version, generation, title) => {
      const { isMarked, hadFailed } = await db.transaction().execute(async (transaction) => {
        // Holds off a switch: what is retired meanwhile must not be recorded after it.
        const alive = await transaction
          .selectFrom('embedding_generation')
          .select(['status', 'failed_with'])
          .where('org', '=', org)
          .where('generation', '=', generation)
          .where('status', '<>', 'retired')
          .forShare()
          .executeTakeFirst();
        if (!alive) return { isMarked: false, hadFailed: false };
        const marked = await transaction
          .updateTable('document')
          .set({
            generations: sql<string[]>`array_append(array_remove(generations, ${generation}), ${generation})`,
            state: 'searchable',
            changed_at: new Date(),
          })
          .where('org', '=', org)
          .where('id', '=', id)
          .where('live_version', '=', version)
          .where('wanted_version', '=', version)
          .where('state', 'in', [...readableStates])
          .$if(title !== undefined, (query) => query.where('title', '=', title ?? ''))
          .returning('id')
          .executeTakeFirst();
        return { isMarked: marked !== undefined, hadFailed: alive.failed_with !== null };
      });
      // Not while others hold the row as this one did: two that both wanted to write it would wait for each other.
      if (hadFailed)
        await db
          .updateTable('embedding_generation')
          .set({ failed_with: null })
          .where('org', '=', org)
          .where('generation', '=', generation)
          .execute();
      return isMarked;
    },

    requestMissing: async (org, wanted, { askedBefore }) => {
      const isMissing = sql.join(
        wanted.map(
          ({ generation, sendable }) =>
            sql`(not ${generation} = any(d.generations) and ${isSendable(sendable)})`,
        ),
        sql` or `,
      );
      let asked = 0;
      for (;;) {
        const count = await db.transaction().execute(async (transaction) => {
          // No key is changed: else a document whose answers are just being kept would be passed over, most often the one asked for most.
          const { rows } = await sql<{ id: string; version: number }>`
            update document set vectors_asked_at = now() where org = ${org} and id in (
              select d.id from document d
               where d.org = ${org} and ${live}
                 and (d.vectors_asked_at is null or d.vectors_asked_at < ${askedBefore}) and (${isMissing})
               order by d.queued_at limit ${documentsPerRequest} for no key update skip locked)
            returning id, live_version as version`.execute(transaction);
          await enqueue(
            transaction,
            rows.map((row) => ({ name: 'document.embed', payload: { org, ...row, lane: 'bulk' } })),
          );
          return rows.length;
        });
        asked += count;
        if (count < documentsPerRequest) return asked;
      }
    },

    askAgain: async ({ org, id }) => {
      await db
        .updateTable('document')
        .set({ vectors_asked_at: null })
        .where('org', '=', org)
        .where('id', '=', id)
        .execute();
    },

    forgetVectors: async (org, ids) => {
      if (ids.length === 0) return;
      await sql`
        update document set generations = '{}', vectors_asked_at = null,
               state = case state when 'searchable' then 'searchable-words' else state end
         where org = ${org} and id = any(${[...ids]}::uuid[])`.execute(db);
    },

    progress: async (org, { generation, sendable }) => {
      const { rows } = await sql<GenerationProgress>`
        select count(*)::int as total,
               (count(*) filter (where ${generation} = any(d.generations)))::int as done,
               (count(*) filter (where not ${generation} = any(d.generations)
                                   and not ${isSendable(sendable)}))::int as "tooSensitive",
               (select g.failed_with from embedding_generation g
                 where g.org = ${org} and g.generation = ${generation}) as "failedWith"
          from document d where d.org = ${org} and d.state in ('searchable-words', 'searchable')`.execute(db);
      return rows[0] ?? { total: 0, done: 0, tooSensitive: 0, failedWith: null };
    },

    switchWhenCovered: (org, { generation, sendable }) =>
      db.transaction().execute(async (transaction) => {
        await lockGenerations(transaction, org);
        const { serving, building } = await findGenerations(transaction, org);
        if (serving === null || building?.generation !== generation) return false;
        // Holds off `markWhole()`: what is covered now is covered until the end of the transaction.
        await transaction
          .selectFrom('embedding_generation')
          .select('generation')
          .where('org', '=', org)
          .forUpdate()
          .execute();
        const { rows } = await sql<{ total: number; done: number; lost: number }>`
          select count(*)::int as total,
                 (count(*) filter (where ${generation} = any(d.generations)))::int as done,
                 (count(*) filter (where ${serving} = any(d.generations)
                                     and not ${generation} = any(d.generations)))::int as lost
            from document d where d.org = ${org} and d.state in ('searchable-words', 'searchable')
             and ${isSendable(sendable)}`.execute(transaction);
        const { total, done, lost } = rows[0] ?? { total: 0, done: 0, lost: 0 };
        if (lost > 0 || done < total * tunables.find.vectorCoverage) return false;
        await retire(transaction, org, serving);
        await transaction
          .updateTable('embedding_generation')
          .set({ status: 'serving', since: new Date() })
          .where('org', '=', org)
          .where('generation', '=', generation)
          .execute();
        return true;
      }),

    erase: async (org, generation, signal) => {
      for (let last: string | undefined = ''; last !== undefined; ) {
        signal.throwIfAborted();
        // In the order of the key, beginning behind what is erased already: no row is looked at twice.
        const erased: { rows: { last: string | null }[] } = await sql<{ last: string | null }>`
          with part as (
            select text_hash from embedding
             where org = ${org} and generation = ${generation} and text_hash > ${last}
             order by text_hash limit ${vectorsPerErasure}),
          erased as (
            delete from embedding e using part where e.org = ${org} and e.generation = ${generation}
               and e.text_hash = part.text_hash)
          select max(text_hash) as last from part`.execute(db);
        last = erased.rows[0]?.last ?? undefined;
      }
    },

    forget: async (org, generation) => {
      await db
        .deleteFrom('embedding_generation')
        .where('org', '=', org)
        .where('generation', '=', generation)
        .where('status', '=', 'retired')
        .execute();
    },
  };
}

async function findGenerations(db: Database | Transaction, org: string): Promise<Generations> {
  const rows = await db
    .selectFrom('embedding_generation')
    .select(['generation', 'status', 'since', 'chosen'])
    .where('org', '=', org)
    .orderBy('generation')
    .execute();
  const serving = rows.find(({ status }) => status === 'serving');
  const building = rows.find(({ status }) => status === 'building');
  return {
    serving: serving?.generation ?? null,
    servedBy: serving?.chosen ?? null,
    building: building
      ? { generation: building.generation, beganAt: building.since, chosen: building.chosen }
      : null,
    retired: rows.flatMap(({ status, generation, since }) =>
      status === 'retired' ? [{ generation, since }] : [],
    ),
  };
}

/** One change of generations at a time; documents can still come and go. */
async function lockGenerations(transaction: Transaction, org: string): Promise<void> {
  await transaction.selectFrom('organisation').select('id').where('id', '=', org).forNoKeyUpdate().execute();
}

/** Nothing is asked of the generation any more: its vectors wait to be dropped, and no document is whole in it. */
async function retire(transaction: Transaction, org: string, generation: string): Promise<void> {
  await transaction
    .updateTable('embedding_generation')
    .set({ status: 'retired', since: new Date() })
    .where('org', '=', org)
    .where('generation', '=', generation)
    .execute();
  await sql`
    update document set generations = array_remove(generations, ${generation}),
           state = case when state = 'searchable' and generations = array[${generation}]::text[]
                        then 'searchable-words' else state end
     where org = ${org} and ${generation} = any(generations)`.execute(transaction);
}
