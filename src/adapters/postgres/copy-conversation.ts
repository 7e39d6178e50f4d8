import { type RawBuilder, sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import { fold } from '../../core/find/fold.ts';
import type { ConversationCopy } from '../../ports/conversation-shares.ts';
import type { Transaction } from './database.ts';
import { peopleThere } from './people-there.ts';
import { recordAudit } from './record-audit.ts';
import { forgetRemoved, saveSources } from './save-exchange.ts';

/**
 * Keeps a copy of what somebody was shown of another's conversation, as one of their own. Words of documents that were removed
 * meanwhile are left out (R70).
 * @throws AppError `NOT_FOUND` when the person is gone
 */
export async function copyConversation(transaction: Transaction, copy: ConversationCopy): Promise<void> {
  const { org, user, id, title, from, messages } = copy;
  const there = await peopleThere(transaction, org, [user]);
  if (!there.has(user)) throw new AppError('NOT_FOUND');
  await transaction
    .insertInto('conversation')
    .values({ org, id, user_id: user, title, title_key: fold(title) })
    .execute();
  await transaction
    .insertInto('message')
    .values(
      messages.map((message, index) => ({
        org,
        id: message.id,
        conversation_id: id,
        ordinal: index + 1,
        role: message.role,
        text: message.text,
        outcome: message.outcome,
        answer: message.answer && JSON.stringify(message.answer),
        created_at: message.createdAt,
        retry_of: message.retryOf,
        superseded_by: message.supersededBy,
        copied_from: firstAuthor(org, message.copiedOf, from.owner),
      })),
    )
    .execute();
  for (const message of messages) await saveSources(transaction, org, message.id, message.sources);
  await forgetRemoved(
    transaction,
    org,
    messages.flatMap(({ sources }) => sources),
  );
  await recordAudit(transaction, org, user, 'conversation-copied', {
    conversationId: id,
    from: from.id,
    messages: messages.length,
  });
}

/** Of what was copied before, whose it was first. */
function firstAuthor(org: string, message: string, owner: string): RawBuilder<string> {
  return sql<string>`coalesce((select m.copied_from from message m where m.org = ${org} and m.id = ${message}), ${owner})`;
}
