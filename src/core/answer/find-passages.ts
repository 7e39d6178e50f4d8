import { tunables } from '../../../config/tunables.ts';
import type { AliasRepository } from '../../ports/alias-repository.ts';
import type { CalibrationRepository } from '../../ports/calibration-repository.ts';
import type { ScopeSummary } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import type { Language, Sensitivity } from '../document.ts';
import { formsOf } from '../find/alias.ts';
import { aliasKeysOf } from '../find/alias-keys.ts';
import { respell } from '../find/respell.ts';
import { type RetrieveDeps, retrieve } from '../find/retrieve.ts';
import type { Scope } from '../scope.ts';
import type { TrustMatrix } from '../trust.ts';
import type { UnderstoodQuestion } from '../understand/understand-question.ts';
import { calibratedFor, judge } from './answerable.ts';
import type { Found } from './answering.ts';
import { otherWordsFor } from './other-words.ts';

export type FindPassagesDeps = RetrieveDeps & {
  readonly aliases: Pick<AliasRepository, 'find'>;
  readonly calibrations: Pick<CalibrationRepository, 'find'>;
};

/** What is asked, by whom, where. */
export type FindRequest = {
  readonly within: AccessFilter;
  readonly scope: Scope;
  readonly summary: ScopeSummary;
  /** Languages of the documents in scope. */
  readonly languages: readonly Language[];
  /** How sensitive the question itself may be, and what providers may be sent. */
  readonly said: readonly Sensitivity[];
  readonly matrix: TrustMatrix;
  readonly signal: AbortSignal;
};

const { passagesFound } = tunables.answering;

/**
 * Finds the passages for one question, with what tells whether they hold its answer. `withheld` are ids of documents that the index found
 * and the gate did not give.
 * @throws AppError of the index or the gate
 */
export async function findPassages(
  deps: FindPassagesDeps,
  { query, context, time, term }: UnderstoodQuestion,
  { within, scope, summary, languages, said, matrix, signal }: FindRequest,
): Promise<Found & { readonly withheld: readonly string[] }> {
  const aliases = await deps.aliases.find(within, aliasKeysOf(query));
  const found = await retrieve(deps, {
    query,
    context,
    time,
    term,
    aliases,
    within,
    scope,
    documents: summary.documents,
    limit: passagesFound,
    languages,
    passagesPerDocument: { usual: tunables.find.passagesPerDocument, inFocus: passagesFound },
    earlier: said,
    matrix,
    signal,
  });
  const { passages, signalsOf, asked, readableChunks, withheld, timings } = found;
  // After a restoration the index is filled anew: what the database has is not found yet.
  const isBeingFilled = languages.length > 0 && readableChunks === 0;
  const isPending = summary.queued > 0 || isBeingFilled;
  const otherForms = formsOf(aliases);
  const calibration = await deps.calibrations.find(
    within.org,
    calibratedFor(signalsOf(passages), deps.embedder),
  );
  const judgeThese: Found['judge'] = (readable) => judge(signalsOf(readable), calibration);
  const otherWords = async () => {
    const isSure = judgeThese(passages).confidence === 'sure';
    const respelt = isSure ? null : await respell(deps, query, asked, { within, languages, signal });
    return otherWordsFor(query, asked, { otherForms, respelt });
  };
  const notices = [...found.notices, ...(isPending ? (['documents-pending'] as const) : [])];
  return { passages, judge: judgeThese, otherForms, otherWords, notices, timings, withheld };
}
