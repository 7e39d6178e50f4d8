import { sql } from 'kysely';
import { titleFrom } from '../../core/conversation/title-from.ts';
import { AppError } from '../../core/errors.ts';
import { fold } from '../../core/find/fold.ts';
import type { Exchange, KeptAnswer } from '../../ports/conversation-repository.ts';
import type { Transaction } from './database.ts';
import { forgetAnswers } from './forget-answers.ts';
import { peopleThere } from './people-there.ts';
import { regionOf } from './provider-region.ts';
import { recordAudit } from './record-audit.ts';

/**
 * Keeps a question with its answer and the audit record of it, or nothing of it all. Of somebody who was removed while it was
 * written, the audit record alone (R63).
 * @throws AppError `NOT_FOUND` when the conversation is not this person's
 */
export async function saveExchange(transaction: Transaction, exchange: Exchange): Promise<void> {
  const { org, conversationId, messageId, question, answer } = exchange;
  const there = await peopleThere(transaction, org, [exchange.user]);
  if (!there.has(exchange.user)) return record(transaction, exchange);
  const author = await authorOfFirst(transaction, exchange);
  const questionId = crypto.randomUUID();
  const goOn = exchange.opensConversation ? open : touch;
  const ordinal = (await goOn(transaction, exchange)) + 1;
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
        copied_from: author,
      },
      {
        org,
        id: messageId,
        conversation_id: conversationId,
        ordinal: ordinal + 1,
        role: 'assistant',
        text: answer.text,
        outcome: answer.outcome,
        answer: JSON.stringify(keptOf(exchange)),
        retry_of: exchange.retryOf ?? null,
      },
    ])
    .execute();
  if (exchange.retryOf !== undefined && exchange.complete)
    await supersede(transaction, exchange, exchange.retryOf);
  await saveSources(transaction, org, questionId, exchange.questionSources ?? []);
  await saveSources(transaction, org, messageId, exchange.sources);
  await forgetRemoved(transaction, org, [...exchange.sources, ...(exchange.questionSources ?? [])]);
  await record(transaction, exchange);
}

/**
 * Whose words a question is that is asked again, when it was copied from somebody else: their erasure reaches it too (R73).
 * @throws AppError `NOT_FOUND` when that has emptied it meanwhile
 */
async function authorOfFirst(transaction: Transaction, exchange: Exchange): Promise<string | null> {
  const first = await firstQuestion(transaction, exchange);
  if (!first?.author) return null;
  await peopleThere(transaction, exchange.org, [first.author]);
  const kept = await firstQuestion(transaction, exchange);
  if (!kept?.text) throw new AppError('NOT_FOUND');
  return kept.author;
}

/** What was asked first, when this asks it again. */
async function firstQuestion(
  transaction: Transaction,
  { org, conversationId, retryOf }: Exchange,
): Promise<{ readonly author: string | null; readonly text: string } | undefined> {
  if (retryOf === undefined) return undefined;
  const { rows } = await sql<{ author: string | null; text: string }>`
    select q.copied_from as author, q.text
      from message a join message q on q.org = ${org} and q.conversation_id = a.conversation_id and q.ordinal = a.ordinal - 1
     where a.org = ${org} and a.conversation_id = ${conversationId} and a.id = ${retryOf}`.execute(
    transaction,
  );
  return rows[0];
}

/** Opens the conversation, which has no message yet. */
async function open(transaction: Transaction, exchange: Exchange): Promise<0> {
  const { org, user, conversationId, question } = exchange;
  const title = titleFrom(exchange.title ?? question);
  await transaction
    .insertInto('conversation')
    .values({ org, id: conversationId, user_id: user, title, title_key: fold(title) })
    .execute();
  return 0;
}

/** Says that the conversation goes on; gives the place of its last message. Nobody else's can be added before all is kept. */
async function touch(transaction: Transaction, exchange: Exchange): Promise<number> {
  const { org, user, conversationId } = exchange;
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
  return last?.ordinal ?? 0;
}

function keptOf({ answer, complete, scope, task }: Exchange): KeptAnswer {
  const { reason, language, sentences, suggestions, searchedFor, notices, usage } = answer;
  return {
    ...(reason !== undefined && { reason }),
    language,
    sentences,
    ...(suggestions && { suggestions }),
    ...(searchedFor !== undefined && { searchedFor }),
    notices,
    usage,
    complete,
    ...(scope && { scope }),
    ...(task && { task }),
  };
}

async function supersede(
  transaction: Transaction,
  { org, conversationId, messageId }: Exchange,
  first: string,
): Promise<void> {
  await transaction
    .updateTable('message')
    .set({ superseded_by: messageId })
    .where('org', '=', org)
    .where('conversation_id', '=', conversationId)
    .where((expression) => expression.or([expression('id', '=', first), expression('retry_of', '=', first)]))
    .where('id', '<>', messageId)
    .execute();
}

/** Keeps what a message rests on. */
export async function saveSources(
  transaction: Transaction,
  org: string,
  messageId: string,
  sources: Exchange['sources'],
): Promise<void> {
  if (sources.length === 0) return;
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
}

/**
 * A document that was removed while the answer was written leaves none of its words (R70). Those that are there stay until this
 * is committed: their removal then sees the answer.
 */
export async function forgetRemoved(
  transaction: Transaction,
  org: string,
  sources: readonly { readonly documentId: string }[],
): Promise<void> {
  const wanted = new Set(sources.map(({ documentId }) => documentId));
  if (wanted.size === 0) return;
  const there = await transaction
    .selectFrom('document')
    .select('id')
    .where('org', '=', org)
    .where('id', '=', sql<string>`any(${[...wanted]}::uuid[])`)
    .orderBy('id')
    .forKeyShare()
    .execute();
  for (const { id } of there) wanted.delete(id);
  if (wanted.size > 0) await forgetAnswers(transaction, org, [...wanted]);
}

/** What was offered, used and withheld, by whom and under which rules (R63): documents are told by ids. */
async function record(transaction: Transaction, exchange: Exchange): Promise<void> {
  const { org, user, messageId, answer, sources, retryOf } = exchange;
  await recordAudit(transaction, org, user, 'answer', {
    messageId,
    ...(retryOf !== undefined && { retryOf }),
    ...(exchange.task && { task: exchange.task }),
    outcome: answer.outcome,
    reason: answer.reason,
    notices: answer.notices.map(({ code }) => code),
    complete: exchange.complete,
    provider: answer.usage.provider,
    model: answer.usage.model,
    region: await regionOf(transaction, org, answer.usage.provider),
    policyVersion: exchange.policyVersion,
    permissionVersion: exchange.permissionVersion,
    offered: sources.map(({ documentId, version, chunkId, cited }) => ({
      documentId,
      version,
      chunkId,
      cited,
    })),
    withheld: exchange.withheld ?? [],
  });
}
