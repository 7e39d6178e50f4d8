import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { HoldSubject } from '../../ports/hold-repository.ts';
import type { Transaction } from './database.ts';

/** True of a conversation `c` of somebody whose conversations are held. */
export function isHeldConversation(org: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from legal_hold h where h.org = ${org} and h.subject_kind = 'person' and h.subject_id = c.user_id
       and h.released_at is null)`;
}

/**
 * Copies documents that are held, or attached to one that is, to where nobody finds them: with their text, and a claim on their
 * bytes. To be called before a version goes. A version that was set aside before stays as it was then.
 */
export async function setDocumentsAside(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<void> {
  if (!(await holdsAny(transaction, org, 'document'))) return;
  await sql`
    with recursive up(id, held) as (
      select d.id, d.id from document d where d.org = ${org} and d.id = any(${[...ids]}::uuid[])
      union
      select up.id, d.parent_id from document d join up on d.id = up.held
       where d.org = ${org} and d.parent_id is not null),
    subject as (
      select up.id, h.subject_id as held from up
        join legal_hold h on h.org = ${org} and h.subject_kind = 'document' and h.subject_id = up.held::text
         and h.released_at is null),
    standing as (
      select subject.held, d.id, d.title, d.path, d.space, d.source, d.external_id, d.modified_at, d.rendition,
             case when d.live_version > 0 and c.version is not null then c.version else d.wanted_version end as version,
             d.sha256
        from subject
        join document d on d.org = ${org} and d.id = subject.id
        left join lateral (
          select max(k.version) as version from chunk k where k.org = ${org} and k.document_id = d.id) c on true)
    insert into held_content (org, subject_kind, subject_id, content_id, version, content, sha256, rendition)
    select ${org}, 'document', s.held, s.id, s.version,
           jsonb_build_object('title', s.title, 'path', s.path, 'space', s.space, 'source', s.source,
             'externalId', s.external_id, 'modifiedAt', s.modified_at,
             'text', coalesce((
               select string_agg(t.text, E'\n\n' order by t.ordinal) from section t
                where t.org = ${org} and t.document_id = s.id), '')),
           coalesce((
             select v.sha256 from document_version v
              where v.org = ${org} and v.document_id = s.id and v.version = s.version), s.sha256),
           s.rendition
      from standing s
    on conflict do nothing`.execute(transaction);
}

/** The same for conversations of people whose conversations are held; `which` says of a conversation `c` whether it goes. */
export async function setConversationsAside(
  transaction: Transaction,
  org: string,
  which: RawBuilder<boolean>,
): Promise<void> {
  if (!(await holdsAny(transaction, org, 'person'))) return;
  await sql`
    insert into held_content (org, subject_kind, subject_id, content_id, version, content)
    select c.org, 'person', c.user_id, c.id, 0,
           jsonb_build_object('title', c.title, 'createdAt', c.created_at, 'updatedAt', c.updated_at, 'sharedWith', (
               select coalesce(jsonb_agg(p.principal order by p.principal), '[]') from conversation_share p
                where p.org = ${org} and p.conversation_id = c.id), 'messages', coalesce((
             select jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role, 'text', m.text, 'outcome', m.outcome,
                      'answer', m.answer, 'createdAt', m.created_at, 'sources', (
                        select coalesce(jsonb_agg(jsonb_build_object('n', s.n, 'documentId', s.document_id,
                                 'version', s.version, 'chunkId', s.chunk_id, 'cited', s.cited, 'source', s.source)
                                 order by s.n), '[]')
                          from message_source s where s.org = ${org} and s.message_id = m.id),
                      'feedback', (
                        select jsonb_agg(jsonb_build_object('useful', f.useful, 'reasons', f.reasons, 'comment', (
                                 select k.text from feedback_comment k
                                  where k.org = ${org} and k.message_id = f.message_id and k.user_id = f.user_id)))
                          from feedback f where f.org = ${org} and f.message_id = m.id))
                      order by m.ordinal)
               from message m where m.org = ${org} and m.conversation_id = c.id), '[]'))
      from conversation c
     where c.org = ${org} and ${which} and ${isHeldConversation(org)}
    on conflict do nothing`.execute(transaction);
}

/** Refuses to erase what is held, by its own id or by that of what it is attached to or what is attached to it. */
export async function refuseHeldDocuments(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<void> {
  const held = await transaction
    .selectFrom('legal_hold')
    .select('id')
    .where('org', '=', org)
    .where('subject_kind', '=', 'document')
    .where('subject_id', 'in', [...ids])
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (held) throw heldBy(held.id);
}

/** Refuses to erase conversations of somebody whose conversations are held. */
export async function refuseHeldPerson(transaction: Transaction, org: string, user: string): Promise<void> {
  const held = await transaction
    .selectFrom('legal_hold')
    .select('id')
    .where('org', '=', org)
    .where('subject_kind', '=', 'person')
    .where('subject_id', '=', user)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (held) throw heldBy(held.id);
}

/** Nearly always there is none: then nothing is looked for. */
async function holdsAny(transaction: Transaction, org: string, kind: HoldSubject['kind']): Promise<boolean> {
  const hold = await transaction
    .selectFrom('legal_hold')
    .select('id')
    .where('org', '=', org)
    .where('subject_kind', '=', kind)
    .where('released_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return hold !== undefined;
}

/** The refusal that names the hold. */
export function heldBy(id: string): AppError {
  const explanation = { fr: `C’est le blocage ${id}.`, en: `It is the hold ${id}.` };
  return new AppError('LEGAL_HOLD', { detail: `hold: ${id}`, explanation });
}
