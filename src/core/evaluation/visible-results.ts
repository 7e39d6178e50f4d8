import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import type { Library } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { type Comparison, compareRuns, tolerance } from './compare-runs.ts';
import { findRun } from './manage-runs.ts';
import type { ResultLine } from './result-line.ts';
import type { EvaluationRun, RunResult } from './run.ts';
import { type SuiteSummary, summariseSuite } from './summarise.ts';

type Deps = {
  readonly evaluations: Pick<EvaluationStore, 'find' | 'results'>;
  readonly library: Pick<Library, 'lostAmong'>;
};

/** A line as somebody may see it. */
export type VisibleResult = {
  readonly ordinal: number;
  readonly line: ResultLine;
  /** A document has changed since: its scores are shown, the answer and what was found are not. */
  readonly hasChanged: boolean;
};

export type VisibleResults = {
  readonly run: EvaluationRun;
  readonly results: readonly VisibleResult[];
  /** Questions whose reply rests on a document that the viewer may not read: nothing of them is shown, and nothing counts them. */
  readonly withheld: number;
};

/**
 * What a run gave, as far as somebody may see it: of a question that was asked in somebody else's name, only what rests on
 * documents that the viewer may read at this moment as well. A score would tell, too: whoever writes the question could learn from
 * it what a document says.
 * @throws AppError `NOT_FOUND`
 */
export async function visibleResults(deps: Deps, within: AccessFilter, id: string): Promise<VisibleResults> {
  const run = await findRun(deps, within.org, id);
  const all = await deps.evaluations.results(within.org, run.id);
  const used = distinct(all.flatMap(({ documents }) => documents));
  const [unreadable, changed] = await Promise.all([
    deps.library.lostAmong(
      within,
      used.map(({ id: document }) => ({ id: document, version: null })),
    ),
    changedAmong(deps, within, all),
  ]);
  const results = all
    .filter(({ documents }) => documents.every((document) => !unreadable.has(document.id)))
    .map(({ ordinal, line, documents }) => {
      const hasChanged = documents.some((document) => changed.has(keyOf(document)));
      return {
        ordinal,
        hasChanged,
        line: {
          ...line,
          ...(hasChanged && { answer: null, ranking: [] }),
          // They tell of all that was looked at, not of what the reply rests on alone (R33).
          ...(line.as !== within.user && { signals: {} }),
        },
      };
    });
  return { run, results, withheld: all.length - results.length };
}

/** Those of the versions that are not the newest any more; several of one document are looked at apart. */
async function changedAmong(
  { library }: Deps,
  within: AccessFilter,
  all: readonly RunResult[],
): Promise<ReadonlySet<string>> {
  const byDocument = Map.groupBy(distinct(all.flatMap(({ documents }) => documents)), ({ id }) => id);
  const most = Math.max(0, ...[...byDocument.values()].map(({ length }) => length));
  const changed = new Set<string>();
  for (let at = 0; at < most; at += 1) {
    const looked = [...byDocument.values()].flatMap((versions) => versions[at] ?? []);
    const lost = await library.lostAmong(within, looked);
    for (const document of looked) if (lost.has(document.id)) changed.add(keyOf(document));
  }
  return changed;
}

type Used = RunResult['documents'][number];

const keyOf = ({ id, version }: Used): string => `${id} ${version}`;

const distinct = (documents: readonly Used[]): Used[] => [
  ...new Map(documents.map((document) => [keyOf(document), document])).values(),
];

/** The figures of what is visible of a run. */
export function summariseVisible({ run, results }: VisibleResults): SuiteSummary {
  const about = { suite: run.setId, endpoint: run.endpoint, usage: null, ingested: null };
  return summariseSuite(
    results.map(({ line }) => line),
    about,
  );
}

export type RunComparison = Omit<Comparison, 'suites'> & {
  readonly before: EvaluationRun;
  readonly after: EvaluationRun;
  /** Of the measure that both runs have in common; `null` when no question does. */
  readonly suite: Comparison['suites'][number] | null;
  /** Questions of which one run or the other shows nothing. */
  readonly withheld: number;
  readonly tolerance: number;
};

/** Draws the intervals, the same for everybody. */
const seed = 1;

/**
 * What changed from one run to another, over the questions that are word for word in both and visible of both, with the intervals
 * of the paired bootstrap.
 * @throws AppError `NOT_FOUND`
 */
export async function compareVisible(
  deps: Deps,
  within: AccessFilter,
  ids: { readonly before: string; readonly after: string },
): Promise<RunComparison> {
  const [before, after] = await Promise.all([
    visibleResults(deps, within, ids.before),
    visibleResults(deps, within, ids.after),
  ]);
  const asked = new Map(before.results.map(({ line }) => [line.id, line.question]));
  const linesOf = ({ results }: VisibleResults) => results.map(({ line }) => ({ ...line, suite: 'set' }));
  const later = linesOf(after).filter(({ id, question }) => !asked.has(id) || asked.get(id) === question);
  const { suites, ...comparison } = compareRuns(linesOf(before), later, { seed });
  return {
    ...comparison,
    before: before.run,
    after: after.run,
    suite: suites[0] ?? null,
    withheld: before.withheld + after.withheld,
    tolerance,
  };
}
