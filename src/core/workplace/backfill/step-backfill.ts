import pLimit from 'p-limit';
import { tunables } from '../../../../config/tunables.ts';
import type { BackfillStore } from '../../../ports/backfill-store.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import { isAppError } from '../../errors.ts';
import { askForDigest } from '../ask-for-digest.ts';
import { askForItem } from '../ask-for-item.ts';
import type { Source } from '../source.ts';
import { askForPage, type ExportDeps, type PageTrouble } from './ask-for-page.ts';
import { type Backfill, isSecondLook, placeAfter } from './backfill.ts';
import { readLines } from './read-lines.ts';

export type BackfillDeps = ExportDeps & {
  readonly backfills: BackfillStore;
  readonly sources: Pick<SourceRepository, 'find' | 'findExportToken'>;
  readonly clock: () => Date;
};

type Exporting = Source & { readonly exportUrl: string };

const limits = tunables.workplace.backfill;

/**
 * Takes one page of a backfill, or one part of its sweep. What is fetched is applied in the transaction that says how far it has
 * come, so a step that is cut off anywhere is as if it had not begun.
 */
export async function stepBackfill(
  deps: BackfillDeps,
  backfill: Backfill,
  signal: AbortSignal,
): Promise<void> {
  const source = await deps.sources.find(backfill.org, backfill.source);
  if (!isExporting(source)) return deps.backfills.postpone(backfill, 'SOURCE_DISABLED', null);
  const trouble =
    backfill.phase === 'sweep'
      ? await sweep(deps, backfill, source, signal)
      : await takePage(deps, backfill, source, signal);
  if (trouble && !signal.aborted) await wait(deps, backfill, trouble);
}

function isExporting(source: Source | null): source is Exporting {
  return source?.enabled === true && source.exportUrl !== null;
}

async function takePage(
  deps: BackfillDeps,
  backfill: Backfill,
  source: Exporting,
  signal: AbortSignal,
): Promise<PageTrouble | null> {
  const { phase, cursor, expected } = backfill;
  if (phase === 'directory' && cursor === null && expected === null)
    await expectItems(deps, backfill, source, signal);
  if (isSecondLook(backfill) && cursor === null) {
    const counts = await deps.backfills.countUnnamed(backfill);
    if (isTooMuchNamed(counts) && !backfill.forced) return { trouble: 'SWEEP_TOO_LARGE', isFinal: true };
    if (counts.unlisted === 0) return goOn(deps, backfill, source);
  }
  const page = await askForPage(deps, source, backfill, signal);
  // Silence names nobody: nobody is missing by it.
  if (page === 'absent') return goOn(deps, backfill, source);
  if ('trouble' in page) return (await isOfUnknownSpace(deps, backfill, page)) ? unknownSpace : page;
  const read = readLines(source, page.lines, phase === 'directory' ? 'directory' : 'items');
  // What cannot be read may be what is missing.
  const isSure = source.isDirectory && backfill.unreadable + read.unreadable === 0;
  await deps.backfills.takePage(backfill, source, read, {
    after: placeAfter(backfill, page.next, { looksAgain: isSure }),
    removesUnnamed: isSure && isSecondLook(backfill) && page.next === null,
    now: deps.clock(),
  });
  return null;
}

/** Moves on from the directory without its list. */
async function goOn(
  { backfills, clock }: BackfillDeps,
  backfill: Backfill,
  source: Exporting,
): Promise<null> {
  const nothing = readLines(source, [], 'directory');
  await backfills.takePage(backfill, source, nothing, { after: placeAfter(backfill, null), now: clock() });
  return null;
}

const unknownSpace: PageTrouble = { trouble: 'SPACE_UNKNOWN', isFinal: true };

/** Of a space that is not there, an export says that it has no such list. */
async function isOfUnknownSpace(
  { backfills }: BackfillDeps,
  backfill: Backfill,
  { trouble }: PageTrouble,
): Promise<boolean> {
  if (backfill.phase !== 'items' || trouble !== 'EXPORT_UNAVAILABLE') return false;
  const unknown = await backfills.listUnknownSpaces(backfill);
  return unknown.includes(backfill.spaces?.[backfill.spaceAt] ?? '');
}

/** How much there will be, for those who wait; a workplace that cannot say it is no trouble. */
async function expectItems(
  deps: BackfillDeps,
  backfill: Backfill,
  source: Exporting,
  signal: AbortSignal,
): Promise<void> {
  const digest = await askForDigest(deps, source, signal).catch(() => null);
  if (!digest) return;
  const { spaces } = backfill;
  const counted = digest.spaces.filter(({ space }) => spaces === null || spaces.includes(space));
  await deps.backfills.expect(
    backfill,
    counted.reduce((sum, { count }) => sum + count, 0),
  );
}

/** Removes a part of what was not listed, after asking for each: a listing that forgot something must not remove it. */
async function sweep(
  deps: BackfillDeps,
  backfill: Backfill,
  source: Exporting,
  signal: AbortSignal,
): Promise<PageTrouble | null> {
  const { backfills } = deps;
  if (backfill.nameless > 0) {
    await backfills.finish(backfill, 'LINES_UNREADABLE');
    return null;
  }
  if ((await backfills.listUnknownSpaces(backfill)).length > 0) return unknownSpace;
  if (backfill.removed === 0 && !backfill.forced && (await isTooMuch(backfills, backfill)))
    return { trouble: 'SWEEP_TOO_LARGE', isFinal: true };
  const ids = await backfills.listUnlisted(backfill, limits.sweepItems);
  if (ids.length === 0) {
    await backfills.finish(backfill, null);
    return null;
  }
  const atOnce = pLimit(limits.sweepParallel);
  const timed = AbortSignal.any([signal, AbortSignal.timeout(limits.pageMs)]);
  const asked = await Promise.all(
    ids.map((id) => atOnce(async () => ({ id, said: await askQuietly(deps, source, id, timed) }))),
  );
  const silent = asked.some(({ said }) => said === 'silent');
  const of = (what: string) => asked.flatMap(({ id, said }) => (said === what ? [id] : []));
  const found = asked.flatMap(({ said }) => (typeof said === 'object' ? [said] : []));
  await backfills.sweep(
    backfill,
    source,
    { gone: of('gone'), found, spared: of('unreadable') },
    { now: deps.clock() },
  );
  return silent ? { trouble: 'EXPORT_UNAVAILABLE' } : null;
}

/** Without its people and spaces nobody of an organisation reads anything. */
function isTooMuchNamed({ known, unlisted }: { readonly known: number; readonly unlisted: number }): boolean {
  if (unlisted <= known * limits.sweepShare) return false;
  return unlisted > limits.sweepFreeNamed || unlisted === known;
}

/** A broken export must not empty an organisation. */
async function isTooMuch(backfills: BackfillStore, backfill: Backfill): Promise<boolean> {
  const { known, unlisted } = await backfills.countUnlisted(backfill);
  return unlisted > limits.sweepFree && unlisted > known * limits.sweepShare;
}

async function askQuietly(deps: BackfillDeps, source: Exporting, id: string, signal: AbortSignal) {
  try {
    return await askForItem(deps, source, id, signal);
  } catch (error) {
    if (isAppError(error) && ['CONTENT_UNAVAILABLE', 'ADDRESS_FORBIDDEN'].includes(error.code))
      return 'silent' as const;
    throw error;
  }
}

/** Tries again later, each time later; after too many times, somebody must look. */
async function wait(
  { backfills, clock }: BackfillDeps,
  backfill: Backfill,
  { trouble, waitMs, isFinal = false }: PageTrouble,
): Promise<void> {
  const { attempts } = backfill;
  if (isFinal || attempts + 1 >= limits.attempts) return backfills.postpone(backfill, trouble, null);
  const backoffMs = Math.min(limits.retryMs * 2 ** attempts, limits.longestRetryMs);
  const until = new Date(clock().getTime() + Math.max(waitMs ?? 0, backoffMs));
  return backfills.postpone(backfill, trouble, until);
}
