import { expect, test } from 'vitest';
import { aSource } from './a-passage.ts';
import { rateQuotes } from './rate-quotes.ts';

test('how many is answered by the numbers in the column of that name, before a sentence with the same words', () => {
  const charter = aSource({
    document: { title: 'Charte du télétravail' },
    text:
      'Trois jours de présence sur site sont obligatoires chaque semaine.\n\n' +
      '| Temps de travail | Jours par semaine |\n| --- | --- |\n| Temps complet | 2 au plus |\n| Moins de 80 % | aucun |',
  });
  const best = (question: string) => rateQuotes(question, [charter])[0]?.unit.text;
  expect(best('Combien de jours de télétravail ?')).toBe('| Temps complet | 2 au plus |');
  expect(best('Quels jours pour le télétravail ?')).toMatch(/^Trois jours/);
});
