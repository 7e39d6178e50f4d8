import { describe, expect, test } from 'vitest';
import { aPassage } from '../../../test/support/a-passage.ts';
import { chooseDecisions, chooseSummary } from './choose-task-quotes.ts';
import { weighDecision } from './decision-words.ts';

const section = (id: string, headings: string[], text: string) => aPassage({ id, headings, text });
const quoted = ({ quotes }: ReturnType<typeof chooseSummary>) => quotes.map(({ unit }) => unit.text);

describe('quotations in place of a summary', () => {
  test('the first sentence of each main section, a second one when both are short', () => {
    const passages = [
      section('a', ['Règlement', 'Accueil'], 'La crèche accueille vingt enfants. Elle ouvre à 8 h.'),
      section('b', ['Règlement', 'Accueil', 'Retards'], 'Un retard est signalé.'),
      section(
        'c',
        ['Règlement', 'Tarifs'],
        `Le tarif ${'très '.repeat(60)}long est voté. Il suit les revenus.`,
      ),
    ];
    const found = quoted(chooseSummary(passages));
    expect(found.slice(0, 2)).toEqual(['La crèche accueille vingt enfants.', 'Elle ouvre à 8 h.']);
    expect(found).toHaveLength(3);
    expect(found[2]).toMatch(/^Le tarif/);
  });

  test('at most twelve sections, and how many more there are', () => {
    const passages = Array.from({ length: 20 }, (_, index) =>
      section(`${index}`, [`Partie ${index}`], `Voici la partie ${index}, qui traite de son sujet.`),
    );
    expect(chooseSummary(passages)).toMatchObject({ left: 8 });
    expect(quoted(chooseSummary(passages))).toHaveLength(12);
  });

  test('notes and comments do not begin a section', () => {
    const passages = [
      aPassage({ aside: 'comment', text: 'À revoir par Paul.' }),
      aPassage({ text: 'Le texte.' }),
    ];
    expect(quoted(chooseSummary(passages))).toEqual(['Le texte.']);
  });

  test('without headings the beginning stands for all', () => {
    expect(quoted(chooseSummary([aPassage({ text: 'Le conseil se réunit à huit heures.' })]))).toHaveLength(
      1,
    );
  });
});

test('items of a list that is announced as decisions are some, whatever words they have', () => {
  const list = '- Julie commande les lots avant le 15 mars\n- Karim : montage des chalets';
  const chosen = (heading: string, text = list) =>
    quoted(chooseDecisions([section('a', ['Réunion', heading], text)]));
  expect(chosen('4. Relevé de décisions')).toEqual([
    'Julie commande les lots avant le 15 mars',
    'Karim : montage des chalets',
  ]);
  expect(chosen('Marché de Noël', `Actions à mener :\n${list}`)).toContain('Karim : montage des chalets');
  expect(chosen('Action sociale')).toEqual(['Julie commande les lots avant le 15 mars']);
});

describe('sentences with a decision, an action or a deadline', () => {
  test.each([
    'Le conseil décide de fermer la salle.',
    'Le conseil municipal APPROUVE le procès-verbal.',
    'Article 2 : M. le maire est chargé de l’exécution.',
    'Les dossiers sont à rendre avant le 15 mars.',
    'Le rapport est attendu au plus tard en juin.',
    'Le titulaire dispose d’un délai de trente jours, sous 30 jours.',
    'Le titulaire doit fournir une attestation.',
    'La séance du 2 juillet 2026 est ouverte.',
    'Réunion le 02/07/2026.',
    'Vote : unanimité.',
    'Vote : 20 pour, 6 contre.',
    'The supplier shall deliver the report.',
    'The board approved the budget.',
    'Replies are due by 12 May.',
    'Payment within 30 days.',
    'À rendre avant 18 heures.',
    'Elle décide qu’une prime est due.',
  ])('%s', (sentence) => {
    expect(weighDecision(sentence)).toBeGreaterThan(0);
  });

  test.each([
    'La salle est grande.',
    'La décoration de la mairie est ancienne.',
    'Il y avait douze personnes.',
    'Le service d’action sociale est au rez-de-chaussée.',
    'The hall is large.',
    'Le règlement compte 12 articles.',
  ])('not: %s', (sentence) => {
    expect(weighDecision(sentence)).toBe(0);
  });

  test('are given in reading order; where they are too many, the surest are kept', () => {
    const dull = Array.from(
      { length: 40 },
      (_, day) => `Réunion le ${(day % 28) + 1} mars 2026, salle ${day}.`,
    );
    const passages = [
      aPassage({ id: 'a', text: `${dull.join('\n')}\nLe conseil décide la suite avant le 3 mai.` }),
    ];
    const { quotes, left } = chooseDecisions(passages);
    expect(quotes).toHaveLength(30);
    expect(left).toBe(11);
    expect(quotes.at(-1)?.unit.text).toBe('Le conseil décide la suite avant le 3 mai.');
    expect(quotes.map(({ place }) => place)).toEqual(
      quotes.map(({ place }) => place).toSorted((a, b) => a - b),
    );
  });
});
