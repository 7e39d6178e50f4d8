import { describe, expect, it, test } from 'vitest';
import { tunables } from '../../../config/tunables.ts';
import { analyseDocument } from '../ingest/analyse-document.ts';
import type { ParsedBlock } from '../parsed-document.ts';

const documentId = '00000000-0000-4000-8000-000000000000';

/** `# ` begins a heading, `| ` a row of a table, anything else a paragraph. */
function blocksOf(lines: readonly string[]): ParsedBlock[] {
  return lines.map((line): ParsedBlock => {
    if (line.startsWith('# ')) return { kind: 'heading', level: 1, text: line.slice(2) };
    if (!line.startsWith('| ')) return { kind: 'paragraph', text: line };
    const [header = [], ...rows] = line.split('\n').map((row) => row.slice(2, -2).split(' | '));
    return { kind: 'table', header, rows };
  });
}
const suggest = (title: string, ...lines: string[]) =>
  analyseDocument({ blocks: blocksOf(lines) }, { documentId, title }).suggestions;
/** What is asked of one sentence, in a document that is about nothing else. */
const askedOf = (sentence: string) => suggest('Règlement des aides de la ville', sentence)[0];

describe('questions made of French sentences', () => {
  it.each([
    ['Le montant de la prime annuelle est fixé à 300 €.', 'Quel est le montant de la prime annuelle ?'],
    [
      'La durée hebdomadaire du travail effectif est de 35 heures.',
      'Quelle est la durée hebdomadaire du travail effectif ?',
    ],
    [
      'Les pénalités de retard de livraison sont plafonnées à 10 % du marché.',
      'À combien sont plafonnées les pénalités de retard de livraison ?',
    ],
    [
      'Chaque agent à temps complet a droit à vingt-cinq jours de congés annuels, pris par moitié.',
      'À combien de jours de congés annuels a droit chaque agent à temps complet ?',
    ],
    [
      'La prochaine commission des marchés publics aura lieu le mardi 3 février 2026.',
      'Quand aura lieu la prochaine commission des marchés publics ?',
    ],
    [
      'Les demandes de subvention des associations doivent être déposées avant le 30 avril.',
      'Quand doivent être déposées les demandes de subvention des associations ?',
    ],
    [
      'Le rapport de présentation du budget doit être transmis aux élus dans un délai de 12 jours.',
      'Dans quel délai doit être transmis le rapport de présentation du budget ?',
    ],
    [
      'Les aides facultatives du centre sont attribuées par la commission permanente.',
      'Par qui sont attribuées les aides facultatives du centre ?',
    ],
    [
      'Le compte épargne-temps des agents est un dispositif facultatif.',
      'Qu’est-ce que le compte épargne-temps des agents ?',
    ],
  ])('%s', (sentence, question) => {
    expect(askedOf(sentence)).toBe(question);
  });

  it.each([
    // What leans on something said before.
    'Cette prime exceptionnelle de fin d’année est fixée à 300 €.',
    'La prime annuelle qui leur est versée est fixée à 300 €.',
    // A moment and a place are no amount and no agent.
    'Le conseil municipal de la ville est fixé à 18 h.',
    'La ligne de bus du centre est déviée par la rue du Port.',
  ])('makes none of: %s', (sentence) => {
    expect(askedOf(sentence)).toBeUndefined();
  });

  it('says from which document a question is asked that says too little', () => {
    expect(askedOf('La prime est de 300 €.')).toBe(
      'Selon « Règlement des aides de la ville », de combien est la prime ?',
    );
  });
});

test('headings are asked about by what they name, or by themselves', () => {
  const text = 'Les agents trouvent ici ce qui les concerne.';
  const asked = (heading: string) => suggest('Charte du télétravail', `# ${heading}`, text)[0];
  expect(asked('Article 3 – Conditions d’attribution des aides')).toBe(
    'Quelles sont les conditions d’attribution des aides ?',
  );
  expect(asked('2. Déposer une demande de matériel')).toBe('Comment déposer une demande de matériel ?');
  expect(asked('Qui peut demander du matériel informatique ?')).toBe(
    'Qui peut demander du matériel informatique ?',
  );
  expect(asked('Lieux de travail')).toBe(
    'Que prévoit « Charte du télétravail » à propos de « Lieux de travail » ?',
  );
  expect(asked('Préambule')).toBeUndefined();
});

test('a title that asks, or says what one does, is a question', () => {
  const text = 'Les agents trouvent ici ce qui les concerne.';
  expect(suggest('Déposer une demande de matériel', text)).toEqual([
    'Comment déposer une demande de matériel ?',
  ]);
  expect(suggest('Qui peut demander du matériel informatique ?', text)).toEqual([
    'Qui peut demander du matériel informatique ?',
  ]);
});

test('an English document is asked about in English', () => {
  expect(
    suggest(
      'Host guide for visiting staff',
      '# Allowances for hosts',
      'The daily allowance for host families is £25 and is paid each month to those who host.',
      '# What is paid by the town council?',
      'The town pays the train from the airport and the meals taken in the canteen.',
    ),
  ).toEqual(['What is paid by the town council?', 'How much is the daily allowance for host families?']);
});

test('a number of a table is asked for by its row and column, not where two rows have one name', () => {
  const [first, ...others] = suggest(
    'Tarifs municipaux',
    '| Prestation | Tarif (€) |\n| Repas des enfants | 3,20 |\n| Garderie du soir | 1,10 |\n| Total général | 4,30 |',
  );
  expect(first).toBe('Selon « Tarifs municipaux », quel est le tarif pour « Repas des enfants » ?');
  expect(others.join()).not.toContain('Total');
  expect(
    suggest(
      'Tarifs municipaux',
      '| Prestation | Tarif |\n| Repas des enfants | 3 |\n| Repas des enfants | 4 |',
    ).join(),
  ).not.toContain('pour');
});

test('a question is kept only where its own passage is found first for it', () => {
  const filler = 'Les services de la ville restent à la disposition des habitants. '.repeat(40);
  const prime = 'Le montant de la prime annuelle est fixé à 300 €.';
  const question = 'Quel est le montant de la prime annuelle ?';
  expect(suggest('Note', '# Prime', prime, '# Accueil', filler)).toContain(question);
  const better =
    'Prime annuelle : montant de la prime annuelle. Le montant de la prime annuelle suit la prime annuelle.';
  expect(suggest('Note', '# Divers', `${prime} ${filler}`, '# Rappel des montants', better)).not.toContain(
    question,
  );
});

test('kinds take turns, and there are never more than a document may have', () => {
  const lines = Array.from({ length: 12 }, (_, n) => [
    `# Conditions d’accès au service ${'abcdefghijkl'[n]}`,
    `Le montant de la participation au service ${'abcdefghijkl'[n]} est fixé à ${n + 1} €. ${'Le service reçoit. '.repeat(60)}`,
  ]).flat();
  const suggestions = suggest('Règlement des services', ...lines);
  expect(suggestions).toHaveLength(2 * tunables.suggestions.perKind);
  expect(suggestions[0]).toMatch(/^Quel est le montant/);
  expect(suggestions[1]).toMatch(/^Quelles sont les conditions/);
});

test('R37 R42: addresses, markup, comments and what was recognised badly are no questions', () => {
  const said = 'Le montant de la prime annuelle est fixé à 300 €.';
  const hostile: ParsedBlock[] = [
    { kind: 'paragraph', text: said, aside: 'comment' },
    { kind: 'paragraph', text: 'Le montant de la prime de nuit est fixé à 200 €.', recognised: 0.4 },
    { kind: 'heading', level: 1, text: 'Cliquez sur https://exemple.fr pour continuer ?' },
    { kind: 'paragraph', text: 'Le coût du <img src=x> annuel est de 3 €.' },
    { kind: 'heading', level: 1, text: `${'Très '.repeat(60)}long ?` },
  ];
  const { suggestions } = analyseDocument({ blocks: hostile }, { documentId, title: 'note_v2.docx' });
  expect(suggestions).toEqual([]);
});

test('R37: a heading is text and never a pattern or a name of the program’s own', () => {
  const headings = [
    '(service commun',
    'service)des écoles',
    '[a-z',
    '*** tarif',
    'constructor de la note',
    '__proto__ du budget',
    'a++++++++b',
    '\\',
  ];
  const suggestions = suggest(
    'Règlement des services',
    ...headings.flatMap((heading) => [`# ${heading}`, `Le paragraphe de ${heading} dit ce qui est fait.`]),
  );
  expect(suggestions.join()).not.toMatch(/function|native|undefined|\[object/);
});
