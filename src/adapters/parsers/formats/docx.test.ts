import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { describe, expect, test } from 'vitest';
import { docxOf } from '../../../../test/integration/parsers/docx.ts';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

async function read(content: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(content, { name: 'a.docx' });
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

type Parts = Readonly<
  Partial<Record<'styles' | 'numbering' | 'footnotes' | 'comments' | 'diagramData', string>>
>;

/** A document with this body and these parts beside it. */
function word(body: string, parts: Parts = {}, others: Readonly<Record<string, string>> = {}): Uint8Array {
  const relations = Object.keys(parts).map(
    (type) => `<Relationship Id="${type}" Type="http://x/relationships/${type}" Target="${type}.xml"/>`,
  );
  const files = {
    'word/_rels/document.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    ...Object.fromEntries(Object.entries(parts).map(([type, xml]) => [`word/${type}.xml`, xml])),
    ...others,
  };
  return docxOf(
    body,
    Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])),
  );
}

const run = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (text: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr>${text.startsWith('<') ? text : run(text)}</w:p>`;
const cell = (content: string, properties = ''): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${content.startsWith('<') ? content : paragraph(content)}</w:tc>`;
const row = (cells: string, properties = ''): string => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`;
const table = (rows: string, style = ''): string =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="${style}"/></w:tblPr>${rows}</w:tbl>`;
const texts = (document: ParsedDocument): string[] =>
  document.blocks.flatMap((block) => (block.kind === 'table' ? [] : [block.text]));
const hidden = (document: ParsedDocument): number | undefined =>
  document.warnings.find(({ code }) => code === 'hidden-text')?.count;

test('headings, bold lines, lists and tables, as a library writes them', async () => {
  const cellOf = (text: string): TableCell => new TableCell({ children: [new Paragraph(text)] });
  const source = new Document({
    title: 'Règlement intérieur',
    creator: 'Service juridique',
    sections: [
      {
        children: [
          new Paragraph({ text: 'Règlement', heading: HeadingLevel.HEADING_1 }),
          new Paragraph({ children: [new TextRun({ text: 'Objet', bold: true })] }),
          new Paragraph('Le présent règlement.'),
          new Paragraph({ text: 'un', bullet: { level: 0 } }),
          new Paragraph({ text: 'deux', bullet: { level: 1 } }),
          new Table({
            rows: [
              new TableRow({ children: [cellOf('Libellé'), cellOf('Jours')] }),
              new TableRow({ children: [cellOf('Congés annuels'), cellOf('25')] }),
            ],
          }),
        ],
      },
    ],
  });
  const document = await read(await Packer.toBuffer(source));
  expect(document).toMatchObject({ title: 'Règlement intérieur', author: 'Service juridique', pages: null });
  expect(document.createdAt).toBeInstanceOf(Date);
  expect(document.blocks).toEqual([
    { kind: 'heading', level: 1, text: 'Règlement' },
    { kind: 'heading', level: 2, text: 'Objet' },
    { kind: 'paragraph', text: 'Le présent règlement.' },
    { kind: 'list-item', depth: 0, text: 'un' },
    { kind: 'list-item', depth: 1, text: 'deux' },
    { kind: 'table', header: ['Libellé', 'Jours'], rows: [['Congés annuels', '25']] },
  ]);
});

test('roles by style and level: titles in several languages, body text, quotes, code, lists by name', async () => {
  const style = (id: string, name: string, more = ''): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;
  const numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>';
  const styles = `<w:styles>${style('T', 'Titre')}${style('U', 'Überschrift 2')}${style('D', 'maison', '<w:basedOn w:val="U"/>')}${style('Q', 'Quote')}${style('C', 'HTML Preformatted')}${style('L', 'List Bullet 2', numbered)}</w:styles>`;
  const numbering =
    '<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>';
  const styled = (id: string, text: string, more = ''): string =>
    paragraph(text, `<w:pStyle w:val="${id}"/>${more}`);
  const body = [
    styled('T', 'Plan'),
    styled('T', 'climat'),
    styled('D', 'Énergie'),
    styled('U', 'corps', '<w:outlineLvl w:val="9"/>'),
    styled('U', 'mot '.repeat(200)),
    styled('Q', 'cité'),
    styled('C', '<w:r><w:t>a</w:t><w:br/><w:t xml:space="preserve">  b</w:t></w:r>'),
    styled('L', 'puce'),
  ];
  expect((await read(word(body.join(''), { styles, numbering }))).blocks).toEqual([
    { kind: 'heading', level: 1, text: 'Plan climat' },
    { kind: 'heading', level: 2, text: 'Énergie' },
    { kind: 'paragraph', text: 'corps' },
    { kind: 'paragraph', text: 'mot '.repeat(200).trim() },
    { kind: 'quote', text: 'cité' },
    { kind: 'code', text: 'a\n  b' },
    { kind: 'list-item', depth: 1, text: 'puce' },
  ]);
});

describe('generated numbers', () => {
  const level = (at: number, format: string, text: string, more = ''): string =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`;
  const numbering = `<w:numbering>
    <w:abstractNum w:abstractNumId="1">${level(0, 'decimal', 'Article %1', '<w:pStyle w:val="Titre1"/>')}${level(1, 'decimal', '%1.%2', '<w:pStyle w:val="Titre2"/>')}${level(2, 'lowerLetter', '%3)')}${level(3, 'bullet', '-')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="2">${level(0, 'upperRoman', '%1.')}${level(1, 'decimal', '%1-%2', '<w:isLgl/>')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="ListeMaison"/></w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
  </w:numbering>`;
  const styles = `<w:styles>
    <w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Titre1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:type="numbering" w:styleId="ListeMaison"><w:name w:val="Liste maison"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
  </w:styles>`;
  const heading = (text: string, at: 1 | 2): string => paragraph(text, `<w:pStyle w:val="Titre${at}"/>`);
  const item = (text: string, list: number, at = 0): string =>
    paragraph(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`);

  test('stand in front of headings and items, linked to styles, begun anew below each heading', async () => {
    const body = [
      heading('Objet', 1),
      heading('Champ', 2),
      item('premier', 1, 2),
      item('second', 1, 2),
      item('puce', 1, 3),
      heading('Durée', 1),
      heading('Début', 2),
      heading('Fin', 2),
      item('dernier', 1, 2),
    ];
    const { blocks } = await read(word(body.join(''), { styles, numbering }));
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Article 1 Objet' },
      { kind: 'heading', level: 2, text: '1.1 Champ' },
      { kind: 'list-item', depth: 2, text: 'a) premier' },
      { kind: 'list-item', depth: 2, text: 'b) second' },
      { kind: 'list-item', depth: 3, text: 'puce' },
      { kind: 'heading', level: 1, text: 'Article 2 Durée' },
      { kind: 'heading', level: 2, text: '2.1 Début' },
      { kind: 'heading', level: 2, text: '2.2 Fin' },
      { kind: 'list-item', depth: 2, text: 'a) dernier' },
    ]);
  });

  test('go on over lists of one definition, restart where a list says so, in Roman and plain numbers', async () => {
    const body = [item('a', 2), item('b', 2, 1), item('c', 4), item('d', 3), item('e', 3), item('f', 2)];
    expect(texts(await read(word(body.join(''), { styles, numbering })))).toEqual([
      'I. a',
      '1-1 b',
      'II. c',
      'V. d',
      'VI. e',
      'VII. f',
    ]);
  });

  test('count neither deleted nor wholly hidden paragraphs; number 0 takes a paragraph out of its list', async () => {
    const gone = paragraph(
      `<w:del><w:r><w:delText>x</w:delText></w:r></w:del>`,
      '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:rPr><w:del/></w:rPr>',
    );
    const unseen = paragraph(
      run('caché', '<w:vanish/>'),
      '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    );
    const out = paragraph('Préambule', '<w:pStyle w:val="Titre1"/><w:numPr><w:numId w:val="0"/></w:numPr>');
    expect(
      texts(
        await read(word([item('a', 2), gone, unseen, out, item('b', 2)].join(''), { styles, numbering })),
      ),
    ).toEqual(['I. a', 'Préambule', 'II. b']);
  });
});

describe('tables', () => {
  test('the text of a merged cell stands in each cell that it covers', async () => {
    const body = table(
      row(cell('Site') + cell('Équipe') + cell('Agents')) +
        row(cell('Mairie', '<w:vMerge w:val="restart"/>') + cell('Accueil') + cell('4')) +
        row(cell('', '<w:vMerge/>') + cell('Total, à confirmer', '<w:gridSpan w:val="2"/>')),
    );
    expect((await read(word(body))).blocks).toEqual([
      {
        kind: 'table',
        header: ['Site', 'Équipe', 'Agents'],
        rows: [
          ['Mairie', 'Accueil', '4'],
          ['Mairie', 'Total, à confirmer', 'Total, à confirmer'],
        ],
      },
    ]);
  });

  test('several declared header rows become one; a table in a cell is read on one line', async () => {
    const inner = table(row(cell('a') + cell('b')) + row(cell('c') + cell('d')));
    const header = '<w:tblHeader/>';
    const body = table(
      row(cell('Poste', '<w:vMerge w:val="restart"/>') + cell('Montant', '<w:gridSpan w:val="2"/>'), header) +
        row(cell('', '<w:vMerge/>') + cell('2025') + cell('2026'), header) +
        row(cell('Énergie') + cell('10') + cell(inner + paragraph('fin'))),
    );
    expect((await read(word(body))).blocks).toEqual([
      {
        kind: 'table',
        header: ['Poste', 'Montant – 2025', 'Montant – 2026'],
        rows: [['Énergie', '10', 'a | b ; c | d fin']],
      },
    ]);
  });

  test('a table of one column lays out the page: its content stands as it is', async () => {
    const body = table(row(cell(paragraph('Titre', '<w:outlineLvl w:val="1"/>') + paragraph('texte'))));
    expect((await read(word(body))).blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Titre' },
      { kind: 'paragraph', text: 'texte' },
    ]);
  });

  test('R48: merged cells in tables within tables do not multiply the text', async () => {
    const open = `<w:tbl>${row(cell('a') + cell('b'))}<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`;
    const body = `${open.repeat(100)}${paragraph('fond')}${'</w:tc></w:tr></w:tbl>'.repeat(100)}`;
    const { blocks } = await read(word(body));
    expect(JSON.stringify(blocks).length).toBeLessThan(5_000);
  });
});

describe('tracked changes', () => {
  test('the accepted text: insertions stay, deletions, moves and deleted rows go, joined paragraphs join', async () => {
    const body =
      paragraph(
        `${run('Le prix est de ')}<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins>${run('12')}</w:ins> <w:r><w:t> euros.</w:t></w:r>`,
      ) +
      paragraph(`<w:moveFrom>${run('parti')}</w:moveFrom>`, '<w:rPr><w:moveFrom/></w:rPr>') +
      paragraph('Début', '<w:rPr><w:del/></w:rPr>') +
      paragraph('et suite.') +
      table(
        row(cell('a') + cell('b')) +
          row(cell('x') + cell('y'), '<w:del/>') +
          row(cell('c') + cell('z', '<w:cellDel/>') + cell('d')),
      );
    expect((await read(word(body))).blocks).toEqual([
      { kind: 'paragraph', text: 'Le prix est de 12 euros.' },
      { kind: 'paragraph', text: 'Début et suite.' },
      {
        kind: 'table',
        header: [],
        rows: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ]);
  });
});

describe('what hangs on the text', () => {
  test('the dates of a template that its writer copies into every file are not the file’s own', async () => {
    const dated = (date: string) =>
      read(
        word(
          paragraph('Bonjour'),
          {},
          {
            'docProps/core.xml': `<cp:coreProperties><dcterms:created>${date}</dcterms:created><dcterms:modified>${date}</dcterms:modified></cp:coreProperties>`,
          },
        ),
      );
    expect(await dated('2013-12-23T23:15:00Z')).toMatchObject({ createdAt: null, modifiedAt: null });
    const date = '2013-12-23T23:16:00Z';
    expect(await dated(date)).toMatchObject({ createdAt: new Date(date), modifiedAt: new Date(date) });
  });

  test('notes and comments stand at the end of their section, comments with their author', async () => {
    const footnotes = `<w:footnotes><w:footnote w:type="separator" w:id="0">${paragraph('---')}</w:footnote><w:footnote w:id="2">${paragraph('Voir le décret.')}</w:footnote></w:footnotes>`;
    const comments = `<w:comments><w:comment w:id="1" w:author="Ana Roy">${paragraph('À vérifier')}</w:comment></w:comments>`;
    const body =
      paragraph('Un', '<w:outlineLvl w:val="0"/>') +
      paragraph(
        `${run('texte')}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>`,
      ) +
      paragraph('suite') +
      paragraph('Deux', '<w:outlineLvl w:val="0"/>');
    expect((await read(word(body, { footnotes, comments }))).blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Un' },
      { kind: 'paragraph', text: 'texte' },
      { kind: 'paragraph', text: 'suite' },
      { kind: 'paragraph', text: 'Voir le décret.', aside: 'note' },
      { kind: 'paragraph', text: 'Ana Roy : À vérifier', aside: 'comment' },
      { kind: 'heading', level: 1, text: 'Deux' },
    ]);
  });

  test('R48: a note that is referred to many times is given once, and notes that point to each other end', async () => {
    const reference = '<w:r><w:footnoteReference w:id="2"/></w:r>';
    const footnotes = `<w:footnotes><w:footnote w:id="2">${paragraph(run('note') + reference)}</w:footnote></w:footnotes>`;
    const document = await read(word(paragraph(run('a') + reference.repeat(1_000)), { footnotes }));
    expect(texts(document)).toEqual(['a', 'note']);
  });

  test('text boxes are read once, whichever program they are for; diagrams give their words', async () => {
    const box = `<w:txbxContent>${paragraph('encadré')}</w:txbxContent>`;
    const drawing = `<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    const diagram = '<w:r><w:drawing><dgm:relIds r:dm="diagramData"/></w:drawing></w:r>';
    const point = (text: string, type = 'node'): string =>
      `<dgm:pt type="${type}"><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
    const diagramData = `<dgm:dataModel><dgm:ptLst>${point('', 'doc')}${point('Direction')}${point('Service')}</dgm:ptLst></dgm:dataModel>`;
    expect((await read(word(paragraph(run('texte') + drawing + diagram), { diagramData }))).blocks).toEqual([
      { kind: 'paragraph', text: 'texte' },
      { kind: 'paragraph', text: 'encadré' },
      { kind: 'list-item', depth: 0, text: 'Direction' },
      { kind: 'list-item', depth: 0, text: 'Service' },
    ]);
  });
});

describe('words in runs', () => {
  test('results of fields, not their instructions; links, controls, symbols, hyphens, equations, boxes of forms', async () => {
    const field = (instruction: string, result: string): string =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const body = [
      `<w:hyperlink>${run('lien ')}</w:hyperlink>`,
      field('DATE \\@ "d"', '3 mars '),
      `<w:sdt><w:sdtPr/><w:sdtContent>${run('choix ')}</w:sdtContent></w:sdt>`,
      '<w:r><w:sym w:font="Symbol" w:char="F0A3"/><w:tab/><w:t>vice</w:t><w:noBreakHyphen/><w:t>pré</w:t><w:softHyphen/><w:t>sident</w:t></w:r>',
      '<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>',
      '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>',
    ].join('');
    expect(texts(await read(word(paragraph(body))))).toEqual(['lien 3 mars choix ≤ vice-président (a+b)/2']);
  });

  test('tables of contents are left out, by style, by control and by field, and never take the text below', async () => {
    const styles = '<w:styles><w:style w:styleId="TM1"><w:name w:val="toc 1"/></w:style></w:styles>';
    const control = `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${paragraph('Sommaire')}</w:sdtContent></w:sdt>`;
    const unended =
      '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>';
    const body =
      control +
      paragraph('Objet 1', '<w:pStyle w:val="TM1"/>') +
      paragraph(`${unended}${run('Durée 2')}`) +
      paragraph('Objet', '<w:outlineLvl w:val="0"/>') +
      paragraph('texte');
    expect(texts(await read(word(body, { styles })))).toEqual(['Objet', 'texte']);
  });
});

describe('R37: hidden text is counted and stays out', () => {
  const styles = `<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:styleId="Cache"><w:name w:val="Cache"/><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Cache2"><w:name w:val="Cache 2"/><w:basedOn w:val="Cache"/></w:style>
    <w:style w:type="character" w:styleId="Blanc"><w:name w:val="Blanc"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
    <w:style w:type="table" w:styleId="Bande"><w:name w:val="Bande"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style></w:styles>`;
  const white = '<w:color w:val="FFFFFF"/>';

  test.each([
    ['switched off', paragraph(run('secret', '<w:vanish/>'))],
    ['by the style that its style is based on', paragraph('secret', '<w:pStyle w:val="Cache2"/>')],
    ['white on white', paragraph(run('secret', white))],
    ['white by a style of characters', paragraph(run('secret', '<w:rStyle w:val="Blanc"/>'))],
    ['almost white', paragraph(run('secret', '<w:color w:val="FAFAFA"/>'))],
    [
      'black on black',
      paragraph(run('secret', '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
    ],
    ['of a point', paragraph(run('secret', '<w:sz w:val="2"/>'))],
    ['in a hidden row', table(row(cell('secret'), '<w:hidden/>'))],
    [
      'as its cell',
      table(
        row(
          cell(
            paragraph(run('secret', '<w:color w:val="00B050"/>')),
            '<w:shd w:val="clear" w:fill="00B050"/>',
          ),
        ),
      ),
    ],
  ])('%s', async (_, body) => {
    const document = await read(word(body + paragraph('visible'), { styles }));
    expect(texts(document)).toEqual(['visible']);
    expect(hidden(document)).toBe(6);
  });

  test.each([
    ['switched on again', paragraph(run('vu', '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Cache"/>')],
    [
      'white on a dark cell',
      table(row(cell(paragraph(run('vu', white)), '<w:shd w:val="clear" w:fill="1F3864"/>'))),
    ],
    ['white in a table whose style has colours', table(row(cell(paragraph(run('vu', white)))), 'Bande')],
    ['white on a shaded paragraph', paragraph(run('vu', white), '<w:shd w:val="clear" w:fill="C00000"/>')],
    [
      'white on a picture behind the page',
      paragraph(`<w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r>${run('vu', white)}`),
    ],
    [
      'white in a coloured box',
      paragraph(
        `<w:r><w:drawing><wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="000091"/></a:solidFill></wps:spPr><wps:txbx><w:txbxContent>${paragraph(run('vu', white))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r>`,
      ),
    ],
    [
      'in a dark box of a white cell',
      table(
        row(
          cell(
            paragraph(
              `<w:r><w:pict><v:rect fillcolor="#000091"><w:txbxContent>${paragraph(run('vu', white))}</w:txbxContent></v:rect></w:pict></w:r>`,
            ),
            '<w:shd w:val="clear" w:fill="FFFFFF"/>',
          ),
        ),
      ),
    ],
    ['light grey', paragraph(run('vu', '<w:color w:val="D9D9D9"/>'))],
  ])('but not text that people see: %s', async (_, body) => {
    const document = await read(word(body, { styles }));
    expect(texts(document)).toEqual(['vu']);
    expect(hidden(document)).toBeUndefined();
  });
});

describe('the file around the text', () => {
  test('sensitivity labels by their names, macros as a warning', async () => {
    const custom = `<Properties>
      <property name="MSIP_Label_1a2b_Enabled"><vt:lpwstr>true</vt:lpwstr></property>
      <property name="MSIP_Label_1a2b_Name"><vt:lpwstr>Diffusion restreinte</vt:lpwstr></property>
      <property name="MSIP_Label_9z_Enabled"><vt:lpwstr>false</vt:lpwstr></property></Properties>`;
    const labelInfo = '<clbl:labelList><clbl:label id="{7C8D}" enabled="1"/></clbl:labelList>';
    const document = await read(
      word(
        paragraph('a'),
        {},
        { 'docProps/custom.xml': custom, 'docMetadata/LabelInfo.xml': labelInfo, 'word/vbaProject.bin': 'x' },
      ),
    );
    expect(document.labels).toEqual([
      { scheme: 'msip', name: '7c8d' },
      { scheme: 'msip', name: 'Diffusion restreinte' },
    ]);
    expect(document.warnings).toEqual([
      { code: 'macros-ignored', count: 1 },
      { code: 'sensitivity-label', count: 2 },
    ]);
  });

  test('a program may choose its own prefix, and its own name for the document part', async () => {
    const document = docxOf('', {
      '_rels/.rels': Buffer.from(
        '<Relationships><Relationship Id="a" Type="http://x/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>',
      ),
      'word/document2.xml': Buffer.from(
        '<ns0:document xmlns:ns0="http://purl.oclc.org/ooxml/wordprocessingml/main"><ns0:body><ns0:p><ns0:pPr><ns0:outlineLvl ns0:val="2"/></ns0:pPr><ns0:r><ns0:t>Titre</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>',
      ),
    });
    expect((await read(document)).blocks).toEqual([{ kind: 'heading', level: 3, text: 'Titre' }]);
  });

  test('R43: elements and values that are called as properties of objects are nothing special', async () => {
    const odd =
      '<w:r><w:rPr><w:highlight w:val="constructor"/></w:rPr><constructor w:id="1"/><w:t>a</w:t></w:r>';
    expect(
      texts(await read(word(paragraph(odd), { comments: '<constructor><toString/></constructor>' }))),
    ).toEqual(['a']);
  });

  test('R49: parts outside of the file are never looked for', async () => {
    const relations =
      '<Relationships><Relationship Id="f" Type="http://x/relationships/footnotes" TargetMode="External" Target="file:///etc/passwd"/><Relationship Id="s" Type="http://x/relationships/styles" Target="../../../../etc/passwd"/></Relationships>';
    const document = await read(word(paragraph('texte'), {}, { 'word/_rels/document.xml.rels': relations }));
    expect(texts(document)).toEqual(['texte']);
  });

  test.each([
    [
      'R48: 20,000 tables within tables',
      docxOf(`${'<w:tbl><w:tr><w:tc>'.repeat(20_000)}${'</w:tc></w:tr></w:tbl>'.repeat(20_000)}`),
      'damaged',
    ],
    ['R49: a document type', docxOf(paragraph('a'), {}, '<!DOCTYPE a SYSTEM "http://x/">'), 'damaged'],
    [
      'R48: a billion laughs in the styles',
      word(paragraph('a'), { styles: '<!DOCTYPE a [<!ENTITY b "c">]><w:styles>&b;</w:styles>' }),
      'damaged',
    ],
    ['R48: paragraphs that inflate 1,000 times', docxOf(paragraph('a').repeat(300_000)), 'inflates-too-much'],
  ])('%s end as a refusal', async (_, bytes, reason) => {
    expect(await readDocument(bytes, { name: 'a.docx' })).toMatchObject({ outcome: 'failed', reason });
  });
});
