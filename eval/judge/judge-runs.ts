import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { isModelError } from '../../src/core/errors.ts';
import { type Difference, pairedBootstrap } from '../../src/core/evaluation/bootstrap.ts';
import type { LinePair } from '../../src/core/evaluation/compare-runs.ts';
import type { ResultLine } from '../../src/core/evaluation/result-line.ts';
import { languageOfQuestion } from '../../src/core/understand/understand-question.ts';
import {
  type AnswerPair,
  type JudgeDeps,
  judgePair,
  judgePrompt,
  type Preference,
  preferences,
} from './judge-pair.ts';

/** What a model says of the answers of two runs. It informs: nothing is kept or refused for it. */
export type Judgement = {
  readonly suite: string;
  readonly model: string;
  readonly prompt: string;
  /** How many pairs were preferred which way; `failed`: the model gave no reply. */
  readonly counts: Readonly<Record<Preference | 'failed', number>>;
  /** Mean of 1 for the later answer, −1 for the earlier one, 0 for neither, with its 95 % interval. */
  readonly preference: Pick<Difference, 'n' | 'difference' | 'low' | 'high'> | null;
};

/** A judgement that was paid for is not asked for again. */
const keptLine = z.object({ key: z.string(), preference: z.enum(preferences) });

/** Errors of a model that no later question would be spared. */
const hopeless: ReadonlySet<string> = new Set([
  'MODEL_REFUSED_KEY',
  'MODEL_KEY_MISSING',
  'MODEL_ADDRESS_FORBIDDEN',
  'MODEL_NOT_FOUND',
  'MODEL_BUDGET_EXHAUSTED',
]);

/**
 * Has a model say of each pair of answers which is better, a few at a time, and keeps what it said in `file`, a line each.
 * @throws AppError `MODEL_REFUSED_KEY` and what else would fail with each question; the signal's reason when it is aborted
 */
export async function judgeRuns(
  deps: JudgeDeps,
  pairs: readonly LinePair[],
  {
    file,
    seed,
    concurrency = 2,
    signal,
    onJudged = () => {},
  }: {
    readonly file: string;
    readonly seed: number;
    readonly concurrency?: number;
    readonly signal: AbortSignal;
    readonly onJudged?: () => void;
  },
): Promise<Judgement[]> {
  const known = readKept(file);
  const answered = pairs.flatMap(({ before, after }) =>
    before.answer === null || after.answer === null
      ? []
      : [{ suite: after.suite, cluster: after.cluster, pair: pairOf(after, before.answer, after.answer) }],
  );
  const found: (Preference | 'failed')[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < answered.length; at = next++) {
      const one = answered[at];
      if (one) found[at] = await preferenceOf(one.pair);
      onJudged();
    }
  }
  async function preferenceOf(pair: AnswerPair): Promise<Preference | 'failed'> {
    const key = keyOf(deps.model, pair);
    const before = known.get(key);
    if (before) return before;
    try {
      const preference = await judgePair(deps, pair, signal);
      appendFileSync(file, `${JSON.stringify({ key, preference })}\n`);
      return preference;
    } catch (error) {
      signal.throwIfAborted();
      if (!isModelError(error) || hopeless.has(error.code)) throw error;
      return 'failed';
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  const suites = Map.groupBy(answered.keys(), (at) => answered[at]?.suite ?? '');
  return [...suites].map(([suite, places]) => {
    const counts = Object.fromEntries(
      [...preferences, 'failed' as const].map((name) => [
        name,
        places.filter((at) => found[at] === name).length,
      ]),
    ) as Judgement['counts'];
    const scored = places.flatMap((at) => {
      const preference = found[at];
      if (preference === undefined || preference === 'failed' || preference === 'unread') return [];
      const worth = preference === 'after' ? 1 : preference === 'before' ? -1 : 0;
      return [{ cluster: answered[at]?.cluster ?? '', before: 0, after: worth }];
    });
    const preference = pairedBootstrap(scored, { seed });
    return {
      suite,
      model: `${deps.model.provider}/${deps.model.model}`,
      prompt: `${judgePrompt.id}.v${judgePrompt.version}`,
      counts,
      preference: preference && {
        n: preference.n,
        difference: preference.difference,
        low: preference.low,
        high: preference.high,
      },
    };
  });
}

function pairOf({ question, facts, answerable }: ResultLine, before: string, after: string): AnswerPair {
  return { question, language: languageOfQuestion(question, []), facts, answerable, before, after };
}

function keyOf({ provider, model }: JudgeDeps['model'], pair: AnswerPair): string {
  return createHash('sha256')
    .update(JSON.stringify([provider, model, judgePrompt, pair]))
    .digest('hex')
    .slice(0, 32);
}

/** Lines that cannot be read, such as a last one cut short, are asked for again. */
function readKept(file: string): Map<string, Preference> {
  if (!existsSync(file)) return new Map();
  return new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          const { key, preference } = keptLine.parse(JSON.parse(line));
          return [[key, preference] as const];
        } catch {
          return [];
        }
      }),
  );
}
