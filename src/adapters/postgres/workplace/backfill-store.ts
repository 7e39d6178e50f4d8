import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../../config/tunables.ts';
import { AppError } from '../../../core/errors.ts';
import { itemIdOf } from '../../../core/workplace/apply-to-item.ts';
import type { Backfill, BackfillPlace } from '../../../core/workplace/backfill/backfill.ts';
import type { BackfillStore } from '../../../ports/backfill-store.ts';
import type { Database, Transaction } from '../database.ts';
import { recordAudit } from '../record-audit.ts';
import { applyIn, isDocumentEvent } from './apply-events.ts';
import { forgetWords, loadItems } from './items.ts';
import { settleItems } from './settle-items.ts';
import { dropEmptySpace } from './spaces.ts';
import { countUnnamed, markNamed, removeUnnamed } from './sweep-directory.ts';
import { unlessSourceGone } from './unless-source-gone.ts';

const columns = [
  'org',
  'id',
  'source',
  'spaces',
  'phase',
  'state',
  'space_at as spaceAt',
  'cursor',
  'expected',
  'listed',
  'changed',
  'unreadable',
  'removed',
  'nameless',
  'problems',
  'forced',
  'trouble',
  'attempts',
  'started_at as startedAt',
  'updated_at as updatedAt',
  'ended_at as endedAt',
] as const;

/** Backfills in PostgreSQL. */
export function createBackfillStore(db: Database): BackfillStore {
  const find: BackfillStore['find'] = async (org, id) =>
    (await db
      .selectFrom('backfill')
      .select(columns)
      .where('org', '=', org)
      .where('id', '=', id)
      .executeTakeFirst()) ?? null;

  return {
    find,

    start: ({ org, id: source }, { spaces, by }) =>
      db
        .transaction()
        .execute(async (transaction) => {
          const id = crypto.randomUUID();
          const started = await transaction
            .insertInto('backfill')
            .values({ org, id, source, spaces: spaces && [...spaces] })
            .returning(columns)
            .executeTakeFirstOrThrow();
          await recordAudit(transaction, org, by, 'backfill-started', { backfill: id, source, spaces });
          return started;
        })
        .catch(unlessSourceGone)
        .catch(orConflict),

    list: (org, { source, limit }) =>
      db
        .selectFrom('backfill')
        .select(columns)
        .where('org', '=', org)
        .$if(source !== null, (query) => query.where('source', '=', source ?? ''))
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute(),

    change: (org, id, action, { force, by }) =>
      db
        .transaction()
        .execute(async (transaction) => {
          const known = await transaction
            .selectFrom('backfill')
            .select(['state', 'trouble'])
            .where('org', '=', org)
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst();
          if (!known) return null;
          const { state, trouble } = known;
          if (state === 'done' || state === 'cancelled' || (action === 'pause' && state === 'failed'))
            throw new AppError('CONFLICT', { detail: `state: ${state}` });
          const to = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;
          const changed = await transaction
            .updateTable('backfill')
            .set({
              state: to[action],
              updated_at: sql<Date>`now()`,
              ...(action === 'cancel' && { ended_at: sql<Date>`now()` }),
              ...(action === 'resume' && {
                trouble: null,
                attempts: 0,
                repeats: 0,
                ended_at: null,
                next_at: sql<Date>`now()`,
                // A list whose place was lost is gone through again: what is known of it does not change by that.
                ...(trouble === 'CURSOR_REFUSED' && { cursor: null }),
                ...(force && { forced: true }),
              }),
            })
            .where('org', '=', org)
            .where('id', '=', id)
            .returning(columns)
            .executeTakeFirstOrThrow();
          await recordAudit(transaction, org, by, `backfill-${to[action]}`, { backfill: id, force });
          return changed;
        })
        .catch(orConflict),

    listDue: async (now) => {
      const due = await db
        .selectFrom('backfill')
        .distinctOn('org')
        .select(columns)
        // The work serves every organisation, so this looks across them.
        .where('org', 'is not', null)
        .where('state', '=', 'running')
        .where('next_at', '<=', now)
        .orderBy('org')
        .orderBy('updated_at')
        .execute();
      return due.toSorted((one, other) => one.updatedAt.getTime() - other.updatedAt.getTime());
    },

    expect: async ({ org, id }, items) => {
      await db
        .updateTable('backfill')
        .set({ expected: items })
        .where('org', '=', org)
        .where('id', '=', id)
        .execute();
    },

    takePage: (backfill, source, page, { after, now, removesUnnamed = false }) =>
      db.transaction().execute(async (transaction) => {
        if (!(await standsAt(transaction, backfill))) return false;
        const outcomes = await applyIn(transaction, source, page.events, {
          lane: 'bulk',
          now,
          rejected: 0,
          isListing: true,
        });
        const isOfItems = backfill.phase === 'items';
        const listed = isOfItems
          ? await markListed(transaction, backfill, [
              ...page.events.filter(isDocumentEvent).map(itemIdOf),
              ...page.spared,
            ])
          : 0;
        const changed = outcomes.filter((outcome) => outcome === 'applied').length;
        const { problems: mostProblems, repeats: mostRepeats } = tunables.workplace.backfill;
        const isRepeat = isOfItems && listed === 0 && after.phase === 'items' && after.cursor !== null;
        await move(transaction, backfill, after, {
          listed: sql`listed + ${listed}`,
          changed: sql`changed + ${changed}`,
          unreadable: sql`unreadable + ${page.unreadable}`,
          nameless: sql`nameless + ${page.nameless}`,
          problems: sql`(problems || ${page.problems.slice(0, mostProblems)}::text[])[1:${sql.lit(mostProblems)}]`,
          repeats: isRepeat ? sql`repeats + 1` : sql`0`,
        });
        if (backfill.phase === 'directory' && source.isDirectory)
          await markNamed(transaction, backfill, page.events);
        if (removesUnnamed) await removeUnnamed(transaction, backfill, now);
        if (backfill.phase === 'directory' && after.phase !== 'directory')
          await sql`
            update source_progress set directory_pulled_at = now()
             where org = ${backfill.org} and source = ${backfill.source}`.execute(transaction);
        if (isRepeat)
          await sql`
            update backfill set state = 'failed', trouble = 'EXPORT_REPEATS', ended_at = now()
             where org = ${backfill.org} and id = ${backfill.id} and repeats >= ${mostRepeats}`.execute(
            transaction,
          );
        return true;
      }),

    countUnnamed: (backfill) => countUnnamed(db, backfill),

    listUnknownSpaces: async ({ org, spaces }) => {
      const { rows } = await sql<{ id: string }>`
        select asked.id from unnest(${spaces}::text[]) as asked(id)
         where not exists (select from space s where s.org = ${org} and s.id = asked.id) order by 1`.execute(
        db,
      );
      return rows.map(({ id }) => id);
    },

    countUnlisted: async (backfill) => {
      const { rows } = await sql<{ known: number; unlisted: number }>`
        select count(*) as known, count(*) filter (where ${isUnlisted(backfill)}) as unlisted
          from item i where ${isPulled(backfill)}`.execute(db);
      return rows[0] ?? { known: 0, unlisted: 0 };
    },

    listUnlisted: async (backfill, limit) => {
      const { rows } = await sql<{ id: string }>`
        select i.external_id as id from item i where ${isPulled(backfill)} and ${isUnlisted(backfill)}
         order by i.external_id limit ${limit}`.execute(db);
      return rows.map(({ id }) => id);
    },

    sweep: (backfill, source, { gone, found, spared }, { now }) =>
      db.transaction().execute(async (transaction) => {
        if (gone.length + found.length + spared.length === 0) return true;
        if (!(await standsAt(transaction, backfill))) return false;
        await applyIn(transaction, source, found, { lane: 'bulk', now, rejected: 0, isListing: true });
        await markListed(transaction, backfill, [...found.filter(isDocumentEvent).map(itemIdOf), ...spared]);
        const removed = await removeUnlisted(transaction, backfill, gone, now);
        await move(transaction, backfill, backfill, {
          listed: sql`listed + ${found.length}`,
          unreadable: sql`unreadable + ${spared.length}`,
          removed: sql`removed + ${removed}`,
        });
        return true;
      }),

    finish: async ({ org, id }, trouble) => {
      await db
        .updateTable('backfill')
        .set({
          state: 'done',
          phase: 'done',
          trouble,
          ended_at: sql<Date>`now()`,
          updated_at: sql<Date>`now()`,
        })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    },

    postpone: async ({ org, id }, trouble, until) => {
      await db
        .updateTable('backfill')
        .set({
          trouble,
          attempts: sql<number>`attempts + 1`,
          updated_at: sql<Date>`now()`,
          ...(until ? { next_at: until } : { state: 'failed' as const, ended_at: sql<Date>`now()` }),
        })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    },
  };
}

/** True, and held until the transaction ends, when it still runs and stands where the page was asked for. */
async function standsAt(transaction: Transaction, backfill: Backfill): Promise<boolean> {
  const { rows } = await sql`
    select from backfill where org = ${backfill.org} and id = ${backfill.id} and state = 'running'
       and phase = ${backfill.phase} and space_at = ${backfill.spaceAt} and cursor is not distinct from ${backfill.cursor}
       for no key update`.execute(transaction);
  return rows.length > 0;
}

async function move(
  transaction: Transaction,
  { org, id }: Backfill,
  { phase, spaceAt, cursor }: BackfillPlace,
  counts: Readonly<Record<string, RawBuilder<unknown>>>,
): Promise<void> {
  const counted = Object.entries(counts).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`
    update backfill set phase = ${phase}, space_at = ${spaceAt}, cursor = ${cursor}, ${sql.join(counted)},
           trouble = null, attempts = 0, updated_at = clock_timestamp()
     where org = ${org} and id = ${id}`.execute(transaction);
}

/** Gives how many were not listed before. */
async function markListed(
  transaction: Transaction,
  { org, source, id }: Backfill,
  items: readonly string[],
): Promise<number> {
  if (items.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update item set listed_in = ${id} where org = ${org} and source = ${source}
       and external_id = any(${[...items]}::text[]) and listed_in is distinct from ${id}`.execute(
    transaction,
  );
  return Number(numAffectedRows ?? 0);
}

/** A later event brings each of them back: its end is as late as the last thing that was said of it. */
async function removeUnlisted(
  transaction: Transaction,
  backfill: Backfill,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: string; document: string; space: string | null }>`
    update item i set gone_sequence = greatest(content_sequence, place_sequence, acl_sequence, gone_sequence)
     where ${isPulled(backfill)} and ${isUnlisted(backfill)} and i.external_id = any(${[...ids]}::text[])
    returning i.external_id as id, i.document_id as document, i.space`.execute(transaction);
  await forgetWords(
    transaction,
    backfill.org,
    rows.map(({ document }) => document),
  );
  const source = { org: backfill.org, id: backfill.source };
  const items = await loadItems(
    transaction,
    source,
    rows.map(({ id }) => id),
  );
  await settleItems(transaction, source, [...items.values()], { lane: 'bulk', now });
  for (const space of new Set(rows.map((row) => row.space)))
    if (space !== null) await dropEmptySpace(transaction, backfill.org, space);
  return rows.length;
}

/** Items that it asks for and that are there. */
const isPulled = ({ org, source, spaces }: Backfill): RawBuilder<unknown> => sql`
  i.org = ${org} and i.source = ${source} and (${spaces}::text[] is null or i.space = any(${spaces}::text[]))
  and exists (select from document d where d.org = ${org} and d.id = i.document_id)`;

/** Neither listed by it, nor spoken of by an event since it began. */
const isUnlisted = ({ org, id }: Backfill): RawBuilder<unknown> => sql`
  i.listed_in is distinct from ${id}
  and i.touched_at < (select b.started_at from backfill b where b.org = ${org} and b.id = ${id})`;

function orConflict(cause: unknown): never {
  const { constraint } = cause as { readonly constraint?: string };
  throw constraint === 'backfill_live'
    ? new AppError('CONFLICT', {
        cause,
        explanation: {
          fr: 'Un relevé de cette source est en cours.',
          en: 'a backfill of this source is under way',
        },
      })
    : cause;
}
