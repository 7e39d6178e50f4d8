import { type SqlBool, sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { AuditRecord } from '../../ports/audit-repository.ts';
import type { PersonData } from '../../ports/person-data.ts';
import { auditColumns } from './audit-repository.ts';
import type { Database } from './database.ts';
import { erasePerson } from './erase-person.ts';
import { isOfWorkplace } from './readable.ts';
import { recordAudit } from './record-audit.ts';

/** What is kept of one person in PostgreSQL. */
export function createPersonData(db: Database): PersonData {
  /** True of a row that has the pseudonym of this person. */
  const isTheirs = (column: 'actor' | 'person', org: string, user: string) =>
    sql<SqlBool>`${sql.ref(column)} = (
      select u.pseudonym from app_user u where u.org = ${org} and u.id = ${user})`;

  return {
    listIds: async (org) => {
      const people = await db
        .selectFrom('app_user')
        .select('id')
        .where('org', '=', org)
        .orderBy('id')
        .execute();
      return people.map(({ id }) => id);
    },

    profile: async (org, user) => {
      const person = await db
        .selectFrom('app_user')
        .select([
          'id',
          'name',
          'title',
          'is_owner as isOwner',
          'is_admin as isAdmin',
          'is_auditor as isAuditor',
          'is_guest as isGuest',
          'pseudonym',
        ])
        .where('org', '=', org)
        .where('id', '=', user)
        .executeTakeFirst();
      if (!person) return null;
      const belongs = await db
        .selectFrom('membership')
        .select('principal')
        .where('org', '=', org)
        .where('member', '=', `user:${user}`)
        .orderBy('principal')
        .execute();
      const identities = await db
        .selectFrom('user_identity')
        .select(['issuer', 'subject'])
        .where('org', '=', org)
        .where('user_id', '=', user)
        .orderBy('issuer')
        .execute();
      return { ...person, identities, memberOf: belongs.map(({ principal }) => principal) };
    },

    listConversations: async (org, user) => {
      const found = await db
        .selectFrom('conversation')
        .select('id')
        .where('org', '=', org)
        .where('user_id', '=', user)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return found.map(({ id }) => id);
    },

    listShares: (org, user) =>
      db
        .selectFrom('conversation_share as s')
        .innerJoin('conversation as c', 'c.id', 's.conversation_id')
        .select(['c.id as conversationId', 'c.user_id as sharedBy', 's.principal', 's.shared_at as sharedAt'])
        .where('s.org', '=', org)
        .where('c.org', '=', org)
        .where((is) => is.or([is('c.user_id', '=', user), is('s.user_id', '=', user)]))
        .orderBy('s.shared_at')
        .orderBy('s.principal')
        .execute(),

    listFeedback: (org, user) =>
      db
        .selectFrom('feedback')
        .leftJoin('feedback_comment', (join) =>
          join
            .onRef('feedback_comment.message_id', '=', 'feedback.message_id')
            .onRef('feedback_comment.user_id', '=', 'feedback.user_id')
            .on('feedback_comment.org', '=', org),
        )
        .select([
          'feedback.message_id as messageId',
          'feedback.useful',
          'feedback.sources',
          'feedback.reasons',
          'feedback_comment.text as comment',
          'feedback.given_at as givenAt',
        ])
        .where('feedback.org', '=', org)
        .where('feedback.user_id', '=', user)
        .orderBy('feedback.given_at')
        .orderBy('feedback.message_id')
        .execute(),

    listSecurityItems: (org, user) =>
      db
        .selectFrom('security_item')
        .select(['id', 'message_id as messageId', 'documents', 'state', 'opened_at as openedAt'])
        .where('org', '=', org)
        .where('user_id', '=', user)
        .orderBy('opened_at')
        .orderBy('id')
        .execute(),

    listUploads: (org, user) =>
      db
        .selectFrom('document as d')
        .select(['id', 'title', 'path', 'space', 'bytes', 'sha256', 'modified_at as modifiedAt'])
        .where('d.org', '=', org)
        .where('created_by', '=', user)
        // What a workplace says that they made is the workplace's: they may no longer be allowed to read it.
        .where(sql<SqlBool>`not ${isOfWorkplace}`)
        .where('parent_id', 'is', null)
        .orderBy('modified_at')
        .orderBy('id')
        .execute(),

    listSpending: (org, user) =>
      db
        .selectFrom('spend')
        .select([
          'message_id as messageId',
          'at',
          'spaces',
          'provider',
          'model',
          'prompt_tokens as promptTokens',
          'completion_tokens as completionTokens',
          'micro_euros as microEuros',
          'energy_wh as energyWh',
        ])
        .where('org', '=', org)
        .where(isTheirs('person', org, user))
        .orderBy('at')
        .orderBy('message_id')
        .execute(),

    listBudgets: (org, user) =>
      db
        .selectFrom('budget')
        .select(['unit', 'period', 'soft', 'hard'])
        .where('org', '=', org)
        .where('subject_kind', '=', 'user')
        .where('subject_id', '=', user)
        .orderBy('unit')
        .orderBy('period')
        .execute(),

    listAudit: async (org, user) =>
      (await db
        .selectFrom('audit')
        .select(auditColumns)
        .where('org', '=', org)
        .where('sequence', 'is not', null)
        .where(isTheirs('actor', org, user))
        .orderBy('sequence')
        .execute()) as AuditRecord[],

    recordExport: (org, user, by) =>
      db.transaction().execute(async (transaction) => {
        const person = await transaction
          .selectFrom('app_user')
          .select('pseudonym')
          .where('org', '=', org)
          .where('id', '=', user)
          .executeTakeFirst();
        await recordAudit(transaction, org, by, 'person-exported', { person: person?.pseudonym ?? null });
      }),

    erase: (org, user, options) =>
      db.transaction().execute(async (transaction) => {
        const receipt = await erasePerson(transaction, org, user, options);
        if (!receipt) throw new AppError('NOT_FOUND');
        return receipt;
      }),
  };
}
