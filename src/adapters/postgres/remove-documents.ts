import { sql } from 'kysely';
import { childrenOf } from './children.ts';
import type { Database, Transaction } from './database.ts';
import { type ForgottenAnswers, forgetAnswers } from './forget-answers.ts';
import { forgetMeasured } from './forget-measured.ts';
import { setDocumentsAside } from './held.ts';
import { enqueue } from './outbox.ts';

export type RemovedDocuments = ForgottenAnswers & { readonly documents: number };

/** Removes documents with their attachments and text, leaves a tombstone for each, and asks the index to forget them. */
export async function removeDocuments(db: Database, org: string, ids: readonly string[]): Promise<number> {
  const { documents } = await db.transaction().execute((transaction) => removeRows(transaction, org, ids));
  return documents;
}

/**
 * The same within a transaction. What is held is set aside first. With `erased`, the tombstones keep the documents from coming
 * back. Gives how many went, attachments included.
 */
export async function removeRows(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
  { erased = false }: { readonly erased?: boolean } = {},
): Promise<RemovedDocuments> {
  if (ids.length === 0) return nothing;
  await setDocumentsAside(transaction, org, [...ids, ...(await childrenOf(transaction, org, ids))]);
  // Ids travel as one array: a folder that lost tens of thousands of files has more than a statement's parameters.
  const { rows: removed } = await sql<{ id: string }>`
    with gone as (
      delete from document where org = ${org} and id = any(${[...ids]}::uuid[]) returning id, wanted_version)
    insert into tombstone as known (org, document_id, version, erased)
      select ${org}, id, wanted_version, ${erased} from gone
      on conflict (org, document_id) do update
        set version = greatest(known.version, excluded.version), removed_at = now(), erased = excluded.erased
      returning document_id as id`.execute(transaction);
  if (removed.length === 0) return nothing;
  const gone = removed.map((row) => row.id);
  const answers = await forgetAnswers(transaction, org, gone);
  await forgetMeasured(transaction, org, gone);
  await enqueue(
    transaction,
    gone.map((id) => ({ name: 'document.unindex', payload: { org, id } })),
  );
  // Asked only now: from here on nobody can attach anything to what was removed.
  const attached = await removeRows(transaction, org, await childrenOf(transaction, org, gone), { erased });
  return {
    documents: gone.length + attached.documents,
    messages: answers.messages + attached.messages,
    sources: answers.sources + attached.sources,
    comments: answers.comments + attached.comments,
  };
}

const nothing: RemovedDocuments = { documents: 0, messages: 0, sources: 0, comments: 0 };
