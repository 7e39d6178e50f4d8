import { sql } from 'kysely';
import { AppError, isAppError } from '../../core/errors.ts';
import { fold } from '../../core/find/fold.ts';
import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { Database } from './database.ts';
import { setConversationsAside } from './held.ts';
import { readMessages } from './read-messages.ts';
import { saveExchange } from './save-exchange.ts';

const card = ['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'] as const;

/** Conversations and the audit record of each answer in PostgreSQL. */
export function createConversationRepository(db: Database): ConversationRepository {
  return {
    saveExchange: (exchange) =>
      db
        .transaction()
        .execute((transaction) => saveExchange(transaction, exchange))
        .catch((cause: unknown) => {
          throw isAppError(cause) ? cause : new AppError('ANSWER_NOT_RECORDED', { cause });
        }),

    list: (org, user, { limit, before, query: words }) => {
      let query = db
        .selectFrom('conversation')
        .select(card)
        .where('org', '=', org)
        .where('user_id', '=', user);
      for (const word of fold(words ?? '').split(' ')) {
        if (word !== '') query = query.where('title_key', 'like', `%${likeLiteral(word)}%`);
      }
      if (before)
        query = query.where((expression) =>
          expression.or([
            expression('updated_at', '<', before.updatedAt),
            expression.and([
              expression('updated_at', '=', before.updatedAt),
              expression('id', '>', before.id),
            ]),
          ]),
        );
      return query.orderBy('updated_at', 'desc').orderBy('id').limit(limit).execute();
    },

    find: async (org, user, id, options) => {
      const conversation = await db
        .selectFrom('conversation')
        .select(card)
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .executeTakeFirst();
      if (!conversation) return null;
      return { ...conversation, messages: await readMessages(db, org, id, options) };
    },

    findQuestion: async (org, user, messageId) => {
      const found = await db
        .selectFrom('message as answer')
        .innerJoin('conversation', (join) =>
          join
            .onRef('conversation.org', '=', 'answer.org')
            .onRef('conversation.id', '=', 'answer.conversation_id'),
        )
        .innerJoin('message as question', (join) =>
          join
            .onRef('question.org', '=', 'answer.org')
            .onRef('question.conversation_id', '=', 'answer.conversation_id')
            .on('question.ordinal', '=', sql<number>`answer.ordinal - 1`),
        )
        .select(['conversation.id as conversationId', 'answer.answer as kept', 'answer.retry_of as retryOf'])
        .select(({ exists, selectFrom }) =>
          exists(
            selectFrom('message_source')
              .select('n')
              .where('message_source.org', '=', org)
              .whereRef('message_source.message_id', '=', 'question.id'),
          ).as('isTask'),
        )
        .where('answer.org', '=', org)
        .where('conversation.org', '=', org)
        .where('question.org', '=', org)
        .where('answer.id', '=', messageId)
        .where('answer.role', '=', 'assistant')
        .where('conversation.user_id', '=', user)
        .executeTakeFirst();
      if (!found) return null;
      const { kept, retryOf, ...asked } = found;
      return {
        ...asked,
        isTask: Boolean(asked.isTask),
        scope: kept?.scope ?? {},
        firstAnswer: retryOf ?? messageId,
      };
    },

    rename: async (org, user, id, title) =>
      (await db
        .updateTable('conversation')
        .set({ title, title_key: fold(title) })
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .returning(card)
        .executeTakeFirst()) ?? null,

    remove: (org, user, id) =>
      db.transaction().execute(async (transaction) => {
        await setConversationsAside(transaction, org, sql`c.id = ${id} and c.user_id = ${user}`);
        const removed = await transaction
          .deleteFrom('conversation')
          .where('org', '=', org)
          .where('id', '=', id)
          .where('user_id', '=', user)
          .returning('id')
          .executeTakeFirst();
        return removed !== undefined;
      }),
  };
}

/** A text that `like` takes as it stands. */
function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
