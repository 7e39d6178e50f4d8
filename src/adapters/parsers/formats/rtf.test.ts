import { describe, expect, test } from 'vitest';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(content: string): Promise<ParsedDocument> {
  const outcome = await readDocument(Buffer.from(content, 'latin1'), { name: 'a.rtf' });
  if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason} ${outcome.detail}`);
  return outcome.document;
}

const prologue =
  '{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times Cyr;}{\\f2\\fcharset128 Mincho;}}' +
  '{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}' +
  '{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s2\\outlinelevel1 Intertitre;}{\\*\\cs3 Emphase;}{\\s4 Title;}{\\s5 toc 1;}}';
const rtf = (body: string): string => `{\\rtf1\\ansi\\ansicpg1252\\deff0 ${prologue}${body}}`;
const blocksOf = async (body: string): Promise<readonly ParsedBlock[]> => (await read(rtf(body))).blocks;
const textsOf = async (body: string): Promise<string[]> =>
  (await blocksOf(body)).map((block) => (block.kind === 'table' ? 'table' : block.text));

describe('RTF', () => {
  test('headings come from styles, outline levels and lines in bold', async () => {
    expect(
      await blocksOf(
        "\\pard\\s4 Guide\\par\\pard\\s1{\\listtext 1.\\tab}Objet\\par\\pard\\s2 D\\'e9tail\\par\\pard\\outlinelevel2 Fin\\par" +
          "\\pard{\\b Pi\\'e8ces jointes}\\par\\pard Du {\\b gras} dedans\\par\\pard\\s5 Objet\\tab 3\\par",
      ),
    ).toEqual([
      { kind: 'heading', level: 1, text: 'Guide' },
      { kind: 'heading', level: 1, text: '1. Objet' },
      { kind: 'heading', level: 2, text: 'Détail' },
      { kind: 'heading', level: 3, text: 'Fin' },
      { kind: 'heading', level: 4, text: 'Pièces jointes' },
      { kind: 'paragraph', text: 'Du gras dedans' },
    ]);
  });

  test('letters: code pages of fonts, two-byte charsets, Unicode with its copies, special words', async () => {
    expect(
      await textsOf(
        "L\\'92\\'e9t\\'e9 co\\'fbte 3\\~\\'80\\par{\\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}\\par{\\f2 \\'93\\'fa\\'96\\'7b\\par}" +
          "c\\u339\\'9cur \\u8217?\\uc2 \\u233ab{\\uc0\\u233}t\\uc1\\par\\u-10179?\\u-8704?\\par" +
          ' a\\emdash b\\endash c \\ldblquote d\\rdblquote\\line e\\tab f g\\_h i\\-j \\{k\\}\\\\\\par',
      ),
    ).toEqual(['L’été coûte 3 €', 'Привет', '日本', 'cœur ’éét', '😀', 'a—b–c “d” e f g-h ij {k}\\']);
  });

  test('a document in the charset of the Macintosh or of DOS', async () => {
    expect((await read("{\\rtf1\\mac \\'8et\\'8e}")).blocks).toEqual([{ kind: 'paragraph', text: 'été' }]);
    expect((await read("{\\rtf1\\pca \\'82t\\'82}")).blocks).toEqual([{ kind: 'paragraph', text: 'été' }]);
  });

  test('lists keep their depth and their numbers, bullets go', async () => {
    expect(
      await blocksOf(
        "\\pard\\ls1\\ilvl0{\\listtext\\f2 \\'b7\\tab}un\\par\\pard\\ls1\\ilvl1{\\listtext a)\\tab}deux\\par\\pard{\\pntext\\'b7\\tab}{\\*\\pn\\pnlvlblt}trois\\par\\pard fin\\par",
      ),
    ).toEqual([
      { kind: 'list-item', depth: 0, text: 'un' },
      { kind: 'list-item', depth: 1, text: 'a) deux' },
      { kind: 'list-item', depth: 0, text: 'trois' },
      { kind: 'paragraph', text: 'fin' },
    ]);
  });

  test('merged cells are repeated where they cover, header rows are the header', async () => {
    expect(
      await blocksOf(
        "\\trowd\\trhdr\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl Nom\\cell Ville\\cell \\'c2ge\\cell\\row" +
          '\\trowd\\clvmgf\\cellx1000\\clmgf\\cellx2010\\clmrg\\cellx3000\\pard\\intbl Ana\\cell Vichy\\cell\\cell\\row' +
          "\\trowd\\clvmrg\\cellx1000\\cellx3000\\pard\\intbl\\cell Laon\\par et\\cell\\row\\pard apr\\'e8s\\par",
      ),
    ).toEqual([
      {
        kind: 'table',
        header: ['Nom', 'Ville', 'Âge'],
        rows: [
          ['Ana', 'Vichy', 'Vichy'],
          ['Ana', 'Laon et', 'Laon et'],
        ],
      },
      { kind: 'paragraph', text: 'après' },
    ]);
  });

  test('a table within a cell is text of that cell; a table of one column only lays out', async () => {
    expect(
      await blocksOf(
        '\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\par\\pard\\intbl\\itap2 b\\nestcell c\\nestcell{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}{\\nonesttables\\par}\\pard\\intbl\\itap1\\cell d\\cell\\row' +
          '\\pard entre\\par\\trowd\\cellx1000\\pard\\intbl\\s1 Titre\\par\\pard\\intbl texte\\cell\\row',
      ),
    ).toEqual([
      { kind: 'table', header: [], rows: [['a b c', 'd']] },
      { kind: 'paragraph', text: 'entre' },
      { kind: 'paragraph', text: 'Titre' },
      { kind: 'paragraph', text: 'texte' },
    ]);
  });

  test('notes and comments are asides at the end of their section; boxes follow their paragraph', async () => {
    expect(
      await blocksOf(
        "\\pard\\s1 Un\\par\\pard Texte{\\super\\chftn}{\\footnote\\pard {\\super\\chftn} Voir la loi.} suite{\\*\\atnid AB}{\\*\\atnauthor Ana}{\\*\\annotation\\pard \\u192?{\\*\\atnref 1} v\\'e9rifier} fin" +
          "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt\\pard Encadr\\'e9\\par}}{\\shprslt{\\pard Encadr\\'e9\\par}}}\\par\\pard apr\\'e8s\\par\\pard\\s1 Deux\\par",
      ),
    ).toEqual([
      { kind: 'heading', level: 1, text: 'Un' },
      { kind: 'paragraph', text: 'Texte suite fin' },
      { kind: 'paragraph', text: 'Encadré' },
      { kind: 'paragraph', text: 'après' },
      { kind: 'paragraph', text: 'Voir la loi.', aside: 'note' },
      { kind: 'paragraph', text: 'À vérifier', aside: 'comment' },
      { kind: 'heading', level: 1, text: 'Deux' },
    ]);
  });

  test('fields keep their result; deletions, pictures, objects and unknown groups go', async () => {
    expect(
      await textsOf(
        '{\\field{\\*\\fldinst HYPERLINK "http://example.org"}{\\fldrslt lien}} {\\deleted supprim\\\'e9}{\\revised ajout\\\'e9}' +
          "{\\pict\\pngblip 89504e47}{\\*\\shppict{\\pict 00}}{\\object{\\*\\objdata 0102}{\\result  r\\'e9sultat}}{\\*\\inconnu non}{\\pict\\bin3 }}}}\\par",
      ),
    ).toEqual(['lien ajouté résultat']);
  });

  test('R37: hidden, white and tiny text is counted, not read; white on a ground is seen', async () => {
    const document = await read(
      rtf(
        "Vu{\\v cach\\'e9}{\\cf2 blanc}{\\fs2 petit}{\\cf2\\highlight1  surlign\\'e9}\\par" +
          "\\trowd\\clcbpat1\\cellx1000\\cellx2000\\pard\\intbl{\\cf2 Nom}\\cell \\'c2ge\\cell\\row",
      ),
    );
    expect(document.blocks[0]).toEqual({ kind: 'paragraph', text: 'Vu surligné' });
    expect(document.blocks[1]).toMatchObject({ rows: [['Nom', 'Âge']] });
    expect(document.warnings).toEqual([{ code: 'hidden-text', count: 15 }]);
  });

  test('title, author, dates, labels; a mention in the running header', async () => {
    const document = await read(
      rtf(
        "{\\info{\\title Plan de pr\\'e9vention}{\\author Ana}{\\creatim\\yr2024\\mo5\\dy2\\hr10\\min30}{\\revtim\\yr2025\\mo1\\dy3}}" +
          '{\\*\\userprops{\\propname MSIP_Label_1a-2b_Name}\\proptype30{\\staticval C2 Interne}}' +
          '{\\header\\pard Diffusion restreinte\\par}{\\footer Page \\chpgn}Texte',
      ),
    );
    expect(document).toMatchObject({
      title: 'Plan de prévention',
      author: 'Ana',
      createdAt: new Date('2024-05-02T10:30:00Z'),
      modifiedAt: new Date('2025-01-03T00:00:00Z'),
      labels: [
        { scheme: 'msip', name: 'C2 Interne' },
        { scheme: 'mention', name: 'Diffusion restreinte' },
      ],
      warnings: [{ code: 'sensitivity-label', count: 2 }],
      blocks: [{ kind: 'paragraph', text: 'Texte' }],
    });
  });

  test.each([
    ['no end', '{\\rtf1 Bonjour'],
    ['too many ends', '{\\rtf1 Bonjour}}}} \\par reste'],
    ['a cell without row', '{\\rtf1 Bonjour\\cell'],
    ['a hexadecimal code cut short', "{\\rtf1 Bonjour\\'e"],
    ['a picture without end', '{\\rtf1 Bonjour{\\pict\\bin99999999999 }'],
    ['numbers without end', `{\\rtf1 Bonjour\\fs${'9'.repeat(400)} }`],
    ['numbers below nothing', '{\\rtf1\\uc-5\\ilvl-3\\itap-2\\outlinelevel-4 Bonjour\\bin-5\\par}'],
  ])('R54: %s is read as far as it goes', async (_, content) => {
    expect((await read(content)).blocks[0]).toMatchObject({ text: expect.stringContaining('Bonjour') });
  });

  test('R48: a million braces and endless definitions of cells are read in one pass', async () => {
    const text = `{\\rtf1 ${'{\\b '.repeat(300_000)}fond${'}'.repeat(300_000)}${'\\cellx9'.repeat(300_000)}  fin}`;
    expect((await read(text)).blocks).toMatchObject([{ text: 'fond fin' }]);
  });

  test('a moment that overflows its year is no date', async () => {
    for (const parts of [
      '\\yr2024\\mo120000\\dy1',
      '\\yr2024\\mo5\\dy2\\hr2000000000',
      '\\yr2024\\mo-99999\\dy1',
    ])
      expect((await read(rtf(`{\\info{\\creatim${parts}}}\\pard Corps\\par`))).createdAt).toBeNull();
  });
});
