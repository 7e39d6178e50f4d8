import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Environment, readEnvironment } from '../../config/env.ts';
import { createPromptFiles } from '../../src/adapters/filesystem/prompt-files.ts';
import { createOpenAiLanguageModel } from '../../src/adapters/openai-compatible/language-model.ts';
import { createBar } from '../../src/cli/await-ingestion.ts';
import { exitCodes } from '../../src/cli/report-error.ts';
import { printJson, say } from '../../src/cli/with-sourcier.ts';
import { AppError } from '../../src/core/errors.ts';
import { compareRuns, type LinePair, pairLines } from '../../src/core/evaluation/compare-runs.ts';
import { type Judgement, judgeRuns } from '../judge/judge-runs.ts';
import { folderOf, readResults } from '../run/results-file.ts';
import { describeComparison } from './describe-comparison.ts';

type Options = {
  readonly seed: number;
  readonly resamples: number;
  readonly judge?: boolean;
  readonly json?: boolean;
};

/** `sourcier eval compare`: exit code 2 for a leak, 1 when something got worse; what a judge says changes neither. */
export async function compareCommand(before: string, after: string, options: Options): Promise<void> {
  const environment = readEnvironment();
  const earlier = readResults(before);
  const later = readResults(after);
  const comparison = compareRuns(earlier, later, options);
  const judgements = options.judge
    ? await judge(environment, pairLines(earlier, later), {
        file: join(folderOf(after), 'judgements.jsonl'),
        seed: options.seed,
        quiet: options.json === true,
      })
    : undefined;
  if (options.json) printJson({ ...comparison, ...(judgements && { judgements }) });
  else process.stdout.write(describeComparison(comparison, environment.language, judgements));
  if (comparison.leaks.length > 0) process.exitCode = exitCodes.leak;
  else if (!comparison.kept) process.exitCode = exitCodes.failed;
}

async function judge(
  environment: Environment,
  pairs: readonly LinePair[],
  { file, seed, quiet }: { readonly file: string; readonly seed: number; readonly quiet: boolean },
): Promise<Judgement[]> {
  if (!environment.languageModel)
    throw new AppError('CONFIGURATION_INVALID', {
      detail: say(environment, {
        fr: 'Un avis demande un modèle : nommez-le avec LLM_BASE_URL, LLM_MODEL et LLM_API_KEY.',
        en: 'An opinion needs a model: name it with LLM_BASE_URL, LLM_MODEL and LLM_API_KEY.',
      }),
    });
  const deps = {
    model: createOpenAiLanguageModel(environment.languageModel),
    prompts: await createPromptFiles(join(import.meta.dirname, '..', '..', 'prompts')),
    random: randomBytes,
  };
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new AppError('INTERRUPTED')));
  const bar = createBar(say(environment, { fr: 'avis', en: 'opinions' }), quiet);
  let judged = 0;
  try {
    return await judgeRuns(deps, pairs, {
      file,
      seed,
      signal: interrupted.signal,
      onJudged: () => bar.show(++judged, pairs.length),
    });
  } finally {
    bar.stop();
  }
}
