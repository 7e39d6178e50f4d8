import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { RebuildSubject } from '../../ports/document-store.ts';
import type { CountedDocuments, GivenUp, IndexHealth, Rebuild } from '../../ports/index-health.ts';
import type { Database } from './database.ts';
import { outboxLane } from './outbox-lane.ts';
import { isPartOf } from './reindex-documents.ts';
import type { Schema } from './schema.ts';

/** What PostgreSQL tells of the index of one organisation. */
export function createIndexHealth(db: Database): IndexHealth {
  const remainingOf = async (org: string, subject: RebuildSubject): Promise<number> => {
    const { rows } = await sql<{ remaining: number }>`
      select count(*)::int as remaining from document d
       where d.org = ${org} and d.rebuild_asked_at is not null and d.state not in ('failed', 'skipped', 'removed')
         and ${isPartOf(org, subject)}`.execute(db);
    return rows[0]?.remaining ?? 0;
  };

  const rebuilds = (org: string) => db.selectFrom('index_rebuild').selectAll().where('org', '=', org);

  const withProgress = async (org: string, row: Selectable<Schema['index_rebuild']>): Promise<Rebuild> => {
    const { subject_kind: kind, subject_id: id, asked_at: askedAt, documents } = row;
    const subject: RebuildSubject = kind === 'organisation' ? { kind } : { kind, id };
    return { subject, askedAt, documents, remaining: await remainingOf(org, subject) };
  };

  return {
    count: async (org, space) => {
      const { rows } = await sql<CountedDocuments>`
        select d.space, d.state, d.reason, count(*)::int as documents, max(v.published_at) as "newestAt",
               (extract(epoch from now() - min(d.queued_at) filter (where d.state in ('queued', 'fetching', 'parsing'))))::float8
                 as "oldestWaitingSeconds"
          from document d
          left join document_version v on v.org = d.org and v.document_id = d.id and v.version = d.live_version
           and d.state in ('searchable-words', 'searchable')
         where d.org = ${org} ${space === undefined ? sql`` : sql`and d.space = ${space}`}
         group by d.space, d.state, d.reason`.execute(db);
      return rows;
    },

    listSpaces: (org) =>
      db
        .selectFrom('space')
        .select(['id', 'title', 'assistant_enabled as assistantEnabled'])
        .where('org', '=', org)
        .orderBy('title')
        .orderBy('id')
        .execute(),

    countOutbox: async (org) => {
      const { rows } = await sql<{ lane: 'rights' | 'others'; jobs: number; oldestSeconds: number }>`
        select ${outboxLane} as lane, count(*)::int as jobs,
               extract(epoch from now() - min(created_at))::float8 as "oldestSeconds"
          from outbox where org = ${org} group by 1`.execute(db);
      return rows;
    },

    listRebuilds: async (org, limit) => {
      const latest = await rebuilds(org).orderBy('asked_at', 'desc').limit(limit).execute();
      return Promise.all(latest.map((row) => withProgress(org, row)));
    },

    findRebuild: async (org, subject) => {
      const row = await rebuilds(org)
        .where('subject_kind', '=', subject.kind)
        .where('subject_id', '=', subject.kind === 'organisation' ? '' : subject.id)
        .executeTakeFirst();
      return row ? withProgress(org, row) : null;
    },

    listGivenUp: async (org, subject, limit) => {
      const { rows } = await sql<GivenUp>`
        select d.id, d.space, d.state <> 'failed' as "isFindable",
               case when d.state = 'failed' then d.reason else d.rebuild_reason end as reason
          from document d where ${isGivenUp(org, subject)} order by 4, d.id limit ${limit}`.execute(db);
      return rows;
    },

    countGivenUp: async (org, subject) => {
      const { rows } = await sql<{ documents: number }>`
        select count(*)::int as documents from document d where ${isGivenUp(org, subject)}`.execute(db);
      return rows[0]?.documents ?? 0;
    },

    keepComparison: async (org, differed) => {
      const compared = { compared_at: new Date(), differed };
      await db
        .insertInto('index_comparison')
        .values({ org, ...compared })
        .onConflict((conflict) => conflict.column('org').doUpdateSet(compared))
        .execute();
    },

    lastComparison: async (org) => {
      const found = await db
        .selectFrom('index_comparison')
        .select(['compared_at as comparedAt', 'differed'])
        .where('org', '=', org)
        .executeTakeFirst();
      return found ?? null;
    },
  };
}

/** SQL condition on a document (alias `d`): asked to be read anew, it failed, or kept the text that it had. */
const isGivenUp = (org: string, subject: RebuildSubject): RawBuilder<boolean> => sql<boolean>`
  d.org = ${org} and ${isPartOf(org, subject)}
  and (d.rebuild_asked_at is not null and d.state = 'failed'
    or d.rebuild_reason is not null and d.state in ('searchable-words', 'searchable'))`;
