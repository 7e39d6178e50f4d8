import { type RawBuilder, sql } from 'kysely';
import type { LaterPass } from '../../core/document.ts';
import type { ReasonCode } from '../../core/reasons.ts';
import { beginAgain } from './begin-again.ts';
import type { Transaction } from './database.ts';
import { enqueue } from './outbox.ts';
import { deleteTexts } from './publish-version.ts';

/** Why the documents of a space are skipped that is excluded from the assistant. */
export const spaceExcluded: ReasonCode = 'space-excluded';

/** What reading told of a text that is gone. */
export const withoutFindings = {
  awaits: sql<LaterPass[]>`'{}'`,
  author: null,
  created_in_file_at: null,
  pages: null,
  warnings: '[]',
  labels: '[]',
  rendition: null,
  generations: sql<string[]>`'{}'`,
};

/**
 * Makes documents follow the switch of the space that they stand in (R13). In an excluded space they are skipped, and what
 * was stored of them is removed; in one that is open again they are read anew. Each gets a new version, so that all work for
 * the one before is refused. Gives the ids of those for which that was so.
 *
 * The spaces are held until the end of the transaction: no document slips through while one is switched.
 */
export async function followSwitch(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<{ readonly excluded: readonly string[]; readonly included: readonly string[] }> {
  const { rows: spaces } = await sql<{ enabled: boolean }>`
    select s.assistant_enabled as enabled from space s where s.org = ${org} and s.id in (
      select d.space from document d where d.org = ${org} and d.id = any(${[...ids]}::uuid[]))
    for share`.execute(transaction);
  const excluded = spaces.some(({ enabled }) => !enabled) ? await exclude(transaction, org, ids) : [];
  const included = spaces.some(({ enabled }) => enabled) ? await include(transaction, org, ids) : [];
  return { excluded, included };
}

async function exclude(transaction: Transaction, org: string, ids: readonly string[]): Promise<string[]> {
  const skipped = await transaction
    .updateTable('document')
    .where('org', '=', org)
    .where(standsWhere(org, ids, false))
    .where('reason', 'is distinct from', spaceExcluded)
    // Of these nothing is ever stored, whatever the switch says.
    .where('encryption', '<>', 'e2ee')
    .set({
      ...withoutFindings,
      wanted_version: sql<number>`wanted_version + 1`,
      state: 'skipped',
      reason: spaceExcluded,
      changed_at: new Date(),
    })
    .returning('id')
    .execute();
  const gone = skipped.map(({ id }) => id);
  await forgetTexts(transaction, org, gone);
  return gone;
}

/** Removes text and vectors of documents, and asks the index to forget them. */
export async function forgetTexts(
  transaction: Transaction,
  org: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await deleteVectors(transaction, org, await deleteTexts(transaction, org, ids));
  await enqueue(
    transaction,
    ids.map((id) => ({ name: 'document.unindex', payload: { org, id } })),
  );
}

const include = (transaction: Transaction, org: string, ids: readonly string[]): Promise<string[]> =>
  beginAgain(
    transaction,
    org,
    sql<boolean>`${standsWhere(org, ids, true)} and reason = ${spaceExcluded}`,
    'bulk',
  );

/** SQL condition on those of the documents that stand in a space whose switch is so. */
const standsWhere = (org: string, ids: readonly string[], isEnabled: boolean): RawBuilder<boolean> =>
  sql<boolean>`id = any(${[...ids]}::uuid[]) and space in (
    select s.id from space s where s.org = ${org} and s.assistant_enabled = ${isEnabled})`;

/** Vectors of texts that no document holds any more. */
async function deleteVectors(
  transaction: Transaction,
  org: string,
  textHashes: readonly string[],
): Promise<void> {
  await sql`
    delete from embedding v where v.org = ${org} and v.text_hash = any(${[...textHashes]}::text[])
       and v.text_hash not in (
         select c.text_hash from chunk c where c.org = ${org} and c.text_hash = any(${[...textHashes]}::text[]))`.execute(
    transaction,
  );
}
