import { type Command, InvalidArgumentError } from 'commander';
import { fitCommand as runFit } from '../../../eval/fusion/fit-command.ts';

/** Weighs words and vectors for one organisation; what it does is in `eval/fusion`. */
export function fitCommand(program: Command): void {
  program
    .command('fit')
    .description(
      'règle le poids des mots et du sens, d’après les avis ou un jeu de questions / weighs words and meaning, by feedback or a suite',
    )
    .option('--org <organisation>', 'organisation')
    .option('--suite <path>', 'jeu de questions, au lieu des avis / suite of questions instead of feedback')
    .option('--as <user>', 'qui pose les questions du jeu / who asks the questions of the suite')
    .option('--seed <n>', 'graine des tirages / seed of what is drawn', seed, 1)
    .option('--reset', 'revient aux réglages d’origine / back to the usual numbers')
    .option('--json', 'sortie en JSON / JSON output')
    .action(runFit);
}

function seed(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('≥ 1');
  return number;
}
