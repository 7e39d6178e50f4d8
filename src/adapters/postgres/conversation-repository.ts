import { AppError } from '../../core/errors.ts';
import type { ConversationRepository, StoredMessage } from '../../ports/conversation-repository.ts';
import type { Database } from './database.ts';

const titleLength = 80;

/** Conversations and the audit record of each answer in PostgreSQL. */
export function createConversationRepository(db: Database): ConversationRepository {
  return {
    saveExchange: (exchange) =>
      db.transaction().execute(async (transaction) => {
        const { org, user, conversationId, messageId, question, answer, sources } = exchange;
        await transaction
          .insertInto('conversation')
          .values({ org, id: conversationId, user_id: user, title: shorten(question) })
          .onConflict((conflict) => conflict.doNothing())
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
              id: crypto.randomUUID(),
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
        if (sources.length > 0)
          await transaction
            .insertInto('message_source')
            .values(
              sources.map((source) => ({
                org,
                message_id: messageId,
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

    find: async (org, user, id) => {
      const conversation = await db
        .selectFrom('conversation')
        .select(['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'])
        .where('org', '=', org)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .executeTakeFirst();
      if (!conversation) return null;
      const messages = await db
        .selectFrom('message')
        .select(['id', 'role', 'text', 'outcome', 'created_at as createdAt'])
        .where('org', '=', org)
        .where('conversation_id', '=', id)
        .orderBy('ordinal')
        .execute();
      const sources = await db
        .selectFrom('message_source as s')
        .innerJoin('message as m', (join) =>
          join.onRef('m.org', '=', 's.org').onRef('m.id', '=', 's.message_id'),
        )
        .select(['s.message_id', 's.n', 's.document_id', 's.version', 's.chunk_id', 's.cited', 's.source'])
        .where('s.org', '=', org)
        .where('m.conversation_id', '=', id)
        .orderBy('s.n')
        .execute();
      return {
        ...conversation,
        messages: messages.map(
          (message): StoredMessage => ({
            ...message,
            sources: sources
              .filter((source) => source.message_id === message.id)
              .map((source) => ({
                n: source.n,
                documentId: source.document_id,
                version: source.version,
                chunkId: source.chunk_id,
                cited: source.cited,
                source: source.source,
              })),
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

function shorten(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return line.length <= titleLength ? line : `${line.slice(0, titleLength - 1)}…`;
}
