import type { Answer } from '../../core/answer/answer.ts';
import { AppError } from '../../core/errors.ts';
import { shorten } from '../../core/shorten.ts';
import type { ConversationRepository, StoredMessage } from '../../ports/conversation-repository.ts';
import type { Database } from './database.ts';

const titleLength = 80;

/** Conversations and the audit record of each answer in PostgreSQL. */
export function createConversationRepository(db: Database): ConversationRepository {
  return {
    saveExchange: (exchange) =>
      db.transaction().execute(async (transaction) => {
        const { org, user, conversationId, messageId, question, answer, sources } = exchange;
        const questionId = crypto.randomUUID();
        if (exchange.opensConversation)
          await transaction
            .insertInto('conversation')
            .values({ org, id: conversationId, user_id: user, title: titleFrom(exchange.title ?? question) })
            .execute();
        const owned = await transaction
          .updateTable('conversation')
          .set({ updated_at: new Date() })
          .where('org', '=', org)
          .where('id', '=', conversationId)
          .where('user_id', '=', user)
          .returning('id')
          .executeTakeFirst();
        if (!owned) throw new AppError('NOT_FOUND');
        const last = await transaction
          .selectFrom('message')
          .select((expression) => expression.fn.max('ordinal').as('ordinal'))
          .where('org', '=', org)
          .where('conversation_id', '=', conversationId)
          .executeTakeFirst();
        const ordinal = (last?.ordinal ?? 0) + 1;
        const { usage, sentences, reason, language } = answer;
        await transaction
          .insertInto('message')
          .values([
            {
              org,
              id: questionId,
              conversation_id: conversationId,
              ordinal,
              role: 'user',
              text: question,
              outcome: null,
              answer: null,
            },
            {
              org,
              id: messageId,
              conversation_id: conversationId,
              ordinal: ordinal + 1,
              role: 'assistant',
              text: answer.text,
              outcome: answer.outcome,
              answer: JSON.stringify({ reason, language, sentences, usage, complete: exchange.complete }),
            },
          ])
          .execute();
        const named = [
          ...(exchange.questionSources ?? []).map((source) => ({ source, messageId: questionId })),
          ...sources.map((source) => ({ source, messageId })),
        ];
        if (named.length > 0)
          await transaction
            .insertInto('message_source')
            .values(
              named.map(({ source, messageId: message_id }) => ({
                org,
                message_id,
                n: source.n,
                document_id: source.documentId,
                version: source.version,
                chunk_id: source.chunkId,
                cited: source.cited,
                source: JSON.stringify(source.source),
              })),
            )
            .execute();
        await transaction
          .insertInto('audit')
          .values({
            org,
            user_id: user,
            action: 'answer',
            details: JSON.stringify({
              messageId,
              outcome: answer.outcome,
              reason,
              complete: exchange.complete,
              provider: usage.provider,
              model: usage.model,
              policyVersion: exchange.policyVersion,
              offered: sources.map(({ documentId, version, chunkId, cited }) => ({
                documentId,
                version,
                chunkId,
                cited,
              })),
            }),
          })
          .execute();
      }),

    list: (org, user, page) => {
      let query = db
        .selectFrom('conversation')
        .select(['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'])
        .where('org', '=', org)
        .where('user_id', '=', user);
      const { before } = page;
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
      return query.orderBy('updated_at', 'desc').orderBy('id').limit(page.limit).execute();
    },

    find: async (org, user, id, options = {}) => {
      const conversation = await db
        .selectFrom('conversation')
        .select(['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'])
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .executeTakeFirst();
      if (!conversation) return null;
      let query = db
        .selectFrom('message')
        .select(['id', 'role', 'text', 'outcome', 'answer', 'created_at as createdAt', 'ordinal'])
        .where('org', '=', org)
        .where('conversation_id', '=', id)
        .orderBy('ordinal', 'desc');
      if (options.lastMessages !== undefined) query = query.limit(options.lastMessages);
      const messages = (await query.execute()).reverse();
      const sources = await db
        .selectFrom('message_source')
        .select([
          'message_id as messageId',
          'n',
          'document_id as documentId',
          'version',
          'chunk_id as chunkId',
          'cited',
          'source',
        ])
        .where('org', '=', org)
        .where('message_id', 'in', [id, ...messages.map((message) => message.id)])
        .orderBy('n')
        .execute();
      const byMessage = Map.groupBy(sources, (source) => source.messageId);
      return {
        ...conversation,
        messages: messages.map(
          ({ ordinal: _ordinal, answer, ...message }): StoredMessage => ({
            ...message,
            sentences: (answer as Pick<Answer, 'sentences'> | null)?.sentences ?? [],
            sources: (byMessage.get(message.id) ?? []).map(({ messageId: _messageId, ...source }) => source),
          }),
        ),
      };
    },

    remove: async (org, user, id) => {
      const removed = await db
        .deleteFrom('conversation')
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .returning('id')
        .executeTakeFirst();
      return removed !== undefined;
    },
  };
}

function titleFrom(question: string): string {
  return shorten(question.replace(/\s+/g, ' ').trim(), titleLength);
}
