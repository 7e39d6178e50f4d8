import { tenantTables } from '../../../src/adapters/postgres/schema.ts';

/**
 * Statements that may look across organisations, word for word where they differ from all others, and why. Anything else
 * on a tenant table must say which organisation it is about.
 */
const exceptions: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern:
      /^select id, job, payload from outbox where org is not null and id in \( select next\.id from \(select distinct org from outbox where org is not null and job in \('[^)]+'\)\) each cross join lateral \( select o\.id, .+ from outbox o where o\.org = each\.org and job in \('[^)]+'\) order by .+ limit \$1\) next\(id, reading, bulk, turn\) order by [\w\s.,]+ limit \$2\) order by id for update skip locked$/,
    why: 'the queue serves every organisation, in turns',
  },
  {
    pattern:
      /^select o\.id, o\.job, o\.payload from outbox o where o\.org is not null and job in \('[^)]+'\) order by .+ limit \$1 for update skip locked$/,
    why: 'the same, beside another deliverer',
  },
  {
    pattern: /^select id from outbox where org is not null and job in \('[^)]+'\) limit 1$/,
    why: 'whether anything waits to be delivered is asked for all of them at once; only yes or no comes of it',
  },
  {
    pattern:
      /^select extract\(epoch from now\(\) - created_at\)::float8 as seconds from outbox where org is not null and job in \('[^)]+'\) order by id limit 1$/,
    why: 'the same, since when; only that comes of it',
  },
  {
    pattern:
      /^insert into outbox \(org, job, payload\) select org, case when awaits_bytes then 'document\.fetch' else 'document\.ingest' end, jsonb_build_object\(.*\) from document where org is not null and state in \('queued', 'fetching', 'parsing'\) order by queued_at$/,
    why: 'what a crash left is queued again at the start, before anybody is served',
  },
  {
    pattern:
      /^insert into outbox \(org, job, payload\) select org, 'document\.' \|\| pass, jsonb_build_object\(.*\) from document cross join unnest\(awaits\) pass where org is not null and state in \('searchable-words', 'searchable'\) order by queued_at$/,
    why: 'the same for second passes',
  },
  {
    pattern:
      /^insert into outbox \(org, job, payload\) select org, 'document\.rename', jsonb_build_object\(.*\) from document d where org is not null and renamed and d\.live_version = d\.wanted_version and d\.state not in \('skipped', 'failed'\)$/,
    why: 'the same for new titles',
  },
  {
    pattern:
      /^insert into outbox \(org, job, payload\) select org, 'document\.ingest', jsonb_build_object\(.*\) from document where org is not null and rebuild_asked_at is not null and state in \('searchable-words', 'searchable'\) order by rebuild_asked_at$/,
    why: 'the same for what is read anew',
  },
  {
    pattern:
      /^select org, id as keyid, scopes, source, .+ as isusednow from service_key where org is not null and hash = \$\d+ and revoked_at is null and expires_at > now\(\)$/,
    why: 'a service key says by its row which organisation it is of; only the whole hash of a secret finds one',
  },
  {
    pattern:
      /^select s\.org, t\.issuer, s\.subject from session s join trusted_issuer t on t\.org = s\.org and t\.id = s\.issuer_id where s\.org is not null and s\.hash = \$1 and s\.expires_at > now\(\) - make_interval\(secs => \$2\)$/,
    why: 'the same of a session',
  },
  {
    pattern:
      /^delete from session where org is not null and hash = \$1 returning org, issuer_id as issuerid, subject, kind, sealed_id_token as sealed$/,
    why: 'whoever holds a session may end it',
  },
  {
    pattern:
      /^select org, id, kind, issuer, audience, jwks_url as jwksurl, profile, public_name as publicname, sealed_secret is not null as hassecret from trusted_issuer where org is not null and issuer = \$1 order by org, id$/,
    why: 'a signed token says who signed it before anybody knows which organisation trusts that one',
  },
  {
    pattern:
      /^select org, id, kind, issuer, audience, jwks_url as jwksurl, profile, public_name as publicname, sealed_secret is not null as hassecret from trusted_issuer where org is not null and kind = 'oidc' and public_name is not null order by org, id$/,
    why: 'the sign-in page shows what the operator gave a public name, before anybody knows who comes and where they belong',
  },
  {
    pattern: /^select source\.org, source\.id, [\w\s,]+ from source where org is not null order by org, id$/,
    why: 'sources of all organisations are tended one after the other; what is done for one names it',
  },
  {
    pattern:
      /^select distinct on \(org\) org, id, .+ from evaluation_run where org is not null and state = \$\d+ order by org, started_at, id$/,
    why: 'the work carries on the runs of all organisations; what it reads of one is used for that one alone',
  },
  {
    pattern:
      /^select distinct on \(org\) org, id, .+ from backfill where org is not null and state = \$\d+ and next_at <= \$\d+ order by org, updated_at$/,
    why: 'backfills of all organisations take turns; what is done for one names it',
  },
];

const tables = new Set<string>(tenantTables);

/**
 * Which uses of tenant tables in a compiled statement are not bound to an organisation (R21). A use is bound by
 * `org = $n`, by `org in (…)`, by `org =` the organisation of a table that is itself in the statement, or, for an
 * insert, by the column `org` among its columns. `org is not null` binds nothing.
 */
export function missingPredicates(statement: string): string[] {
  const sql = statement.replaceAll('"', '').replace(/\s+/g, ' ').trim().toLowerCase();
  if (exceptions.some(({ pattern }) => pattern.test(sql))) return [];
  const missing: string[] = [];
  for (const [, table = '', columns = ''] of sql.matchAll(/\binsert into (\w+) \(([^)]*)\)/g))
    if (tables.has(table) && !columns.split(', ').includes('org')) missing.push(`insert into ${table}`);

  const use = /\b(from|join|update)\s+(?:only\s+)?(\w+)(?:\s+(?:as\s+)?(\w+))?/g;
  const keywords = /^(where|set|on|join|inner|left|order|group|limit|for|returning|union|cross|using)$/;
  for (const [, verb = '', table = '', word] of sql.matchAll(use)) {
    if (!tables.has(table) || (verb === 'update' && table === 'set')) continue;
    const alias = word && !keywords.test(word) ? word : null;
    const name = alias ?? `(?:${table}\\.)?`;
    const column = alias ? `\\b${name}\\.org` : `(?<![\\w.])${name}org`;
    const bound = new RegExp(`${column} (?:= (?:\\$\\d+|\\w+\\.org)|in \\(\\$)|= ${alias ?? table}\\.org\\b`);
    if (!bound.test(sql)) missing.push(`${verb} ${table}`);
  }
  if (/\borg is (not distinct from|null)\b/.test(sql)) missing.push('a null organisation matches');
  return missing;
}
