import { expect, test } from 'vitest';
import { aSource } from '../../../test/support/a-passage.ts';
import { rateQuotes } from './rate-quotes.ts';

test('a day of the question is looked for in the ranges of days, and no other row is quoted for it', () => {
  const rows = [
    '| 50 | 8–14 décembre | Luc Petit |',
    '| 51 | 15–21 décembre | Anne Roy |',
    '| 52 | du 22 décembre au 4 janvier | Paul Lenoir |',
  ];
  const planning = aSource({
    document: { title: 'Planning d’astreinte' },
    text: ['| Semaine | Dates | Agent |', '| --- | --- | --- |', ...rows].join('\n'),
  });
  const best = (question: string) => rateQuotes(question, [planning])[0]?.unit.text;
  expect(best('Qui est d’astreinte le 10 décembre ?')).toBe(rows[0]);
  expect(best('Qui est d’astreinte le 2 janvier ?')).toBe(rows[2]);
});

test('a day is found as tables write it, and no other row is quoted for it', () => {
  const rows = ['| 23/12/2026 | Morel |', '| 24/12/2026 | Riou |', '| 25/12/2026 | Bastide |'];
  const sheet = aSource({
    document: { title: 'Feuille de garde' },
    text: ['| Date | Chef de garde |', '| --- | --- |', ...rows].join('\n'),
  });
  const [best, next] = rateQuotes('qui est chef de garde le 24 decembre', [sheet]);
  expect(best?.unit.text).toBe(rows[1]);
  expect([best?.fits, next?.fits]).toEqual([true, false]);
});

test('a number before what is asked of it counts nothing', () => {
  const rows = ['| 0 à 24 | Faible |', '| 25 à 50 | Modéré |', '| 51 et plus | Élevé |'];
  const scale = aSource({
    document: { title: 'Échelle de Morse' },
    text: ['| Score | Niveau |', '| --- | --- |', ...rows].join('\n'),
  });
  expect(rateQuotes('échelle de morse 55 quel niveau', [scale])[0]).toMatchObject({
    unit: { text: rows[2] },
    fits: true,
  });
});

test('the columns « Du » and « Au » are from when to when', () => {
  const rows = ['| 49 | 30/11/2026 | 06/12/2026 | Monin |', '| 50 | 07/12/2026 | 13/12/2026 | Le Goff |'];
  const duty = aSource({
    document: { title: 'Astreintes' },
    text: ['| Semaine | Du | Au | Agent |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  });
  const best = (question: string) => rateQuotes(question, [duty], { today: '2026-12-09' })[0];
  expect(best('qui est d’astreinte le 2 décembre')).toMatchObject({ unit: { text: rows[0] }, fits: true });
  expect(best('qui est d’astreinte cette semaine')).toMatchObject({ unit: { text: rows[1] }, fits: true });
});

test('a list that no sentence introduces is asked for by the heading over it', () => {
  const items = ['- Une lampe frontale.', '- L’annuaire de crise.'];
  const text = ['La mallette rouge sort sur ordre du directeur.', '## Contenu de la mallette', ...items].join(
    '\n\n',
  );
  const plan = aSource({ document: { title: 'Plan blanc' }, text });
  const best = rateQuotes('que contient la mallette, quel contenu ?', [plan]).map(({ unit }) => unit.text);
  expect(best.slice(0, 2)).toEqual(items.map((item) => item.slice(2)));
});

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

test('what an act is based on is quoted for who asks for that, after what it decides otherwise', () => {
  const recital =
    'Vu l’article R. 531-52 du code de l’éducation sur les tarifs de la restauration scolaire des communes.';
  const decision = 'Les tarifs de la restauration augmentent de 3,2 % au 1er septembre.';
  const act = aSource({ document: { title: 'Délibération' }, text: `${recital} ${decision}` });
  const best = (question: string) => rateQuotes(question, [act])[0]?.unit.text;
  expect(best('Les tarifs de la restauration scolaire ?')).toBe(decision);
  expect(best('Sur quel texte reposent les tarifs de la restauration scolaire ?')).toBe(recital);
});
