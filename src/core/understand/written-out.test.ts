import { expect, test } from 'vitest';
import { writtenOut } from './written-out.ts';

test.each([
  ['c quoi le num du plombier', "c'est quoi le numéro du plombier"],
  ['qqn fait un malaise, on appelle qui ?', "quelqu'un fait un malaise, on appelle qui ?"],
  ['j’ai pas le tps pr le faire ajd', "j’ai pas le temps pour le faire aujourd'hui"],
  ['c ou le parking ?', "c'est où le parking ?"],
  ['mon ordi marche plus', 'mon ordi est en panne'],
  ['les copieurs ne fonctionnent pas', 'les copieurs sont en panne'],
])('%s', (said, meant) => {
  expect(writtenOut(said)).toBe(meant);
});

test.each([
  'Le PR a signé l’arrêté',
  'payer par cb',
  'la division C quai des Lices',
  'pr.martin@ville.example',
  'la norme NS-EN',
  'le marché le plus gros, et comment il marche',
  'le dossier est complet, dans quel ordre ?',
])('leaves as it is: %s', (said) => {
  expect(writtenOut(said)).toBe(said);
});
