import { sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { FeedbackRepository } from '../../ports/feedback-repository.ts';
import type { Database, Transaction } from './database.ts';
import { recordAudit } from './record-audit.ts';
import { openSecurityItem } from './security-item-repository.ts';

/** What people say of their answers in PostgreSQL. */
export function createFeedbackRepository(db: Database): FeedbackRepository {
  return {
    give: (org, user, { messageId, useful, sources, reasons = [], comment }) =>
      db.transaction().execute(async (transaction) => {
        await refuseUnlessOwn(transaction, org, user, messageId);
        const offered = await transaction
          .selectFrom('message_source')
          .select(['n', 'document_id as documentId', 'version', 'cited'])
          .where('org', '=', org)
          .where('message_id', '=', messageId)
          .orderBy('n')
          .execute();
        const unknown = sources.find((source) => !offered.some(({ n }) => n === source.n));
        if (unknown) throw new AppError('BAD_REQUEST', { detail: `sources: no source ${unknown.n}` });
        const row = {
          useful,
          sources: JSON.stringify(sources),
          reasons: JSON.stringify(reasons),
          given_at: new Date(),
        };
        await transaction
          .insertInto('feedback')
          .values({ org, message_id: messageId, user_id: user, ...row })
          .onConflict((conflict) => conflict.columns(['org', 'message_id', 'user_id']).doUpdateSet(row))
          .execute();
        await keepComment(transaction, { org, message_id: messageId, user_id: user }, comment);
        await recordAudit(transaction, org, user, 'feedback-given', { messageId });
        if (reasons.includes('should-not-see'))
          await openSecurityItem(transaction, { org, user, messageId, offered });
      }),

    withdraw: (org, user, messageId) =>
      db.transaction().execute(async (transaction) => {
        const removed = await transaction
          .deleteFrom('feedback')
          .where('org', '=', org)
          .where('message_id', '=', messageId)
          .where('user_id', '=', user)
          .returning('message_id')
          .executeTakeFirst();
        if (removed) await recordAudit(transaction, org, user, 'feedback-withdrawn', { messageId });
        return removed !== undefined;
      }),

    listOwn: async (org, user, messageIds) => {
      if (messageIds.length === 0) return [];
      const given = await db
        .selectFrom('feedback')
        .leftJoin('feedback_comment', (join) =>
          join
            .onRef('feedback_comment.org', '=', 'feedback.org')
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
        ])
        .where('feedback.org', '=', org)
        .where('feedback.user_id', '=', user)
        .where('feedback.message_id', '=', sql<string>`any(${[...messageIds]}::uuid[])`)
        .execute();
      return given.map(({ comment, ...feedback }) => ({ ...feedback, ...(comment !== null && { comment }) }));
    },

    list: async (org, { limit, useful, reason, since, before }) => {
      let query = db
        .selectFrom('feedback')
        .innerJoin('message', (join) =>
          join.onRef('message.org', '=', 'feedback.org').onRef('message.id', '=', 'feedback.message_id'),
        )
        .leftJoin('feedback_comment', (join) =>
          join
            .onRef('feedback_comment.org', '=', 'feedback.org')
            .onRef('feedback_comment.message_id', '=', 'feedback.message_id')
            .onRef('feedback_comment.user_id', '=', 'feedback.user_id')
            .on('feedback_comment.org', '=', org),
        )
        .select([
          'feedback.message_id as messageId',
          'message.conversation_id as conversationId',
          'feedback.useful',
          'feedback.reasons',
          'feedback_comment.text as comment',
          'feedback.given_at as givenAt',
        ])
        .where('feedback.org', '=', org)
        .where('message.org', '=', org);
      if (useful !== undefined) query = query.where('feedback.useful', '=', useful);
      if (reason) query = query.where(sql<boolean>`feedback.reasons @> ${JSON.stringify([reason])}::jsonb`);
      if (since) query = query.where('feedback.given_at', '>=', since);
      if (before)
        query = query.where((expression) =>
          expression.or([
            expression('feedback.given_at', '<', before.givenAt),
            expression.and([
              expression('feedback.given_at', '=', before.givenAt),
              expression('feedback.message_id', '>', before.messageId),
            ]),
          ]),
        );
      const given = await query
        .orderBy('feedback.given_at', 'desc')
        .orderBy('feedback.message_id')
        .limit(limit)
        .execute();
      const commented = given.flatMap(({ comment, conversationId }) =>
        comment === null ? [] : conversationId,
      );
      const rested = await db
        .selectFrom('message_source')
        .innerJoin('message', (join) =>
          join
            .onRef('message.org', '=', 'message_source.org')
            .onRef('message.id', '=', 'message_source.message_id'),
        )
        .select([
          'message.conversation_id as conversationId',
          'message_source.document_id as id',
          'message_source.version',
        ])
        .distinct()
        .where('message_source.org', '=', org)
        .where('message.org', '=', org)
        .where('message.conversation_id', '=', sql<string>`any(${commented}::uuid[])`)
        .execute();
      const documentsOf = Map.groupBy(rested, ({ conversationId }) => conversationId);
      return given.map((one) => ({
        ...one,
        documents: (documentsOf.get(one.conversationId) ?? []).map(({ id, version }) => ({ id, version })),
      }));
    },

    recordReading: (org, by, messageIds) =>
      db
        .transaction()
        .execute((transaction) => recordAudit(transaction, org, by, 'feedback-read', { messageIds })),

    listJudged: async (org, limit) => {
      const given = await db
        .selectFrom('feedback')
        .innerJoin('message', (join) =>
          join.onRef('message.org', '=', 'feedback.org').onRef('message.id', '=', 'feedback.message_id'),
        )
        .select([
          'feedback.message_id as messageId',
          'feedback.user_id as user',
          'feedback.useful',
          'feedback.sources',
          'message.conversation_id as conversationId',
          'message.ordinal',
        ])
        .where('feedback.org', '=', org)
        .where('message.org', '=', org)
        .orderBy('feedback.given_at', 'desc')
        .orderBy('feedback.message_id')
        .limit(limit)
        .execute();
      if (given.length === 0) return [];
      const [questions, offered] = await Promise.all([
        db
          .selectFrom('message')
          .select(['conversation_id as conversationId', 'ordinal', 'text'])
          .where('org', '=', org)
          .where('role', '=', 'user')
          .where('conversation_id', '=', sql<string>`any(${given.map((one) => one.conversationId)}::uuid[])`)
          .orderBy('ordinal')
          .execute(),
        db
          .selectFrom('message_source')
          .select(['message_id as messageId', 'n', 'document_id as documentId', 'cited'])
          .where('org', '=', org)
          .where('message_id', '=', sql<string>`any(${given.map(({ messageId }) => messageId)}::uuid[])`)
          .orderBy('n')
          .execute(),
      ]);
      const asked = Map.groupBy(questions, (question) => question.conversationId);
      const sourcesOf = Map.groupBy(offered, (source) => source.messageId);
      return given.flatMap(({ ordinal, ...feedback }) => {
        const before = (asked.get(feedback.conversationId) ?? []).filter((one) => one.ordinal < ordinal);
        const question = before.pop();
        if (!question) return [];
        const earlier = before.slice(-tunables.conversations.historyExchanges).map(({ text }) => text);
        return {
          ...feedback,
          question: question.text,
          earlierQuestions: earlier,
          offered: sourcesOf.get(feedback.messageId) ?? [],
        };
      });
    },
  };
}

async function refuseUnlessOwn(
  transaction: Transaction,
  org: string,
  user: string,
  messageId: string,
): Promise<void> {
  const own = await transaction
    .selectFrom('message')
    .innerJoin('conversation', (join) =>
      join
        .onRef('conversation.org', '=', 'message.org')
        .onRef('conversation.id', '=', 'message.conversation_id'),
    )
    .select('message.id')
    .where('message.org', '=', org)
    .where('conversation.org', '=', org)
    .where('message.id', '=', messageId)
    .where('message.role', '=', 'assistant')
    .where('conversation.user_id', '=', user)
    // Whoever deletes it waits, and takes what was said of it away too.
    .forKeyShare('conversation')
    .executeTakeFirst();
  if (!own) throw new AppError('NOT_FOUND');
}

/** Without one, the one before goes. */
async function keepComment(
  transaction: Transaction,
  key: { readonly org: string; readonly message_id: string; readonly user_id: string },
  text: string | undefined,
): Promise<void> {
  await transaction
    .deleteFrom('feedback_comment')
    .where('org', '=', key.org)
    .where('message_id', '=', key.message_id)
    .where('user_id', '=', key.user_id)
    .execute();
  if (text !== undefined)
    await transaction
      .insertInto('feedback_comment')
      .values({ ...key, text })
      .execute();
}
