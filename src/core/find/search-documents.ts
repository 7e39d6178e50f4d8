import type { AccessRepository } from '../../ports/access-repository.ts';
import type { AliasRepository } from '../../ports/alias-repository.ts';
import type { CalibrationRepository } from '../../ports/calibration-repository.ts';
import type { Library, ScopeSummary } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { calibratedFor, type Judgement, judge } from '../answer/answerable.ts';
import type { RankedPassage } from '../answer/passage.ts';
import type { Sensitivity } from '../document.ts';
import type { Scope } from '../scope.ts';
import type { TrustMatrix } from '../trust.ts';
import { languageOfQuestion, understandByWords } from '../understand/understand-question.ts';
import { aliasKeysOf } from './alias-keys.ts';
import type { RetrievalSignals } from './retrieval-signals.ts';
import { type RetrieveDeps, retrieve } from './retrieve.ts';

export type SearchDeps = RetrieveDeps & {
  readonly library: Pick<Library, 'summarise'>;
  readonly aliases: Pick<AliasRepository, 'find'>;
  readonly calibrations: Pick<CalibrationRepository, 'find'>;
  readonly access: Pick<AccessRepository, 'listSpacesOf'>;
  /** What providers may see; absent: the strict one. */
  readonly matrix?: TrustMatrix | undefined;
};

export type SearchRequest = {
  readonly query: string;
  /** Questions asked before in the same conversation, the latest last. */
  readonly earlierQuestions?: readonly string[];
  readonly scope: Scope;
  readonly limit: number;
  /** At most so many passages of one document; absent: one, and more of what is asked about by itself. */
  readonly passagesPerDocument?: number;
  readonly signal?: AbortSignal;
};

export type SearchReply = {
  readonly passages: readonly RankedPassage[];
  /** What was searched, when the query leaned on earlier questions. */
  readonly rewrittenQuery: string | null;
  readonly scope: ScopeSummary;
  /** Whether the passages can hold the answer, and by what that was told. */
  readonly judgement: Judgement;
  readonly signals: RetrievalSignals;
  readonly tookMs: number;
};

/**
 * The best passages that the caller may read with what the scope holds: one of each document unless asked otherwise, and
 * several of a document that is asked about by itself. A query that leans on earlier questions is understood by their words
 * alone: a search asks no model.
 */
export async function searchDocuments(
  deps: SearchDeps,
  within: AccessFilter,
  request: SearchRequest,
): Promise<SearchReply> {
  const started = performance.now();
  const { query, earlierQuestions = [], scope, limit, passagesPerDocument, signal } = request;
  const language = languageOfQuestion(query, earlierQuestions);
  const understood = understandByWords(query, earlierQuestions, { language, now: new Date() });
  const [{ summary, languages }, aliases, earlier] = await Promise.all([
    deps.library.summarise(within, scope),
    deps.aliases.find(within, aliasKeysOf(understood.query)),
    sensitivitiesOf(deps, within, scope),
  ]);
  const { passages, signalsOf } = await retrieve(deps, {
    ...understood,
    aliases,
    within,
    scope,
    documents: summary.documents,
    limit,
    languages,
    earlier,
    matrix: deps.matrix,
    passagesPerDocument: {
      usual: passagesPerDocument ?? 1,
      inFocus: passagesPerDocument ?? limit,
    },
    ...(signal && { signal }),
  });
  const signals = signalsOf(passages);
  const calibration = await deps.calibrations.find(within.org, calibratedFor(signals, deps.embedder));
  return {
    passages,
    judgement: judge(signals, calibration),
    signals,
    rewrittenQuery: understood.searchedFor,
    scope: summary,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  };
}

/** Of the spaces that are searched by name: such a question tells of them. Not asked where no engine is told of it. */
async function sensitivitiesOf(
  { access, embedder, reranker }: SearchDeps,
  { org, user }: AccessFilter,
  { spaces = [] }: Scope,
): Promise<readonly Sensitivity[]> {
  if (!(embedder || reranker) || spaces.length === 0) return [];
  const own = await access.listSpacesOf(org, user);
  return own.flatMap(({ id, sensitivity }) => (spaces.includes(id) ? [sensitivity] : []));
}
