import { type Kysely, sql } from 'kysely';
import { type AuditContent, contentHash, genesisHash, linkHash } from '../../../core/audit/audit-hash.ts';

/**
 * Each record of the audit follows the one before it in its organisation, by number and by hash, and none is changed (R65).
 * It says a pseudonym in place of a person, which goes with them (R63, R73).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of columns) await sql.raw(statement).execute(db);
  await chainFormerRecords(db);
  for (const statement of rules) await sql.raw(statement).execute(db);
}

const columns = [
  'alter table audit add column actor uuid',
  // Who was removed meanwhile has no pseudonym: one for all that they did.
  `update audit set actor = known.pseudonym
     from (select named.org, named.id, coalesce(u.pseudonym, gen_random_uuid()) as pseudonym
             from (select distinct org, user_id as id from audit where user_id is not null) named
             left join app_user u on u.org = named.org and u.id = named.id) known
    where audit.org = known.org and audit.user_id = known.id`,
  `update audit set details = jsonb_set(details, '{subject,id}',
       coalesce((select to_jsonb(u.pseudonym) from app_user u
                  where u.org = audit.org and u.id = details #>> '{subject,id}'), 'null'))
    where action = 'budget-set' and details #>> '{subject,kind}' = 'user' and details #>> '{subject,id}' <> '*'`,
  'alter table audit drop column user_id',
  // Hashes in hexadecimal, as they are exported: whoever looks into the table can compare them by eye.
  'alter table audit add column content_hash text',
  // Null from the insertion to the end of its transaction.
  'alter table audit add column sequence bigint',
  'alter table audit add column previous_hash text',
  'alter table audit add column hash text',
  // Exact to the millisecond, as JavaScript and the hash know it.
  `update audit set at = date_trunc('milliseconds', at)`,
  `create table audit_chain (
     org text primary key references organisation on delete cascade,
     -- The last record.
     sequence bigint not null,
     hash text not null,
     -- The last of those that retention has dropped: what the first that is kept follows.
     dropped_sequence bigint not null default 0,
     dropped_hash text not null
   )`,
];

const rules = [
  'alter table audit alter column content_hash set not null',
  'create unique index audit_sequence on audit (org, sequence)',
  // Runs at the end of each transaction (deferred), when all its other locks are taken: writers of one organisation wait for each
  // other during a commit alone, and never in a circle.
  `create function chain_audit() returns trigger language plpgsql as $$
     declare
       before audit_chain;
       own text;
     begin
       insert into audit_chain (org, sequence, hash, dropped_hash)
         values (new.org, 0, '${genesisHash}', '${genesisHash}') on conflict do nothing;
       select * into before from audit_chain where org = new.org for update;
       own := encode(sha256(convert_to(concat_ws(E'\\n', 'sourcier.audit.link.v1',
         before.sequence + 1, before.hash, new.content_hash), 'UTF8')), 'hex');
       update audit set sequence = before.sequence + 1, previous_hash = before.hash, hash = own where id = new.id;
       update audit_chain set sequence = before.sequence + 1, hash = own where org = new.org;
       return null;
     end $$`,
  `create constraint trigger chain_audit after insert on audit deferrable initially deferred
     for each row execute function chain_audit()`,
  // A guard against mistakes: who owns the database can take it away, and the chain then tells.
  `create function refuse_audit_change() returns trigger language plpgsql as $$
     begin
       if tg_op = 'DELETE' and current_setting('sourcier.audit_retention', true) = 'on' then return old; end if;
       raise exception 'records of the audit are only ever added' using errcode = 'insufficient_privilege';
     end $$`,
  `create trigger keep_audit_unforged before insert on audit for each row
     when (new.sequence is not null) execute function refuse_audit_change()`,
  `create trigger keep_audit_unchanged before update on audit for each row
     when (old.sequence is not null or (old.id, old.org, old.at, old.actor, old.action, old.details, old.content_hash)
       is distinct from (new.id, new.org, new.at, new.actor, new.action, new.details, new.content_hash))
     execute function refuse_audit_change()`,
  `create trigger keep_audit_whole before delete on audit for each row execute function refuse_audit_change()`,
  `create trigger keep_audit_full before truncate on audit execute function refuse_audit_change()`,
];

const batch = 1_000;

type FormerRecord = AuditContent & { readonly id: number };

/** In the order in which they were written. */
async function chainFormerRecords(db: Kysely<unknown>): Promise<void> {
  const heads = new Map<string, { readonly sequence: number; readonly hash: string }>();
  for (let last = 0; ; ) {
    const { rows } = await sql<FormerRecord>`
      select id, org, at, actor, action, details from audit where id > ${last} order by id limit ${batch}`.execute(
      db,
    );
    if (rows.length === 0) break;
    const chained = rows.map((record) => {
      const before = heads.get(record.org) ?? { sequence: 0, hash: genesisHash };
      const link = {
        sequence: before.sequence + 1,
        previousHash: before.hash,
        contentHash: contentHash(record),
      };
      const hash = linkHash(link);
      heads.set(record.org, { sequence: link.sequence, hash });
      return { id: record.id, ...link, hash };
    });
    await sql`
      update audit set sequence = c.sequence, previous_hash = c."previousHash", content_hash = c."contentHash", hash = c.hash
        from jsonb_to_recordset(${JSON.stringify(chained)}::jsonb)
          as c(id bigint, sequence bigint, "previousHash" text, "contentHash" text, hash text)
       where audit.id = c.id`.execute(db);
    last = rows.at(-1)?.id ?? last;
  }
  for (const [org, { sequence, hash }] of heads)
    await sql`insert into audit_chain (org, sequence, hash, dropped_hash)
      values (${org}, ${sequence}, ${hash}, ${genesisHash})`.execute(db);
}
