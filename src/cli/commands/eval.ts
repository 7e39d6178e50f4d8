import { Argument, type Command, InvalidArgumentError } from 'commander';
import { compareCommand } from '../../../eval/compare/compare-command.ts';
import { runCommand } from '../../../eval/run/run-command.ts';
import { suitesCommand } from '../../../eval/sets/suites-command.ts';
import { fetchCommand } from '../../../eval/socialgouv/fetch-command.ts';
import { leastResamples } from '../../core/evaluation/bootstrap.ts';

/** The evaluation bench; what it does is in `eval/`. */
export function evalCommand(program: Command): void {
  const evaluation = program
    .command('eval')
    .description('évaluation sur des jeux de questions / evaluation on sets of questions');
  evaluation
    .command('run')
    .description(
      'pose les questions, mesure, cherche les fuites / asks the questions, measures, looks for leaks',
    )
    .requiredOption('--suite <path>', 'fichier ou dossier de questions / file or folder of questions')
    .option('--out <folder>', 'dossier des résultats / folder for the results')
    .option('--baseline <path>', 'résultats à ne pas dégrader / results that must not get worse')
    .option('--seed <n>', 'graine des tirages / seed of what is drawn', count, 1)
    .option('--provider <id...>', 'fournisseurs à comparer / providers to compare')
    .option('--sample <n>', 'questions au plus par jeu / most questions of each suite', count)
    .option('--concurrency <n>', 'demandes à la fois / requests at once', count, 2)
    .option('--resume', 'reprend où le passage s’est arrêté / goes on where the run stopped')
    .option(
      '--keep <folder>',
      'garde les corpus ingérés et les réponses / keeps ingested corpora and replies',
    )
    .option('--server <url>', 'un serveur qui tourne déjà / a server that runs already')
    .option('--org <organisation>', 'organisation (avec / with --server)')
    .option('--json', 'sortie en JSON / JSON output')
    .action(runCommand);
  evaluation
    .command('compare')
    .argument('<before>', 'dossier d’un passage, @fournisseur / folder of a run, @provider')
    .argument('<after>')
    .description('écart entre deux passages, avec son intervalle / difference of two runs, with its interval')
    .option('--seed <n>', 'graine des tirages / seed of what is drawn', count, 1)
    .option('--resamples <n>', 'tirages, au moins 2 000 / draws, at least 2,000', resamples, leastResamples)
    .option('--judge', 'avis d’un modèle (LLM_*), pour information / opinion of a model (LLM_*), to inform')
    .option('--json', 'sortie en JSON / JSON output')
    .action(compareCommand);
  evaluation
    .command('suites')
    .argument('[names...]', 'jeux / suites')
    .description('fait des jeux de questions à partir de données connues / makes suites of known data sets')
    .requiredOption('--from <folder>', 'dossier des données / folder of the data')
    .requiredOption('--out <folder>', 'dossier des jeux / folder for the suites')
    .option('--json', 'sortie en JSON / JSON output')
    .action(suitesCommand);
  evaluation
    .command('fetch')
    .addArgument(new Argument('<set>', 'données / data').choices(['socialgouv']))
    .description('installe des données publiques, à part / installs public data, set apart')
    .option('--into <folder>', 'dossier / folder')
    .option('--json', 'sortie en JSON / JSON output')
    .action(fetchCommand);
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('≥ 1');
  return number;
}

function resamples(value: string): number {
  const number = count(value);
  if (number < leastResamples) throw new InvalidArgumentError(`≥ ${leastResamples}`);
  return number;
}
