import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import type { HeldContent, HoldRepository, HoldSubject, LegalHold } from '../../ports/hold-repository.ts';
import { childrenOf } from './children.ts';
import type { Database, Transaction } from './database.ts';
import { forgetAnswers } from './forget-answers.ts';
import { setDocumentsAside } from './held.ts';
import { pseudonymOf, recordAudit } from './record-audit.ts';

const columns = [
  'id',
  'subject_kind as kind',
  'subject_id as subjectId',
  'reason',
  'placed_by as placedBy',
  'placed_at as placedAt',
  'released_by as releasedBy',
  'released_at as releasedAt',
] as const;

type Row = Omit<LegalHold, 'subject'> & { readonly kind: HoldSubject['kind']; readonly subjectId: string };

const holdOf = ({ kind, subjectId, ...hold }: Row): LegalHold => ({
  ...hold,
  subject: { kind, id: subjectId },
});

/** Legal holds in PostgreSQL. */
export function createHoldRepository(db: Database): HoldRepository {
  return {
    place: (org, subject, reason, by) =>
      db.transaction().execute(async (transaction) => {
        await refuseUnknown(transaction, org, subject);
        const placed = await transaction
          .insertInto('legal_hold')
          .values({
            org,
            id: randomUUID(),
            subject_kind: subject.kind,
            subject_id: subject.id,
            reason,
            placed_by: by,
            released_by: null,
            released_at: null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning(columns)
          .executeTakeFirst();
        if (!placed)
          throw new AppError('CONFLICT', {
            explanation: { fr: 'Un blocage le garde déjà.', en: 'a hold of this subject stands' },
          });
        if (subject.kind === 'document')
          await setDocumentsAside(transaction, org, [
            subject.id,
            ...(await childrenOf(transaction, org, [subject.id])),
          ]);
        await recordAudit(transaction, org, by, 'hold-placed', {
          holdId: placed.id,
          ...(await nameOf(transaction, org, subject)),
        });
        return holdOf(placed);
      }),

    list: async (org, { released }) => {
      let query = db.selectFrom('legal_hold').select(columns).where('org', '=', org);
      if (!released) query = query.where('released_at', 'is', null);
      return (await query.orderBy('placed_at', 'desc').orderBy('id').execute()).map(holdOf);
    },

    release: (org, id, by) =>
      db.transaction().execute(async (transaction) => {
        const released = await transaction
          .updateTable('legal_hold')
          .set({ released_by: by, released_at: new Date() })
          .where('org', '=', org)
          .where('id', '=', id)
          .where('released_at', 'is', null)
          .returning(columns)
          .executeTakeFirst();
        if (!released) return null;
        const hold = holdOf(released);
        const { numDeletedRows } = await transaction
          .deleteFrom('held_content')
          .where('org', '=', org)
          .where('subject_kind', '=', hold.subject.kind)
          .where('subject_id', '=', hold.subject.id)
          .executeTakeFirst();
        const forgotten =
          hold.subject.kind === 'person' ? await forgetLostAnswers(transaction, org, hold.subject.id) : 0;
        await recordAudit(transaction, org, by, 'hold-released', {
          holdId: hold.id,
          ...(await nameOf(transaction, org, hold.subject)),
          dropped: Number(numDeletedRows),
          ...(forgotten > 0 && { answers: forgotten }),
        });
        return hold;
      }),

    contents: (org) => readContents(db, org),
  };
}

async function refuseUnknown(
  transaction: Transaction,
  org: string,
  { kind, id }: HoldSubject,
): Promise<void> {
  const found =
    kind === 'person'
      ? await transaction
          .selectFrom('app_user')
          .select('id')
          .where('org', '=', org)
          .where('id', '=', id)
          .executeTakeFirst()
      : isUuid(id) &&
        (await transaction
          .selectFrom('document')
          .select('id')
          .where('org', '=', org)
          .where('id', '=', id)
          .forShare()
          .executeTakeFirst());
  if (!found) throw new AppError('NOT_FOUND');
}

/** How the audit names it: people by their pseudonym. */
async function nameOf(transaction: Transaction, org: string, { kind, id }: HoldSubject) {
  return kind === 'document' ? { documentId: id } : { person: await pseudonymOf(transaction, org, id) };
}

/** Answers of somebody that rested on documents that went while they were held go now, as they did for everybody else. */
async function forgetLostAnswers(transaction: Transaction, org: string, user: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select distinct s.document_id as id
      from message_source s
      join message m on m.org = s.org and m.id = s.message_id
      join conversation c on c.org = m.org and c.id = m.conversation_id
     where s.org = ${org} and m.org = ${org} and c.org = ${org} and c.user_id = ${user}
       and not exists (select 1 from document d where d.org = ${org} and d.id = s.document_id)`.execute(
    transaction,
  );
  if (rows.length === 0) return 0;
  const { messages } = await forgetAnswers(
    transaction,
    org,
    rows.map(({ id }) => id),
  );
  return messages;
}

async function* readContents(db: Database, org: string): AsyncGenerator<readonly HeldContent[], void> {
  const limit = tunables.lifecycle.pageRows;
  for (let offset = 0; ; offset += limit) {
    const page = await db
      .selectFrom('held_content')
      .selectAll()
      .where('org', '=', org)
      .orderBy('subject_kind')
      .orderBy('subject_id')
      .orderBy('content_id')
      .orderBy('version')
      .limit(limit)
      .offset(offset)
      .execute();
    if (page.length === 0) return;
    yield page.map((row) => ({
      subject: { kind: row.subject_kind, id: row.subject_id },
      contentId: row.content_id,
      version: row.version,
      content: row.content,
      sha256: row.sha256,
      setAsideAt: row.set_aside_at,
    }));
  }
}
