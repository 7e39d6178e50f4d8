import { z } from 'zod';
import type { BackfillStore } from '../../../ports/backfill-store.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import { requireSource } from '../../access/service-key.ts';
import { contractId } from '../../contract/envelope.ts';
import { AppError } from '../../errors.ts';
import { isUuid } from '../../is-uuid.ts';
import { sourceId } from '../manage-sources.ts';
import type { Backfill } from './backfill.ts';

/** What a backfill is asked for with, over HTTP and at the command line. */
export const backfillInput = z.strictObject({
  source: sourceId,
  spaces: z.array(contractId).min(1).max(1_000).optional().meta({ description: 'Absent: all.' }),
});
export type BackfillInput = z.infer<typeof backfillInput>;

/** Who asks: of a program that is bound to a source, others are missing. `by`: a person, else `null`. */
export type BackfillCaller = {
  readonly org: string;
  readonly source: string | null;
  readonly by: string | null;
};

type Deps = {
  readonly backfills: Pick<BackfillStore, 'start' | 'find' | 'change'>;
  readonly sources: Pick<SourceRepository, 'find'>;
};

/**
 * Starts to pull what a source holds.
 * @throws AppError `SOURCE_UNKNOWN`, `NOT_FOUND` for a source of another program, `SOURCE_INVALID` when it exports nothing,
 *   `CONFLICT` when it is being pulled
 */
export async function startBackfill(
  deps: Deps,
  caller: BackfillCaller,
  { source: id, spaces }: BackfillInput,
): Promise<Backfill> {
  requireSource(caller, id);
  const source = await deps.sources.find(caller.org, id);
  if (!source) throw new AppError('SOURCE_UNKNOWN', { detail: `source: ${id}` });
  if (source.exportUrl === null)
    throw new AppError('SOURCE_INVALID', {
      explanation: {
        fr: 'Pour relever ce qu’elle contient, il faut l’adresse de son export.',
        en: 'exportUrl: needed to pull what it holds',
      },
    });
  if (!source.enabled)
    throw new AppError('SOURCE_INVALID', {
      explanation: { fr: 'La source est désactivée.', en: 'the source is disabled' },
    });
  return deps.backfills.start(source, { spaces: spaces ? [...new Set(spaces)] : null, by: caller.by });
}

/** @throws AppError `NOT_FOUND` */
export async function showBackfill(
  deps: Pick<Deps, 'backfills'>,
  caller: BackfillCaller,
  id: string,
): Promise<Backfill> {
  const found = isUuid(id) ? await deps.backfills.find(caller.org, id) : null;
  if (!found) throw new AppError('NOT_FOUND');
  requireSource(caller, found.source);
  return found;
}

/** @throws AppError `NOT_FOUND`, `CONFLICT` when it has ended, or another one of its source is under way */
export async function changeBackfill(
  deps: Pick<Deps, 'backfills'>,
  caller: BackfillCaller,
  id: string,
  action: 'pause' | 'resume' | 'cancel',
  { force }: { readonly force: boolean },
): Promise<Backfill> {
  await showBackfill(deps, caller, id);
  const changed = await deps.backfills.change(caller.org, id, action, { force, by: caller.by });
  if (!changed) throw new AppError('NOT_FOUND');
  return changed;
}
