import { tunables } from '../../../../config/tunables.ts';
import type { SecretBox } from '../../../ports/secret-box.ts';
import type { SourceRepository } from '../../../ports/source-repository.ts';
import type { WorkplaceClient } from '../../../ports/workplace-client.ts';
import { isAppError } from '../../errors.ts';
import { authorizationFor } from '../export-token.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { Source } from '../source.ts';
import type { Backfill, BackfillTrouble } from './backfill.ts';
import { type ExportPage, readExportPage } from './read-export-page.ts';

export type ExportDeps = {
  readonly sources: Pick<SourceRepository, 'findExportToken'>;
  readonly secretBox: Pick<SecretBox, 'open'>;
  readonly client: WorkplaceClient;
};

/** Why a page could not be had: when to ask again, or that asking again is useless. */
export type PageTrouble = {
  readonly trouble: BackfillTrouble;
  /** The workplace said how long to wait. */
  readonly waitMs?: number | undefined;
  readonly isFinal?: boolean;
};

/** The next page of a list below the export; `absent`: the workplace offers no such list. */
export async function askForPage(
  deps: ExportDeps,
  source: Source & { readonly exportUrl: string },
  backfill: Backfill,
  signal: AbortSignal,
): Promise<ExportPage | 'absent' | PageTrouble> {
  const { pageMs, lineBytes, pageBytes, mostPageLines: mostLines } = tunables.workplace.backfill;
  const timed = AbortSignal.any([signal, AbortSignal.timeout(pageMs)]);
  try {
    const url = addressOf(source, backfill);
    const { status, headers, body } = await deps.client.call(url, {
      signal: timed,
      headers: { accept: 'application/x-ndjson', ...(await authorizationFor(deps, source, url)) },
    });
    if (status !== 200) {
      body.destroy();
      return whatFailed(status, headers['retry-after'], backfill);
    }
    const page = await readExportPage(body, { lineBytes, pageBytes, mostLines });
    if (page === 'cut-short') return { trouble: 'EXPORT_CUT_SHORT' };
    return page === 'too-large' ? { trouble: 'EXPORT_TOO_LARGE' } : page;
  } catch (error) {
    if (isAppError(error) && error.code === 'ADDRESS_FORBIDDEN')
      return { trouble: 'ADDRESS_FORBIDDEN', isFinal: true };
    if (isAppError(error) && error.code === 'CONTENT_UNAVAILABLE') return { trouble: 'EXPORT_UNAVAILABLE' };
    throw error;
  }
}

function whatFailed(
  status: number,
  retryAfter: string | undefined,
  { phase, cursor }: Backfill,
): 'absent' | PageTrouble {
  if (status === 404 && phase === 'directory' && cursor === null) return 'absent';
  if (status === 401 || status === 403) return { trouble: 'EXPORT_REFUSED' };
  if ((status === 400 || status === 410) && cursor !== null)
    return { trouble: 'CURSOR_REFUSED', isFinal: true };
  return { trouble: 'EXPORT_UNAVAILABLE', waitMs: retryAfterMs(retryAfter) };
}

function addressOf({ exportUrl }: { readonly exportUrl: string }, backfill: Backfill): string {
  const { phase, spaces, spaceAt, cursor, trouble, attempts } = backfill;
  const { fewestPageItems, pageItems: items, pageStatements } = tunables.workplace.backfill;
  const pageItems = phase === 'items' ? items : pageStatements;
  const query = new URLSearchParams();
  const space = spaces?.[spaceAt];
  if (phase === 'items' && space !== undefined) query.set('space', space);
  if (cursor !== null) query.set('cursor', cursor);
  // What was too large, or never came to its end, is asked for in smaller pages.
  const isSmaller = trouble === 'EXPORT_TOO_LARGE' || trouble === 'EXPORT_CUT_SHORT';
  const limit = isSmaller ? Math.max(fewestPageItems, Math.floor(pageItems / 2 ** attempts)) : pageItems;
  query.set('limit', String(limit));
  return `${exportUrl}/${phase}?${query}`;
}
