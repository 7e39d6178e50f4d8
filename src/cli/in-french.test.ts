import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { expect, test } from 'vitest';
import { slipInFrench, titleInFrench } from './in-french.ts';

/** What somebody reads who types this, by the library itself: its words may change with a version. */
function slipOf(...typed: string[]): string {
  let said = '';
  const program = new Command('sourcier').exitOverride().configureOutput({
    writeErr: (text) => (said += text),
    outputError: (text, write) => write(slipInFrench(text)),
  });
  program
    .command('ask')
    .argument('<question>')
    .addArgument(new Argument('[task]').choices(['summarise', 'compare']))
    .requiredOption('--as <user>')
    .option('--limit <n>', '', () => {
      throw new InvalidArgumentError('1–50');
    })
    .addOption(new Option('--language <language>').choices(['fr', 'en']))
    .addOption(new Option('--quiet').conflicts('loud'))
    .option('--loud')
    .action(() => {});
  expect(() => program.parse(typed, { from: 'user' })).toThrow();
  return said.trim();
}

test.each([
  [['ask', 'x'], 'option obligatoire absente : --as <user>'],
  [['ask', '--as', 'a'], 'il manque : <question>'],
  [['ask', 'x', '--as'], 'l’option --as <user> veut une valeur'],
  [['ask', 'x', '--as', 'a', '--foo'], 'option inconnue : --foo'],
  [['aks'], 'commande inconnue : aks\n(Vouliez-vous dire ask ?)'],
  [
    ['ask', 'combien', 'compare', 'jours', '--as', 'a'],
    'trop de mots : 3 au lieu de 2 (combien, compare, jours) ; ceux qui vont ensemble se mettent entre guillemets',
  ],
  [
    ['ask', 'x', '--as', 'a', '--limit', 'z'],
    'la valeur « z » de l’option --limit <n> ne convient pas : 1–50',
  ],
  [
    ['ask', 'x', '--as', 'a', '--language', 'de'],
    'la valeur « de » de l’option --language <language> ne convient pas : les valeurs possibles sont fr, en.',
  ],
  [
    ['ask', 'x', 'y', '--as', 'a'],
    'la valeur « y » de <task> ne convient pas : les valeurs possibles sont summarise, compare.',
  ],
  [['ask', 'x', '--as', 'a', '--quiet', '--loud'], 'les options --quiet et --loud ne vont pas ensemble'],
])('%j', (typed, french) => {
  expect(slipOf(...typed)).toBe(french);
});

test('what is not known stays as it is', () => {
  expect([slipInFrench('error: else'), titleInFrench('Else:')]).toEqual(['error: else', 'Else:']);
});
