import type { Command } from 'commander';
import { tunables } from '../../../config/tunables.ts';
import { readSuite } from '../../../eval/suite/read-suites.ts';
import type { Sourcier } from '../../compose.ts';
import type { AccessFilter } from '../../core/access/access-filter.ts';
import { calibratedFor, logOdds } from '../../core/answer/answerable.ts';
import { fitCalibration, type GoldenOutcome } from '../../core/answer/fit-calibration.ts';
import { AppError } from '../../core/errors.ts';
import { scopeOfQuestion } from '../../core/evaluation/scope-of-question.ts';
import { auroc } from '../../core/evaluation/score/auroc.ts';
import type { Question } from '../../core/evaluation/suite.ts';
import { answeringEmbedder } from '../../core/find/answering-embedder.ts';
import type { StoredCalibration } from '../../ports/calibration-repository.ts';
import { createBar } from '../await-ingestion.ts';
import { authoriseByName, chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; suite?: string; as?: string; reset?: boolean; json?: boolean };

export function calibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description(
      'règle l’abstention d’une organisation sur ses questions / calibrates abstention on an organisation’s questions',
    )
    .option('--org <organisation>', 'organisation')
    .option(
      '--suite <file>',
      'jeu de questions, dont certaines sans réponse / suite, some questions to abstain from',
    )
    .option(
      '--as <user>',
      'qui pose les questions qui ne le disent pas / who asks where a question does not say',
    )
    .option('--reset', 'oublie le réglage / forgets the calibration')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async (sourcier, signal) => {
        if ((options.suite === undefined) !== (options.reset === true))
          throw new AppError('USAGE', { detail: '--suite FILE | --reset' });
        const org = await chooseOrganisation(sourcier.stores, options.org);
        if (options.suite === undefined) return reset(sourcier, org, options);
        const calibration = await calibrate(sourcier, org, { ...options, suite: options.suite }, signal);
        if (options.json) return printJson({ org, ...calibration });
        process.stdout.write(`${describe(sourcier, calibration)}\n`);
      }),
    );
}

async function reset({ stores, environment }: Sourcier, org: string, options: Options): Promise<void> {
  const removed = await stores.calibrations.reset(org);
  if (options.json) return printJson({ org, removed });
  process.stdout.write(
    `${say(environment, { fr: `Réglages oubliés : ${removed}.`, en: `Calibrations forgotten: ${removed}.` })}\n`,
  );
}

async function calibrate(
  sourcier: Sourcier,
  org: string,
  options: Options & { readonly suite: string },
  signal: AbortSignal,
): Promise<Omit<StoredCalibration, 'fittedAt'>> {
  const { stores, enginesIn } = sourcier;
  const { questions } = readSuite(options.suite);
  const golden = questions.filter((one) => one.abstain === true || isAnswered(one));
  const embedder = await answeringEmbedder({ ...stores, ...(await enginesIn(org)) }, org);
  const outcomes: (GoldenOutcome & { readonly calibratedFor: string })[] = [];
  const bar = createBar(
    say(sourcier.environment, { fr: 'questions', en: 'questions' }),
    options.json === true,
  );
  const readers = new Map<string, AccessFilter>();
  try {
    for (const question of golden) {
      signal.throwIfAborted();
      const as = question.as ?? options.as ?? 'reader';
      const within = readers.get(as) ?? (await authoriseByName(sourcier, { as, org }));
      readers.set(as, within);
      const { signals } = await sourcier.services.search(within, {
        query: question.question,
        earlierQuestions: (question.history ?? [])
          .filter(({ role }) => role === 'user')
          .map(({ text }) => text),
        scope: await scopeOfQuestion(sourcier.services, within, question),
        limit: tunables.answering.passagesFound,
        signal,
      });
      outcomes.push({
        logOdds: logOdds(signals),
        answerable: question.abstain !== true,
        calibratedFor: calibratedFor(signals, embedder),
      });
      bar.show(outcomes.length, golden.length);
    }
  } finally {
    bar.stop();
  }
  // Vectors may have come or gone meanwhile: one calibration must not mix the two.
  const kinds = [...new Set(outcomes.map((one) => one.calibratedFor))];
  if (kinds.length > 1) throw new AppError('CALIBRATION_MIXED', { detail: kinds.join(', ') });
  const [answerable, unanswerable] = [true, false].map((kind) =>
    outcomes.filter((one) => one.answerable === kind).map((one) => one.logOdds),
  ) as [number[], number[]];
  const calibration = {
    calibratedFor: kinds[0] ?? 'words',
    ...fitCalibration(outcomes),
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    auroc: auroc(answerable, unanswerable) ?? 0,
  };
  await stores.calibrations.save(org, calibration);
  return calibration;
}

function isAnswered({ documents, passages, answer }: Question): boolean {
  return [documents, passages, answer].some((expected) => expected !== undefined && expected.length > 0);
}

function describe(
  { environment }: Sourcier,
  { answerable, unanswerable, auroc: area, floor, quotedFloor, sure }: Omit<StoredCalibration, 'fittedAt'>,
): string {
  const [shown, none, quoted, certain] = [area, floor, quotedFloor, sure].map((value) => value.toFixed(2));
  return say(environment, {
    fr: `Réglé sur ${answerable} questions avec réponse et ${unanswerable} sans (aire sous la courbe : ${shown}). Rien trouvé sous ${none}, ou sous ${quoted} sans modèle ; réponse sûre dès ${certain}.`,
    en: `Calibrated on ${answerable} questions with an answer and ${unanswerable} without (area under the curve: ${shown}). Nothing found below ${none}, or below ${quoted} without a model; sure answer from ${certain}.`,
  });
}
