import { describe, expect, test } from 'vitest';
import { withoutFurniture } from './furniture.ts';
import { joinPieces } from './join-pieces.ts';
import type { Piece } from './piece.ts';
import { plain } from './pieces-of-page.ts';
import { promoteHeadings } from './promote-headings.ts';
import { raiseHeadings } from './raise-headings.ts';
import { restoreHyphens } from './restore-hyphens.ts';
import { unfoldTable } from './unfold-tables.ts';

/** A line of text in the middle of the first page, unless said otherwise. */
function aPiece(piece: Partial<Piece>): Piece {
  const top = piece.top ?? 300;
  return {
    kind: 'paragraph',
    text: '',
    level: 0,
    bold: false,
    size: 11,
    header: [],
    rows: [],
    page: 1,
    pageHeight: 842,
    left: 70,
    right: 525,
    top,
    bottom: top + 12,
    ...piece,
  };
}

describe('plain', () => {
  test('takes off the marks of Markdown and joins cut words', () => {
    expect(plain('*informations déri-* *vées* et **`code`** \\* 2')).toBe(
      'informations dérivées et code * 2',
    );
    expect(plain('les pré- et post-tests')).toBe('les pré- et post-tests');
  });

  test('gives its spaces back to a font that prints them as another glyph', () => {
    expect(plain('Venir#à#Ruby#après#un#autre#langage')).toBe('Venir à Ruby après un autre langage');
    expect(plain('le canal #domaine et C#')).toBe('le canal #domaine et C#');
  });
});

describe('withoutFurniture', () => {
  test('removes what returns at one height, page numbers, and a header glued to a paragraph', () => {
    const pages = [1, 2, 3, 4];
    const pieces = pages.flatMap((page) => [
      aPiece({ page, top: 40, text: 'Ville de Bellerive' }),
      aPiece({ page, text: `Texte ${page}` }),
      aPiece({ page, top: 800, text: `${page} / 4` }),
    ]);
    const glued = aPiece({ page: 5, top: 40, text: 'Ville de Bellerive suite du texte' });
    expect(withoutFurniture([...pieces, glued], 5).map((piece) => piece.text)).toEqual([
      ...pages.map((page) => `Texte ${page}`),
      'suite du texte',
    ]);
  });

  test('keeps what is said once', () => {
    expect(withoutFurniture([aPiece({ top: 40, text: 'Avis' })], 4)).toHaveLength(1);
  });
});

describe('joinPieces', () => {
  test('a sentence over two pages and a word over two boxes are whole again', () => {
    const joined = joinPieces([
      aPiece({ top: 700, text: 'Le titulaire repose sur l’ex-' }),
      aPiece({ top: 714, text: 'ploitation des' }),
      aPiece({ page: 2, top: 80, text: 'données de la commune.' }),
    ]);
    expect(joined).toMatchObject([
      { text: 'Le titulaire repose sur l’exploitation des données de la commune.', page: 1 },
    ]);
  });

  test('a heading over two lines is one, two numbered headings are two', () => {
    const heading = (text: string, top: number): Piece => aPiece({ kind: 'heading', level: 1, text, top });
    expect(joinPieces([heading('ARTICLE 1 - BENEFICIAIRES DE', 300), heading('L’ACCORD', 314)])).toHaveLength(
      1,
    );
    expect(joinPieces([heading('ARTICLE 1 - OBJET', 300), heading('ARTICLE 2 - DUREE', 314)])).toHaveLength(
      2,
    );
  });

  test('a sentence is no heading, a bold numbered line is one', () => {
    expect(
      joinPieces([aPiece({ kind: 'heading', level: 6, text: 'disponibles sur tout le territoire' })]),
    ).toMatchObject([{ kind: 'paragraph' }]);
    expect(joinPieces([aPiece({ bold: true, text: 'a) Réunions de déploiement' })])).toMatchObject([
      { kind: 'heading', text: 'a) Réunions de déploiement' },
    ]);
  });
});

describe('unfoldTable', () => {
  const table = (rows: readonly (readonly string[])[]): Piece => aPiece({ kind: 'table', rows });

  test('prose cut at wide spaces is prose, its numbered lines are headings', () => {
    const rows = [
      ['1.2', 'Mandat de délégation'],
      ['En', 'application des articles'],
      ['aux', 'termes d’un mandat.'],
    ];
    expect(unfoldTable(table(rows))).toMatchObject([
      { kind: 'heading', level: 2, text: '1.2 Mandat de délégation' },
      { kind: 'paragraph', text: 'En application des articles aux termes d’un mandat.' },
    ]);
  });

  test('bullets in a column are a list', () => {
    expect(
      unfoldTable(
        table([
          ['•', 'un'],
          ['•', 'deux'],
        ]),
      ),
    ).toMatchObject([
      { kind: 'list-item', text: 'un' },
      { kind: 'list-item', text: 'deux' },
    ]);
  });

  test('a true table stays, its wrapped lines joined', () => {
    const rows = [
      ['N°', 'Modalités', 'Montant'],
      ['', 'd’exécution', '(€)'],
      ['1', 'Bons de commande', '100'],
    ];
    expect(unfoldTable(table(rows))).toMatchObject([
      {
        kind: 'table',
        rows: [
          ['N°', 'Modalités d’exécution', 'Montant (€)'],
          ['1', 'Bons de commande', '100'],
        ],
      },
    ]);
  });
});

test('restoreHyphens gives compounds their hyphen back when the document writes it', () => {
  const restored = restoreHyphens([
    aPiece({ text: 'Voir ciaprès. Accordcadre.' }),
    aPiece({ text: 'listés ci-après' }),
  ]);
  expect(restored[0]?.text).toBe('Voir ci-après. Accordcadre.');
});

describe('headings', () => {
  const heading = (text: string, more: Partial<Piece> = {}) =>
    aPiece({ kind: 'heading', level: 2, size: 13, text, right: 200, ...more });

  test('go on where the layout takes the next number for a list', () => {
    const item = (text: string, size = 13) => aPiece({ kind: 'list-item', text, size, page: 2 });
    const body = aPiece({ text: 'Un agent n’accepte aucun cadeau d’un fournisseur.' });
    const read = (next: Piece) => promoteHeadings([heading('5. Cadeaux'), body, next]).at(-1);
    expect(read(item('6. Litiges'))).toMatchObject({ kind: 'heading', level: 2, text: '6. Litiges' });
    for (const other of [item('7. Litiges'), item('6. Litiges', 11), item('6. Remplir le bon.')])
      expect(read(other)?.kind).toBe('list-item');
  });

  test('stand before what is below them in their column, and after what is beside', () => {
    const title = heading('Guide interne', { left: 250, right: 340, top: 60 });
    const lead = aPiece({ text: 'Édition du 15 janvier 2026.', top: 90 });
    const section = heading('1. Seuils', { top: 120 });
    expect(raiseHeadings([lead, section, title])).toEqual([title, lead, section]);
    const right = heading('Contacts', { left: 320, right: 400, top: 60 });
    const left = aPiece({ text: 'La colonne de gauche.', right: 290, top: 90 });
    expect(raiseHeadings([left, right])).toEqual([left, right]);
    expect(raiseHeadings([lead, { ...title, page: 2 }])).toEqual([lead, { ...title, page: 2 }]);
  });
});
