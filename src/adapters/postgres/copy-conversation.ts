import { sql } from 'kysely';
import { AppError } from '../../core/errors.ts';
import { fold } from '../../core/find/fold.ts';
import type { ConversationCopy } from '../../ports/conversation-shares.ts';
import type { Transaction } from './database.ts';
import { peopleThere } from './people-there.ts';
import { recordAudit } from './record-audit.ts';
import { forgetRemoved, saveSources } from './save-exchange.ts';
import { sharedWith } from './shared-with.ts';

/**
 * Keeps a copy of what somebody was shown of another's conversation, as one of their own. Words of documents that were removed
 * meanwhile are left out (R70).
 * @throws AppError `NOT_FOUND` when the person is gone, or what they were shown is no longer shared with them, or was erased
 */
export async function copyConversation(transaction: Transaction, copy: ConversationCopy): Promise<void> {
  const { org, user, id, title, from, messages } = copy;
  const authors = await firstAuthors(transaction, copy);
  // Their erasure waits until this is kept, or is over by now: it reaches every copy (R73).
  const there = await peopleThere(transaction, org, [user, ...new Set(authors.values())]);
  if (!there.has(user) || !(await isStillShared(transaction, copy))) throw new AppError('NOT_FOUND');
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
        copied_from: authors.get(message.copiedOf) ?? from.owner,
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

/** By message that is copied, who wrote it first: its owner, or whom that one copied it from. */
async function firstAuthors(
  transaction: Transaction,
  { org, from, messages }: ConversationCopy,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; author: string }>`
    select m.id, coalesce(m.copied_from, ${from.owner}) as author from message m
     where m.org = ${org} and m.conversation_id = ${from.id} and m.id = any(${idsOf(messages)}::uuid[])`.execute(
    transaction,
  );
  return new Map(rows.map(({ id, author }) => [id, author]));
}

/** Whether all that is copied is shared with the reader still, and has words where they were shown some. */
async function isStillShared(transaction: Transaction, copy: ConversationCopy): Promise<boolean> {
  const { org, from, messages } = copy;
  // Who takes it back, deletes or erases it waits until this is kept. Looked at below as they have left it, so in a statement of its own.
  await sql`select from conversation c where c.org = ${org} and c.id = ${from.id} for key share`.execute(
    transaction,
  );
  const { rows } = await sql<{ id: string; hasWords: boolean }>`
    ${sharedWith(copy)}
    select m.id, m.text <> '' as "hasWords"
      from shared join message m on m.org = ${org} and m.conversation_id = shared.id and m.ordinal <= shared.through
     where m.org = ${org} and shared.id = ${from.id} and m.id = any(${idsOf(messages)}::uuid[])`.execute(
    transaction,
  );
  const hasWords = new Map(rows.map((row) => [row.id, row.hasWords]));
  return messages.every(
    ({ copiedOf, text }) => hasWords.has(copiedOf) && (text === '' || hasWords.get(copiedOf)),
  );
}

const idsOf = (messages: ConversationCopy['messages']) => messages.map(({ copiedOf }) => copiedOf);
