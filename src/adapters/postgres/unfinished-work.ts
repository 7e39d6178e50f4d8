import { sql } from 'kysely';
import type { Database } from './database.ts';
import { hasText } from './readable.ts';

/**
 * Writes a job for every document whose reading, or reading anew, is not finished (`GenerationStore` asks for vectors). The rows are the truth, so a queue that was lost or cleared
 * is rebuilt from them (R79). Statements cover every organisation at once: this runs before anybody is served.
 */
export async function requeueUnfinished(db: Database): Promise<number> {
  // Second passes of what can be found already; the first reading of the others asks for theirs again.
  const passes = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.' || pass, jsonb_build_object('org', org, 'id', id, 'version', wanted_version)
      from document cross join unnest(awaits) pass
     where org is not null and state in ('searchable-words', 'searchable') order by queued_at
  `.execute(db);
  const ingest = await sql`
    insert into outbox (org, job, payload)
    select org, case when awaits_bytes then 'document.fetch' else 'document.ingest' end, jsonb_build_object('org', org, 'id', id, 'version', wanted_version, 'lane', 'bulk')
      from document where org is not null and state in ('queued', 'fetching', 'parsing') order by queued_at
  `.execute(db);
  const renamed = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.rename', jsonb_build_object('org', org, 'id', id, 'lane', 'bulk')
      from document d where org is not null and renamed and ${hasText}
  `.execute(db);
  const again = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.ingest', jsonb_build_object('org', org, 'id', id, 'version', wanted_version, 'lane', 'bulk', 'again', true,
           'asked', (extract(epoch from rebuild_asked_at) * 1000)::bigint)
      from document where org is not null and rebuild_asked_at is not null and state in ('searchable-words', 'searchable')
     order by rebuild_asked_at
  `.execute(db);
  return [passes, ingest, renamed, again].reduce(
    (total, { numAffectedRows }) => total + Number(numAffectedRows ?? 0),
    0,
  );
}
