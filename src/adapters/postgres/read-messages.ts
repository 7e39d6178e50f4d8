import { sql } from 'kysely';
import type { StoredMessage } from '../../ports/conversation-repository.ts';
import type { Database } from './database.ts';

/** Which messages of a conversation are read: all, the last ones, those before one, or those up to an ordinal. */
export type WantedMessages = {
  readonly lastMessages?: number;
  readonly beforeMessage?: string;
  readonly throughOrdinal?: number;
};

/** Messages of a conversation with their sources, the earliest first. Whose it is must be known already. */
export async function readMessages(
  db: Database,
  org: string,
  conversationId: string,
  { lastMessages, beforeMessage, throughOrdinal }: WantedMessages = {},
): Promise<StoredMessage[]> {
  let query = db
    .selectFrom('message')
    .select([
      'id',
      'role',
      'text',
      'outcome',
      'answer',
      'created_at as createdAt',
      'retry_of as retryOf',
      'superseded_by as supersededBy',
      sql<boolean>`copied_from is not null`.as('isCopied'),
    ])
    .where('org', '=', org)
    .where('conversation_id', '=', conversationId)
    .orderBy('ordinal', 'desc');
  if (lastMessages !== undefined) query = query.limit(lastMessages);
  if (throughOrdinal !== undefined) query = query.where('ordinal', '<=', throughOrdinal);
  if (beforeMessage !== undefined)
    query = query.where('ordinal', '<', ({ selectFrom }) =>
      selectFrom('message as limit')
        .select('limit.ordinal')
        .where('limit.org', '=', org)
        .where('limit.id', '=', beforeMessage),
    );
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
    .where('message_id', '=', sql<string>`any(${messages.map((message) => message.id)}::uuid[])`)
    .orderBy('n')
    .execute();
  const byMessage = Map.groupBy(sources, (source) => source.messageId);
  return messages.map((message) => ({
    ...message,
    sources: (byMessage.get(message.id) ?? []).map(({ messageId: _messageId, ...source }) => source),
  }));
}
