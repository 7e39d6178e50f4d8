import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { type DocumentState, readableStates } from '../../core/document.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import type { MonitoringStore, VectorCount } from '../../ports/monitoring.ts';
import type { Database } from './database.ts';
import { outboxLane } from './outbox-lane.ts';

/** Sums over all organisations, for those who operate the service. */
export function createMonitoringStore(db: Database): MonitoringStore {
  return {
    read: async () => {
      const [unread, waiting, outbox, month] = await Promise.all([
        sql<{ reason: ReasonCode; documents: number }>`
          select reason, count(*) as documents from document
           where org is not null and state in ('skipped', 'failed') and reason is not null group by reason`.execute(
          db,
        ),
        sql<{ seconds: number | null }>`
          select extract(epoch from now() - min(queued_at))::float8 as seconds from document
           where org is not null and state in ('queued', 'fetching', 'parsing')`.execute(db),
        sql<{ lane: 'rights' | 'others'; jobs: number; oldestSeconds: number }>`
          select ${outboxLane} as lane, count(*) as jobs,
                 extract(epoch from now() - min(created_at))::float8 as "oldestSeconds"
            from outbox where org is not null group by 1`.execute(db),
        sql<{ microEuros: number; promptTokens: number; completionTokens: number }>`
          select coalesce(sum(micro_euros), 0)::bigint as "microEuros",
                 coalesce(sum(prompt_tokens), 0)::bigint as "promptTokens",
                 coalesce(sum(completion_tokens), 0)::bigint as "completionTokens"
            from spend
           where org is not null
             and at >= date_trunc('month', now(), ${tunables.timeZone})`.execute(db),
      ]);
      return {
        unread: unread.rows,
        oldestWaitingSeconds: waiting.rows[0]?.seconds ?? null,
        outbox: outbox.rows,
        month: month.rows[0] ?? { microEuros: 0, promptTokens: 0, completionTokens: 0 },
      };
    },

    countByState: async () => {
      const { rows } = await sql<{ state: DocumentState; documents: number }>`
        select state, count(*) as documents from document where org is not null group by state`.execute(db);
      return Object.fromEntries(rows.map(({ state, documents }) => [state, documents]));
    },

    countVectors: async () => {
      const { rows } = await sql<VectorCount>`
        with counted as (
          select g.org, g.generation, d.space, d.sensitivity, count(*) as documents,
                 count(*) filter (where g.generation = any(d.generations)) as whole
            from embedding_generation g
            join document d on d.org = g.org and d.state in (${sql.join(readableStates.map((state) => sql.lit(state)))})
           where g.org is not null and g.status in ('serving', 'building')
           group by 1, 2, 3, 4)
        select g.status, g.generation, p.trust as "chosenTrust", g.chosen is not null as "isChosen", a.matrix,
               c.sensitivity, s.sensitivity as "spaceSensitivity",
               sum(c.documents)::bigint as documents, sum(c.whole)::bigint as whole
          from counted c
          join embedding_generation g on g.org = c.org and g.generation = c.generation
          join space s on s.org = c.org and s.id = c.space
          left join answer_policy a on a.org = c.org
          left join provider p on p.org = c.org and p.id = g.chosen ->> 'provider'
           and (p.enabled or g.status = 'serving')
         group by 1, 2, 3, 4, 5, 6, 7`.execute(db);
      return rows;
    },
  };
}
