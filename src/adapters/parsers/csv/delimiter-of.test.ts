import { expect, test } from 'vitest';
import { delimiterOf } from './delimiter-of.ts';

test.each([
  ['a title and decimal commas in all rows', 'Loyers\nRue;Loyer\nA;4,60\nB;5,10\nC;6,20', ';'],
  ['two decimal commas and an odd row', 'Rue;Loyer;Charges\nA;4,60;1,20\nB;gratuit\nC;6,20;1,30', ';'],
  ['decimal commas between tabs', 'Rue\tLoyer\nA\t4,60\nB\t5,10', '\t'],
  ['a comma in each row', 'Nom, prénom;Service\nRoy, Ana;Paie\nPetit, Léo;Achats', ';'],
  ['more commas than delimiters', 'Nom;Jours\nAna;lundi, mardi, jeudi\nLéo;lundi, jeudi, samedi', ';'],
  ['numbers between commas', '1,2,3\n4,5,6', ','],
  ['commas with a space', 'nom, ville, âge\nAna, Laon, 41', ','],
  ['a semicolon in one text', 'nom,avis\nAna,bien ; à revoir\nLéo,bien', ','],
  ['quoted cells with delimiters and lines in them', '"a";"b, c\nd";"e"\n"f";"g, h";"i"', ';'],
  ['quoted cells with the other delimiter', '"a;b","c;d","e"\n"f;g","h;i","j"', ','],
])('%s', (_, text, delimiter) => {
  expect(delimiterOf(text)).toBe(delimiter);
});

test('none where nothing is delimited', () => {
  expect(delimiterOf('nom\nAna\nLéo')).toBeNull();
  expect(delimiterOf('')).toBeNull();
});
