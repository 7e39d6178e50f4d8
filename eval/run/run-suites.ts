import { join, resolve } from 'node:path';
import pLimit from 'p-limit';
import type { Environment } from '../../config/env.ts';
import { meterProcessTree } from '../../src/adapters/process-tree/process-tree.ts';
import { createBar } from '../../src/cli/await-ingestion.ts';
import { AppError } from '../../src/core/errors.ts';
import type { RawReply } from '../../src/core/evaluation/judge-reply.ts';
import { judgeReply } from '../../src/core/evaluation/judge-reply.ts';
import { sample } from '../../src/core/evaluation/score/random.ts';
import type { Corpus, Endpoint, Question, Suite } from '../../src/core/evaluation/suite.ts';
import { type SuiteSummary, summariseSuite, type Usage } from '../../src/core/evaluation/summarise.ts';
import { askServer } from './ask-server.ts';
import { fingerprintOf } from './fingerprint.ts';
import { openCorpus, openServerElsewhere } from './open-target.ts';
import { type PreparedCorpus, prepareCorpus } from './prepare-corpus.ts';
import { noCache, openReplyCache, type ReplyCache } from './reply-cache.ts';
import type { ResultsFile } from './results-file.ts';
import type { Target } from './target.ts';

export type RunOptions = {
  readonly environment: Environment;
  /** Fingerprint of the program, for kept replies. */
  readonly program: string;
  readonly seed: number;
  /** Most questions of each suite; `null`: all. */
  readonly sample: number | null;
  readonly concurrency: number;
  /** Where corpora are ingested; a run that is taken up again finds them there. */
  readonly work: string;
  /** Keeps the replies too: the next run with the same program and documents does not ask again. */
  readonly keepReplies: boolean;
  /** A server that runs already, in place of one for each corpus. */
  readonly server: { readonly address: string; readonly organisation: string | undefined } | null;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
};

/** A suite once for each provider, by the name `suite@provider`, to stand side by side; only answers differ. */
export function forProviders(suites: readonly Suite[], providers: readonly string[]): readonly Suite[] {
  if (providers.length === 0) return suites;
  return suites.flatMap((suite) =>
    providers.map((provider) => ({
      ...suite,
      suite: `${suite.suite}@${provider}`,
      measure: ['ask' as const],
      provider,
    })),
  );
}

/** Asks all questions of all suites, corpus by corpus, and gives a summary of each suite and endpoint. */
export async function runSuites(
  suites: readonly Suite[],
  results: ResultsFile,
  options: RunOptions,
): Promise<SuiteSummary[]> {
  const summaries: SuiteSummary[] = [];
  for (const [, together] of Map.groupBy(suites, corpusKey)) {
    const { corpus, folder } = together[0] ?? {};
    await withTarget(corpus, folder ?? '.', together, options, async (target, cache) => {
      for (const suite of together)
        for (const endpoint of suite.measure) {
          const usage = await runSuite({ suite, endpoint, target, cache, results, options });
          const lines = results.lines.filter(
            (line) => line.suite === suite.suite && line.endpoint === endpoint,
          );
          summaries.push(
            summariseSuite(lines, { suite: suite.suite, endpoint, usage, ingested: target.ingested }),
          );
        }
    });
  }
  return summaries;
}

function corpusKey({ corpus, folder }: Suite): string {
  const paths = [corpus?.passages, ...(corpus?.folders ?? []).map((one) => one.folder)];
  return JSON.stringify([corpus, paths.map((path) => path && resolve(folder, path))]);
}

async function withTarget(
  corpus: Corpus | undefined,
  suiteFolder: string,
  suites: readonly Suite[],
  options: RunOptions,
  use: (target: Target, cache: ReplyCache) => Promise<void>,
): Promise<void> {
  const { environment, server, keepReplies, program, quiet } = options;
  if (server) return use(openServerElsewhere(server.address, environment, server.organisation), noCache);
  if (!corpus) throw new AppError('SUITE_INVALID', { detail: 'a suite without corpus needs --server' });
  const work = join(resolve(options.work), fingerprintOf(resolve(suiteFolder), corpus));
  const prepared = await prepareCorpus(corpus, suiteFolder, work);
  for (const suite of suites) refuseUnknownDocuments(suite, prepared);
  const target = await openCorpus(prepared, environment, { dataFolder: join(work, 'data'), quiet });
  const cache = keepReplies ? openReplyCache(join(work, `replies-${program}.jsonl`)) : noCache;
  try {
    await use(target, cache);
  } finally {
    await target.close();
  }
}

/**
 * A slip in a name would score nothing as a miss, and look for a leak that cannot be.
 * @throws AppError `SUITE_INVALID`
 */
function refuseUnknownDocuments({ suite, questions }: Suite, corpus: PreparedCorpus): void {
  const unknown = questions.flatMap(({ id, documents = [], passages = [], scope, mustNotSee }) =>
    [
      ...documents,
      ...passages.map((passage) => passage.document),
      ...(scope?.documents ?? []),
      ...(mustNotSee?.documents ?? []),
    ]
      .filter((name) => !corpus.holds(name))
      .map((name) => `${suite}: ${id}: no document ${name} in the corpus`),
  );
  if (unknown.length > 0) throw new AppError('SUITE_INVALID', { detail: unknown.slice(0, 20).join('\n') });
}

type SuiteRun = {
  readonly suite: Suite;
  readonly endpoint: Endpoint;
  readonly target: Target;
  readonly cache: ReplyCache;
  readonly results: ResultsFile;
  readonly options: RunOptions;
};

/** Asks what has no result yet. Gives what the server used for it; `null` for a server elsewhere. */
async function runSuite(run: SuiteRun): Promise<Usage | null> {
  const { suite, endpoint, target, results, options } = run;
  const chosen =
    options.sample === null ? suite.questions : sample(suite.questions, options.sample, options.seed);
  const open = chosen.filter(({ id }) => !results.has({ suite: suite.suite, endpoint, id }));
  const bar = createBar(`${suite.suite} (${endpoint})`, options.quiet);
  await warmUp(run, open.slice(0, warmUpQuestions));
  const meter = target.processes.length === 0 ? null : meterProcessTree(target.processes);
  let asked = 0;
  let done = chosen.length - open.length;
  bar.show(done, chosen.length);
  try {
    const limit = pLimit(options.concurrency);
    await Promise.all(
      open.map((question) =>
        limit(async () => {
          options.signal.throwIfAborted();
          const { cached } = await runQuestion(run, question);
          if (!cached) asked += 1;
          done += 1;
          bar.show(done, chosen.length);
        }),
      ),
    );
  } finally {
    bar.stop();
  }
  const used = meter?.stop();
  return used ? { ...used, asked } : null;
}

/** A server's first questions are slow: these are asked once before anything is measured. */
const warmUpQuestions = 10;

async function warmUp(run: SuiteRun, questions: readonly Question[]): Promise<void> {
  for (const question of run.endpoint === 'search' ? questions : questions.slice(0, 1))
    await askOrFail(run, question, question.as ?? 'reader');
}

async function runQuestion(run: SuiteRun, question: Question): Promise<{ cached: boolean }> {
  const { suite, endpoint, target, cache, results } = run;
  const as = question.as ?? 'reader';
  const key = fingerprintOf(
    target.fingerprint,
    endpoint,
    suite.passagesPerDocument,
    suite.provider ?? null,
    as,
    {
      text: question.question,
      scope: question.scope,
      history: question.history,
    },
  );
  const known = cache.get(key);
  const reply = known ?? (await askOrFail(run, question, as));
  if (known === undefined) cache.set(key, reply);
  const cached = known !== undefined;
  results.add(judgeReply(suite, question, endpoint, { as, reply, cached, nameOf: target.nameOf }));
  return { cached };
}

/** A server that does not answer is a result of the question, not the end of the run. */
async function askOrFail(
  { target, suite, endpoint }: SuiteRun,
  question: Question,
  as: string,
): Promise<RawReply> {
  const started = performance.now();
  try {
    return await askServer(target, suite, question, endpoint, as);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.name : 'unknown';
    return {
      status: 0,
      body: { code: reason },
      earlier: [],
      latencyMs: Math.round(performance.now() - started),
    };
  }
}
