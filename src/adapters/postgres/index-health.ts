import { sql } from 'kysely';
import type { RebuildSubject } from '../../ports/document-store.ts';
import type { CountedDocuments, IndexHealth } from '../../ports/index-health.ts';
import type { Database } from './database.ts';
import { outboxLane } from './outbox-lane.ts';
import { isPartOf } from './reindex-documents.ts';

/** What PostgreSQL tells of the index of one organisation. */
export function createIndexHealth(db: Database): IndexHealth {
  const remainingOf = async (org: string, subject: RebuildSubject): Promise<number> => {
    const { rows } = await sql<{ remaining: number }>`
      select count(*)::int as remaining from document d
       where d.org = ${org} and d.rebuild_asked_at is not null and d.state not in ('failed', 'skipped', 'removed')
         and ${isPartOf(org, subject)}`.execute(db);
    return rows[0]?.remaining ?? 0;
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
      const latest = await db
        .selectFrom('index_rebuild')
        .selectAll()
        .where('org', '=', org)
        .orderBy('asked_at', 'desc')
        .limit(limit)
        .execute();
      return Promise.all(
        latest.map(async ({ subject_kind: kind, subject_id: id, asked_at: askedAt, documents }) => {
          const subject: RebuildSubject = kind === 'organisation' ? { kind } : { kind, id };
          return { subject, askedAt, documents, remaining: await remainingOf(org, subject) };
        }),
      );
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
