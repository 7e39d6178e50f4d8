import { type RawBuilder, sql } from 'kysely';
import { tunables } from '../../../config/tunables.ts';
import { readableStates } from '../../core/document.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/is-uuid.ts';
import type { RebuildSubject } from '../../ports/document-store.ts';
import { beginAgain } from './begin-again.ts';
import type { Database, Transaction } from './database.ts';
import { spaceExcluded } from './follow-switch.ts';
import { enqueue } from './outbox.ts';
import { recordAudit } from './record-audit.ts';

/**
 * Asks for documents to be read anew. Those that can be found are read again as the version they are; those without
 * text (failed, skipped) get a new version, that is, another try; those of excluded spaces stay as they are. Each is marked until
 * it was read, so that progress can be told and what a lost queue forgot is asked for again.
 */
export function reindexDocuments(
  db: Database,
  org: string,
  subject: RebuildSubject,
  by: string | null,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await refuseMissing(transaction, org, subject);
    const askedAt = new Date();
    const retried = await beginAgain(
      transaction,
      org,
      sql<boolean>`${isPartOf(org, subject)} and d.state in ('failed', 'skipped')
        and d.reason is distinct from ${spaceExcluded} and d.encryption <> 'e2ee'`,
      'bulk',
    );
    await transaction
      .updateTable('document as d')
      .set({ rebuild_asked_at: askedAt, rebuild_reason: null })
      .where('d.org', '=', org)
      .where('d.id', '=', sql<string>`any(${retried}::uuid[])`)
      .execute();
    const documents = retried.length + (await readAgain(transaction, org, isPartOf(org, subject), askedAt));
    await keepRebuild(transaction, org, subject, { askedAt, documents });
    await recordAudit(transaction, org, by, 'index-rebuild-asked', { ...subject, documents });
    return documents;
  });
}

/** Has documents that can be found read again as the version that they are. `which` is a condition on them (alias `d`). Gives how many. */
export async function readAgain(
  transaction: Transaction,
  org: string,
  which: RawBuilder<boolean>,
  askedAt = new Date(),
): Promise<number> {
  const live = await transaction
    .updateTable('document as d')
    // What waits to be read again has its job already, by that time.
    .set({ rebuild_asked_at: sql<Date>`coalesce(rebuild_asked_at, ${askedAt})`, rebuild_reason: null })
    .where('d.org', '=', org)
    .where(which)
    .where('d.state', 'in', [...readableStates])
    .returning(['d.id', 'd.wanted_version as version', 'd.rebuild_asked_at as askedAt'])
    .execute();
  await enqueue(transaction, live.map(jobOf(org)));
  return live.length;
}

/** Asks for what is still to be read again once more: jobs that are there are the same. */
export async function goOnReading(db: Database, org: string, subject: RebuildSubject): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const left = await transaction
      .selectFrom('document as d')
      .select(['d.id', 'd.wanted_version as version', 'd.rebuild_asked_at as askedAt'])
      .where('d.org', '=', org)
      .where('d.rebuild_asked_at', 'is not', null)
      .where('d.state', 'in', [...readableStates])
      .where(isPartOf(org, subject))
      .execute();
    await enqueue(transaction, left.map(jobOf(org)));
  });
}

const jobOf =
  (org: string) =>
  ({ id, version, askedAt }: { id: string; version: number; askedAt: Date | null }) => ({
    name: 'document.ingest' as const,
    payload: {
      org,
      id,
      version,
      lane: 'bulk' as const,
      again: true as const,
      ...(askedAt && { asked: askedAt.getTime() }),
    },
  });

/** SQL condition on a document (alias `d`): it belongs to what is read anew. */
export function isPartOf(org: string, subject: RebuildSubject): RawBuilder<boolean> {
  if (subject.kind === 'organisation') return sql<boolean>`true`;
  if (subject.kind === 'space') return sql<boolean>`d.space = ${subject.id}`;
  return sql<boolean>`d.id in (
    with recursive part(id) as (
      select ${subject.id}::uuid
      union
      select child.id from document child join part on child.parent_id = part.id where child.org = ${org})
    select id from part)`;
}

async function refuseMissing(transaction: Transaction, org: string, subject: RebuildSubject): Promise<void> {
  if (subject.kind === 'organisation') return;
  const found =
    subject.kind === 'space'
      ? await transaction
          .selectFrom('space')
          .select('id')
          .where('org', '=', org)
          .where('id', '=', subject.id)
          .executeTakeFirst()
      : isUuid(subject.id) &&
        (await transaction
          .selectFrom('document')
          .select('id')
          .where('org', '=', org)
          .where('id', '=', subject.id)
          .executeTakeFirst());
  if (!found) throw new AppError('NOT_FOUND');
}

async function keepRebuild(
  transaction: Transaction,
  org: string,
  subject: RebuildSubject,
  { askedAt, documents }: { readonly askedAt: Date; readonly documents: number },
): Promise<void> {
  const subjectId = subject.kind === 'organisation' ? '' : subject.id;
  await transaction
    .deleteFrom('index_rebuild')
    .where('org', '=', org)
    .where('asked_at', '<', new Date(askedAt.getTime() - tunables.background.rebuildsKeptMs))
    .execute();
  await transaction
    .insertInto('index_rebuild')
    .values({ org, subject_kind: subject.kind, subject_id: subjectId, asked_at: askedAt, documents })
    .onConflict((conflict) =>
      conflict.columns(['org', 'subject_kind', 'subject_id']).doUpdateSet({ asked_at: askedAt, documents }),
    )
    .execute();
}
