import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Writes a job for every document whose work is not finished. The rows are the truth, so a queue that was lost or cleared
 * is rebuilt from them (R79). Statements cover every organisation at once: this runs before anybody is served.
 */
export async function requeueUnfinished(db: Database, options: { readonly embed: boolean }): Promise<number> {
  // Second passes of what can be found already; the first reading of the others asks for theirs again.
  const passes = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.' || pass, jsonb_build_object('org', org, 'id', id, 'version', wanted_version)
      from document cross join unnest(awaits) pass
     where org is not null and state in ('searchable-words', 'searchable') order by queued_at
  `.execute(db);
  const ingest = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.ingest', jsonb_build_object('org', org, 'id', id, 'version', wanted_version, 'lane', 'bulk')
      from document where org is not null and state in ('queued', 'fetching', 'parsing') order by queued_at
  `.execute(db);
  const written = Number(passes.numAffectedRows ?? 0) + Number(ingest.numAffectedRows ?? 0);
  return options.embed ? written + (await requestMissingVectors(db)) : written;
}

/** The same for documents whose words can be found and whose vectors are missing. */
export async function requestMissingVectors(db: Database): Promise<number> {
  const embed = await sql`
    insert into outbox (org, job, payload)
    select org, 'document.embed', jsonb_build_object('org', org, 'id', id, 'version', live_version)
      from document where org is not null and state = 'searchable-words' order by queued_at
  `.execute(db);
  return Number(embed.numAffectedRows ?? 0);
}
