import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import type { MonitoringStore } from '../../ports/monitoring.ts';
import { catalogue } from '../../queue/catalogue.ts';
import type { Database } from './database.ts';

const jobsOfRights = Object.entries(catalogue).flatMap(([name, { queue }]) =>
  queue === 'rights' ? name : [],
);
const isOfRights = sql`job in (${sql.join(jobsOfRights.map((name) => sql.lit(name)))})`;

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
          select case when ${isOfRights} then 'rights' else 'others' end as lane, count(*) as jobs,
                 extract(epoch from now() - min(created_at))::float8 as "oldestSeconds"
            from outbox where org is not null group by 1`.execute(db),
        sql<{ microEuros: number; promptTokens: number; completionTokens: number }>`
          select coalesce(sum(micro_euros), 0)::bigint as "microEuros",
                 coalesce(sum(prompt_tokens), 0)::bigint as "promptTokens",
                 coalesce(sum(completion_tokens), 0)::bigint as "completionTokens"
            from spend
           where org is not null
             and at >= date_trunc('month', now(), ${tunables.budgets.timeZone})`.execute(db),
      ]);
      return {
        unread: unread.rows,
        oldestWaitingSeconds: waiting.rows[0]?.seconds ?? null,
        outbox: outbox.rows,
        month: month.rows[0] ?? { microEuros: 0, promptTokens: 0, completionTokens: 0 },
      };
    },
  };
}
