import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(content: string | Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(typeof content === 'string' ? Buffer.from(content) : content, {
    name: 'a.txt',
  });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}
const blocksOf = async (content: string): Promise<readonly ParsedBlock[]> => (await read(content)).blocks;
const paragraph = (text: string): ParsedBlock => ({ kind: 'paragraph', text });
const heading = (level: number, text: string): ParsedBlock => ({ kind: 'heading', level, text });
const item = (depth: number, text: string): ParsedBlock => ({ kind: 'list-item', depth, text });

describe('plain text', () => {
  test('titles are underlined, numbered, in capitals or parts of a regulation', async () => {
    const document = await read(
      'Guide des congés\n================\nTexte.\n\nRappel\n------\n\nTexte.\n\n1. Objet\n\nTexte.\n\n2.1 Durée légale\n\nTexte.\n\nCONGÉS ANNUELS\n\nTexte.\n\nArticle 3 – Report\n\nTexte.\n\nChapitre II\n\nTexte.\n',
    );
    expect(document.title).toBe('Guide des congés');
    expect(document.blocks.filter(({ kind }) => kind === 'heading')).toEqual([
      heading(1, 'Guide des congés'),
      heading(2, 'Rappel'),
      heading(2, '1. Objet'),
      heading(3, '2.1 Durée légale'),
      heading(2, 'CONGÉS ANNUELS'),
      heading(5, 'Article 3 – Report'),
      heading(3, 'Chapitre II'),
    ]);
  });

  test.each([
    ['items of a list apart', '1. Prendre le formulaire\n\n2. Le remplir\n\n3. Le rendre.\n'],
    ['a sentence that opens with a number', '3 Agents ont répondu.\n\nTexte.'],
    ['an abbreviation', 'RGPD\n\nTexte.'],
    ['the last line', 'Texte.\n\nMARIE DUPONT'],
    ['a line within a paragraph', 'Texte sur\nLES CONGÉS ANNUELS\nen capitales.\n\nTexte.'],
    ['a rule below a long paragraph', 'Une phrase bien plus longue que le trait.\n-----\n\nTexte.'],
  ])('%s is no title', async (_, content) => {
    expect((await blocksOf(content)).filter(({ kind }) => kind === 'heading')).toEqual([]);
  });

  test('parts of a regulation directly above their text are titles', async () => {
    expect(
      await blocksOf(
        [
          'TITRE II',
          'Chapitre 1 : Prêt de matériel',
          'Article 4 : Caution',
          'Une caution de 40 € est versée',
          'au retrait.',
          'Art. 5 – Retour',
          '- avant midi ;',
          'Article 6 bis.',
          'Le matériel est rendu propre.',
          'Article L. 12-3 Casse',
          'Toute casse est payée.',
        ].join('\n'),
      ),
    ).toEqual([
      heading(2, 'TITRE II'),
      heading(3, 'Chapitre 1 : Prêt de matériel'),
      heading(5, 'Article 4 : Caution'),
      paragraph('Une caution de 40 € est versée au retrait.'),
      heading(5, 'Art. 5 – Retour'),
      item(0, 'avant midi ;'),
      heading(5, 'Article 6 bis.'),
      paragraph('Le matériel est rendu propre.'),
      heading(5, 'Article L. 12-3 Casse'),
      paragraph('Toute casse est payée.'),
    ]);
  });

  test('a numbered line directly above its text is a title', async () => {
    expect(
      await blocksOf(
        '3. Cantine\nLe menu change chaque semaine.\n\n4.1 Goûter\nIl est servi à seize heures.\n',
      ),
    ).toEqual([
      heading(2, '3. Cantine'),
      paragraph('Le menu change chaque semaine.'),
      heading(3, '4.1 Goûter'),
      paragraph('Il est servi à seize heures.'),
    ]);
  });

  test.each([
    ['a sentence about an article', 'Article 3 du décret de mai :\nIl est abrogé.'],
    ['an article within a sentence', 'La demande se fonde sur\nArticle 3\nLe maire décide.'],
    ['the end of a sentence', 'Le prêt est gratuit (voir ci-dessous) :\narticle 3.\nLe maire décide.'],
    ['an article before its text on the line', 'Article 3. Le prêt est gratuit. Il dure\nUn mois.'],
    ['a title that is wrapped', 'Article 3 – Prêt de matériel aux\nassociations. Il est gratuit.'],
    ['lines of a table of contents', 'Article 1 – Objet\nArticle 2 – Durée\nArticle 3 – Prêt'],
    ['an item that is wrapped', '1. Rendre la clé à Madame Ana\nRoy avant midi.'],
    ['items of a list', '1. Rendre la clé\n2. Signer le registre avant midi.'],
    ['names one below the other', '1. Ana Roy\nLéo Petit-Durand'],
  ])('%s directly above a line is no title', async (_, content) => {
    expect((await blocksOf(content)).filter(({ kind }) => kind === 'heading')).toEqual([]);
  });

  test('wrapped lines are one paragraph and words cut at their ends are whole', async () => {
    expect(
      await blocksOf(
        'Les congés an-\nnuels du sous-\npréfet et de la vice-\nprésidente sont inté-\nressants, peut-\nêtre pour un co-\nauteur.\nLe porte-\nparole dit Aix-\nLes-Bains.\n\nLe mot co-auteur.\n',
      ),
    ).toEqual([
      paragraph(
        'Les congés annuels du sous-préfet et de la vice-présidente sont intéressants, peut-être pour un co-auteur. Le porte-parole dit Aix- Les-Bains.',
      ),
      paragraph('Le mot co-auteur.'),
    ]);
  });

  test('long lines are paragraphs of their own', async () => {
    const long =
      'Une phrase assez longue pour ne pas avoir été coupée par un programme qui coupe ses lignes. '
        .repeat(2)
        .trim();
    expect(await blocksOf(`${long}\n${long}\nCourt.\n`)).toEqual([
      paragraph(long),
      paragraph(long),
      paragraph('Court.'),
    ]);
  });

  test('lists keep the depth of their indents', async () => {
    expect(
      await blocksOf(
        'Points :\n- un\n  suite\n  * deux\n  * trois\n- quatre\n\n12. Douze\n13) Treize\n\n  a) autre\n',
      ),
    ).toEqual([
      paragraph('Points :'),
      item(0, 'un suite'),
      item(1, 'deux'),
      item(1, 'trois'),
      item(0, 'quatre'),
      item(0, '12. Douze'),
      item(0, '13) Treize'),
      paragraph('a) autre'),
    ]);
  });

  test('drawn tables are tables', async () => {
    const table = {
      kind: 'table',
      header: ['Motif', 'Jours'],
      rows: [
        ['Mariage', '5'],
        ['PACS', '4'],
      ],
    };
    expect(
      await blocksOf(
        '+---------+-------+\n| Motif   | Jours |\n+---------+-------+\n| Mariage | 5     |\n| PACS    | 4     |\n+---------+-------+\n',
      ),
    ).toEqual([table]);
    expect(
      await blocksOf(
        '┌───────┬─────┐\n│ Motif │Jours│\n├───────┼─────┤\n│Mariage│ 5   │\n├───────┼─────┤\n│ PACS  │ 4   │\n└───────┴─────┘\n',
      ),
    ).toEqual([table]);
    expect(await blocksOf('Motif | Jours\n------|------\nMariage | 5\nPACS | 4\n')).toEqual([table]);
    expect(await blocksOf('Motif\tJours\nMariage\t5\nPACS\t4\n')).toEqual([table]);
  });

  test('a row over several lines between rules is one row', async () => {
    expect(
      await blocksOf(
        '+---+---+\n| a | b |\n+---+---+\n| c | d |\n|   | e |\n+---+---+\n| f | g |\n+---+---+\n',
      ),
    ).toEqual([
      {
        kind: 'table',
        header: ['a', 'b'],
        rows: [
          ['c', 'd e'],
          ['f', 'g'],
        ],
      },
    ]);
  });

  test('columns set with spaces stay as they are laid out', async () => {
    expect(await blocksOf('Nom       Ville\nAna       Vichy\nBob       Laon\n')).toEqual([
      { kind: 'code', text: 'Nom       Ville\nAna       Vichy\nBob       Laon' },
    ]);
  });

  test.each([
    ['dots', '......', '.....'],
    ['dots apart', '. . . .', '. . . . .'],
    ['strokes', '____', '______'],
    ['ellipses', '……', '………'],
    ['a gap and dots', '.....', '   '],
  ])('columns tied by %s are columns', async (_, one, two) => {
    expect(
      await blocksOf(
        `Piscine ${one} Ana Roy ${two} 31\nStade ${one} Léo Petit ${two} 32\nGymnase ${one} 33\n`,
      ),
    ).toEqual([
      {
        kind: 'table',
        header: [],
        rows: [
          ['Piscine', 'Ana Roy', '31'],
          ['Stade', 'Léo Petit', '32'],
          ['Gymnase', '', '33'],
        ],
      },
    ]);
  });

  test('what stands above columns tied by dots is text, or their names', async () => {
    const rows = [
      ['Piscine', '31'],
      ['Stade', '32'],
    ];
    const lines = 'Piscine ........ 31\nStade .......... 32\n';
    expect(await blocksOf(`Numéros courts\n${lines}`)).toEqual([
      paragraph('Numéros courts'),
      { kind: 'table', header: [], rows },
    ]);
    expect(await blocksOf(`Lieu          Poste\n${lines}`)).toEqual([
      { kind: 'table', header: ['Lieu', 'Poste'], rows },
    ]);
  });

  test.each([
    'Nom : ............ Prénom : ............\nNé le ............ à ............\n',
    'Je demande ........ jours de congé\ndu ........ au ........ inclus\n',
    'Elle hésite.... Puis signe.\nIl attend....\n',
  ])('blanks to fill in are no columns: %j', async (content) => {
    expect((await blocksOf(content)).map(({ kind }) => kind)).toEqual(['paragraph']);
  });

  test('rules that draw nothing else part paragraphs', async () => {
    expect(await blocksOf('==========\nPréambule\ndu texte\n----------\n----------\nSuite.\n')).toEqual([
      paragraph('Préambule du texte'),
      paragraph('Suite.'),
    ]);
  });

  test('form feeds part pages', async () => {
    expect(await read('\fUn.\n\nDeux.\n\fTrois.\n')).toMatchObject({
      pages: 2,
      blocks: [
        { text: 'Un.', place: { kind: 'page', from: 1, to: 1 } },
        { text: 'Deux.', place: { kind: 'page', from: 1, to: 1 } },
        { text: 'Trois.', place: { kind: 'page', from: 2, to: 2 } },
      ],
    });
  });

  test.each([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'windows-1252',
    'iso-8859-15',
    'macintosh',
    'cp850',
  ])('French in %s', async (charset) => {
    const text = "Les élèves ont déjeuné à l'école ; le coût s'élève à 3 euros.";
    expect((await read(iconv.encode(text, charset))).blocks).toEqual([paragraph(text)]);
  });

  test('what is too long is cut, with a warning', async () => {
    const { blocks, warnings } = await read('mot '.repeat(tunables.parsing.plainCharacters / 4 + 10));
    expect(warnings).toEqual([{ code: 'truncated', count: 1 }]);
    expect(blocks).toHaveLength(1);
  });

  test('a marking of sensitivity is a label and a warning', async () => {
    expect(await read('DIFFUSION RESTREINTE\n\nLe préfet décide.\n')).toMatchObject({
      labels: [{ scheme: 'mention', name: 'Diffusion restreinte' }],
      warnings: [{ code: 'sensitivity-label', count: 1 }],
      title: null,
      blocks: [paragraph('DIFFUSION RESTREINTE'), paragraph('Le préfet décide.')],
    });
    expect(await read('Non protégé\n\nLe préfet décide.\n')).toMatchObject({
      labels: [{ scheme: 'mention', name: 'Non protégé' }],
      warnings: [],
    });
  });
});
