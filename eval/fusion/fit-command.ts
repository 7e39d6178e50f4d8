import { tunables } from '../../config/tunables.ts';
import {
  authoriseByName,
  chooseOrganisation,
  printJson,
  say,
  withSourcier,
} from '../../src/cli/with-sourcier.ts';
import type { Sourcier } from '../../src/compose.ts';
import { AppError } from '../../src/core/errors.ts';
import { answeringEmbedder } from '../../src/core/find/answering-embedder.ts';
import { readSuites } from '../suite/read-suites.ts';
import { candidatesBeside, type Fit, fitFusion, type Tried } from './fit-fusion.ts';
import { type JudgedQuestion, questionsOfFeedback, questionsOfSuite } from './judged-questions.ts';
import { tryNumbers } from './try-numbers.ts';

export type FitOptions = {
  readonly org?: string;
  readonly suite?: string;
  readonly as?: string;
  readonly seed: number;
  readonly reset?: boolean;
  readonly json?: boolean;
};

/**
 * Weighs words and vectors anew for one organisation, by what its people said of their answers or by a suite of questions,
 * and keeps the numbers where that is better. `--reset` goes back to the usual ones.
 * @throws AppError `JUDGEMENTS_TOO_FEW`, `EMBEDDER_UNAVAILABLE` without vectors to weigh, `SUITE_INVALID`
 */
export async function fitCommand(options: FitOptions): Promise<void> {
  await withSourcier(async (sourcier, signal) => {
    const { stores, environment } = sourcier;
    const org = await chooseOrganisation(stores, options.org);
    if (options.reset) {
      const reset = await stores.fittedFusion.reset(org);
      if (options.json) return printJson({ organisation: org, reset, numbers: tunables.find.fusion });
      process.stdout.write(
        `${say(environment, { fr: 'Réglages d’origine rétablis.', en: 'Back to the usual numbers.' })}\n`,
      );
      return;
    }
    const questions = options.suite
      ? questionsOfSuite(readSuites(options.suite), options.as)
      : questionsOfFeedback(await stores.feedback.listJudged(org, tunables.find.fit.mostJudgements));
    refuseTooFew(questions.length);
    const fit = await fitOrganisation(sourcier, {
      org,
      questions,
      seed: options.seed,
      quiet: options.json === true,
      signal,
    });
    if (fit.isBetter) await stores.fittedFusion.keep(org, fit.best);
    if (options.json) return printJson({ organisation: org, ...fit });
    process.stdout.write(`${say(environment, sentenceOf(fit))}\n`);
  });
}

async function fitOrganisation(
  { stores, enginesIn }: Pick<Sourcier, 'stores' | 'enginesIn'>,
  options: {
    readonly org: string;
    readonly questions: readonly JudgedQuestion[];
    readonly seed: number;
    readonly quiet: boolean;
    readonly signal: AbortSignal;
  },
): Promise<Fit> {
  const { org, questions, signal } = options;
  const embedder = await answeringEmbedder({ ...stores, ...(await enginesIn(org)) }, org);
  if (!embedder)
    throw new AppError('EMBEDDER_UNAVAILABLE', { detail: 'Without vectors there is nothing to weigh.' });
  // One that does not answer would make every choice look the same. No question yet: it may be too sensitive (R67).
  await embedder.embed(['a'], { kind: 'query', signal });
  const { matrix } = await stores.providers.readPolicy(org);
  const current = (await stores.fittedFusion.find(org)) ?? tunables.find.fusion;
  const candidates = candidatesBeside(current);
  const people = new Map<string, Promise<Awaited<ReturnType<typeof authoriseByName>>>>();
  const tried: Tried[] = [];
  for (const [at, question] of questions.entries()) {
    signal.throwIfAborted();
    const { user } = question;
    const within = people.get(user) ?? authoriseByName({ stores }, { org, as: user });
    people.set(user, within);
    const result = await tryNumbers({ ...stores, embedder, matrix }, await within, question, {
      candidates,
      signal,
    });
    if (result) tried.push(result);
    if (!options.quiet && process.stderr.isTTY) process.stderr.write(`\r${at + 1}/${questions.length}`);
  }
  if (!options.quiet && process.stderr.isTTY) process.stderr.write('\n');
  refuseTooFew(tried.length);
  return fitFusion(candidates, tried, options.seed);
}

function refuseTooFew(found: number): void {
  const { judgements } = tunables.find.fit;
  if (found < judgements) throw new AppError('JUDGEMENTS_TOO_FEW', { detail: `${found} < ${judgements}` });
}

function sentenceOf({ questions, current, best, difference, isBetter }: Fit): { fr: string; en: string } {
  const points = (value: number) => (value * 100).toFixed(1);
  const change = `${points(difference.difference)} [${points(difference.low)} ; ${points(difference.high)}]`;
  return isBetter
    ? {
        fr: `${questions} questions : le poids du sens passe de ${current.vectorWeight} à ${best.vectorWeight} (${change} points de nDCG@10).`,
        en: `${questions} questions: the weight of meaning goes from ${current.vectorWeight} to ${best.vectorWeight} (${change} points of nDCG@10).`,
      }
    : {
        fr: `${questions} questions : rien de mieux que les réglages actuels (${change} points de nDCG@10). Rien ne change.`,
        en: `${questions} questions: nothing better than the current numbers (${change} points of nDCG@10). Nothing changes.`,
      };
}
