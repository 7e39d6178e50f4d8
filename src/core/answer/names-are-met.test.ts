import { expect, it } from 'vitest';
import { aSource } from '../../../test/support/a-passage.ts';
import { namesAreMet } from './names-are-met.ts';
import { rateQuotes } from './rate-quotes.ts';

const meets = (question: string, text: string, title = 'Consigne incendie') => {
  const sources = [aSource({ document: { title }, text })];
  return namesAreMet(question, rateQuotes(question, sources), sources);
};

it.each([
  ['Où est le point de rassemblement du bâtiment Trousseau ?', 'Bâtiment Laennec : parking P2.', false],
  ['Où est le point de rassemblement du bâtiment Laënnec ?', 'Bâtiment Laennec : parking P2.', true],
  ['Quel taux horaire en 2027 ?', 'Le taux horaire est de 8,61 €.', false],
  ['Quel taux horaire en 2026 ?', 'Le taux horaire de 2026 est de 8,61 €.', true],
  ['L’infirmière est là le vendredi ?', 'L’infirmière est là le lundi et le mardi.', false],
  ['L’infirmière est là le vendredi ?', 'L’infirmière est là le mardi et le vendredi.', true],
  ['L’infirmière est là le jeudi ?', 'L’infirmière est là du lundi au vendredi.', true],
  // Neither begins a name: the first word of a sentence, and an acronym that may be written out.
  ['Combien pour un repas ? Merci', 'Le repas coûte 5,50 €.', true],
  ['Que rembourse la MGEN ?', 'La mutuelle rembourse les soins.', true],
])('« %s » is met by « %s »: %s', (question, text, expected) => {
  expect(meets(question, text)).toBe(expected);
});

it('a day, or a number, for which no line stands is not met where others have theirs', () => {
  const rows = '| Date | Chef de garde |\n| --- | --- |\n| 01/12/2026 | Morel |\n| 02/12/2026 | Riou |';
  expect(meets('Qui est chef de garde le 2 décembre ?', rows)).toBe(true);
  expect(meets('Qui est chef de garde le 15 décembre ?', rows)).toBe(false);
  expect(meets('Qui est chef de garde ?', rows)).toBe(true);
});
