import { sql } from 'kysely';
import { catalogue } from '../../queue/catalogue.ts';

const jobsOfRights = Object.entries(catalogue).flatMap(([name, { queue }]) =>
  queue === 'rights' ? name : [],
);

/** SQL expression on the outbox: whether a job brings rights, which go before all others. */
export const outboxLane = sql<'rights' | 'others'>`case when job in (${sql.join(
  jobsOfRights.map((name) => sql.lit(name)),
)}) then 'rights' else 'others' end`;
