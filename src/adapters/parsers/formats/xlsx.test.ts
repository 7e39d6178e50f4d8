import { type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

type Sheet = { readonly name: string; readonly xml: string; readonly state?: string };

const cell = (name: string, text: string, style = ''): string =>
  `<c r="${name}" t="inlineStr"${style && ` s="${style}"`}><is><t>${text}</t></is></c>`;
const number = (name: string, value: number | string, style = ''): string =>
  `<c r="${name}"${style && ` s="${style}"`}><v>${value}</v></c>`;
const row = (index: number, cells: string, attributes = ''): string =>
  `<row r="${index}" ${attributes}>${cells}</row>`;
const relationship = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas/relationships/${kind}" Target="${target}"/>`;
const relationships = (...all: string[]): string => `<Relationships>${all.join('')}</Relationships>`;

/** Styles by number: 0 plain, 1 date, 2 percentage, 3 euros, 4 bold, 5 white, 6 white on blue, 7 shows nothing. */
const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/><numFmt numFmtId="165" formatCode=";;;"/></numFmts>
  <fonts><font/><font><b/></font><font><color theme="0"/></font></fonts>
  <fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF0000FF"/></patternFill></fill></fills>
  <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf fontId="1"/><xf fontId="2"/><xf fontId="2" fillId="1"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

function workbook(
  sheets: readonly Sheet[],
  others: Record<string, string> = {},
  properties = '',
): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    'xl/workbook.xml': `<workbook>${properties}<sheets>${sheets
      .map(
        ({ name, state = 'visible' }, at) => `<sheet name="${name}" state="${state}" r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ...sheets.map((_, at) => relationship(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)),
      relationship('styles', 'styles', 'styles.xml'),
      relationship('strings', 'sharedStrings', '/xl/sharedStrings.xml'),
    ),
    'xl/styles.xml': styles,
    ...Object.fromEntries(
      sheets.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, `<worksheet>${xml}</worksheet>`]),
    ),
    ...others,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)])) as Zippable,
  );
}

async function read(bytes: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(bytes, { name: 'a.xlsx' });
  if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason} ${outcome.detail}`);
  return outcome.document;
}

async function blocksOf(xml: string, others: Record<string, string> = {}): Promise<ParsedBlock[]> {
  const { blocks } = await read(workbook([{ name: 'Budget', xml }], others));
  return blocks.slice(1);
}

const table =
  row(3, cell('A3', 'Service') + cell('B3', 'Agents') + cell('C3', 'Coût')) +
  row(4, cell('A4', 'Voirie') + number('B4', 12) + number('C4', 1234.5, '3')) +
  row(5, cell('A5', 'Écoles') + number('B5', 40) + number('C5', 0.1 + 0.2, '3'));

describe('XLSX', () => {
  test('a sheet is a heading, a line above a table its title; rows and the table have places', async () => {
    const { blocks } = await read(
      workbook([
        { name: 'Budget', xml: `<sheetData>${row(1, cell('A1', 'Budget 2024', '4'))}${table}</sheetData>` },
      ]),
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Budget' },
      {
        kind: 'heading',
        level: 2,
        text: 'Budget 2024',
        place: { kind: 'cells', sheet: 'Budget', firstColumn: 'A', lastColumn: 'A', firstRow: 1, lastRow: 1 },
      },
      {
        kind: 'table',
        header: ['Service', 'Agents', 'Coût'],
        rows: [
          ['Voirie', '12', '1 234,50 €'],
          ['Écoles', '40', '0,30 €'],
        ],
        rowNumbers: [4, 5],
        place: { kind: 'cells', sheet: 'Budget', firstColumn: 'A', lastColumn: 'C', firstRow: 3, lastRow: 5 },
      },
    ]);
  });

  test('cells read as people see them: dates, percentages, rich and shared strings, booleans, no errors', async () => {
    const blocks = await blocksOf(
      `<sheetData>${row(1, `${number('A1', 45292, '1')}${number('B1', 0.255, '2')}<c r="C1" t="s"><v>0</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#REF!</v></c><c r="F1" t="str"><f>A1</f><v>calculé</v></c>`)}${row(2, `${number('A2', 45293, '1')}${number('B2', '0.30000000000000004')}${number('C2', 12345678901234)}`)}</sheetData>`,
      {
        'xl/sharedStrings.xml':
          '<sst><si><r><t>Mai</t></r><r><t>rie</t></r><rPh sb="0" eb="1"><t>PHONETIC</t></rPh></si></sst>',
      },
    );
    expect(blocks).toMatchObject([
      {
        rows: [
          ['01/01/2024', '25,50%', 'Mairie', 'VRAI', 'calculé'],
          ['02/01/2024', '0,3', '12345678901234', '', ''],
        ],
      },
    ]);
  });

  test('dates of workbooks that count from 1904', async () => {
    const xml = `<sheetData>${row(1, number('A1', 43830, '1') + cell('B1', 'x'))}</sheetData>`;
    const { blocks } = await read(workbook([{ name: 'F', xml }], {}, '<workbookPr date1904="1"/>'));
    expect(blocks[1]).toMatchObject({ rows: [['01/01/2024', 'x']] });
  });

  test('merged cells repeat their text; a title over the width of a table does not', async () => {
    const blocks = await blocksOf(
      `<sheetData>${row(1, cell('A1', 'Effectifs'))}${row(2, cell('A2', 'Pôle') + cell('B2', '2023'))}${row(3, cell('A3', 'Nord') + number('B3', 1) + number('C3', 2))}${row(4, number('B4', 3) + number('C4', 4))}</sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B2:C2"/><mergeCell ref="A3:A4"/></mergeCells>`,
    );
    expect(blocks).toMatchObject([
      { kind: 'heading', text: 'Effectifs' },
      {
        header: ['Pôle', '2023', '2023'],
        rows: [
          ['Nord', '1', '2'],
          ['Nord', '3', '4'],
        ],
      },
    ]);
  });

  test('tables side by side and below each other are parted; one empty row inside a table is not', async () => {
    const pair = (at: number, one: string, two: string): string =>
      cell(`${one}${at}`, `n${at}`) + number(`${two}${at}`, at);
    const blocks = await blocksOf(
      `<sheetData>${row(1, cell('A1', 'Nom') + cell('B1', 'An') + cell('E1', 'Lieu') + cell('F1', 'Nombre'))}${row(2, pair(2, 'A', 'B') + pair(2, 'E', 'F'))}${row(3, pair(3, 'A', 'B'))}${row(6, cell('A6', 'Code') + cell('B6', 'Mois') + cell('C6', 'Total'))}${row(7, pair(7, 'A', 'B') + number('C7', 1))}${row(9, pair(9, 'A', 'B') + number('C9', 1))}</sheetData>`,
    );
    expect(blocks).toMatchObject([
      { header: ['Nom', 'An'], rowNumbers: [2, 3] },
      { header: ['Lieu', 'Nombre'], rowNumbers: [2] },
      { header: ['Code', 'Mois', 'Total'], rowNumbers: [7, 9] },
    ]);
  });

  test('a filter or a frozen row declares the header; lines above it stay lines', async () => {
    const xml = `<sheetData>${row(1, cell('A1', 'Direction') + cell('B1', 'RH'))}${row(2, cell('A2', 'Nom') + cell('B2', 'Ville'))}${row(3, cell('A3', 'Ana') + cell('B3', 'Lyon'))}</sheetData>`;
    const expected = [{ rows: [['Direction', 'RH']] }, { header: ['Nom', 'Ville'], rows: [['Ana', 'Lyon']] }];
    expect(await blocksOf(`${xml}<autoFilter ref="A2:B3"/>`)).toMatchObject(expected);
    expect(
      await blocksOf(
        `<sheetViews><sheetView><pane ySplit="2" state="frozen"/></sheetView></sheetViews>${xml}`,
      ),
    ).toMatchObject(expected);
  });

  test('R37: hidden sheets, rows, columns and letters are counted and left out', async () => {
    const seen = `<cols><col min="2" max="2" hidden="1"/></cols><sheetData>${row(1, cell('A1', 'vu') + cell('B1', 'colonne'))}${row(2, cell('A2', 'ligne'), 'hidden="1"')}${row(3, cell('A3', 'blanc', '5') + number('C3', 1234, '7'))}${row(4, cell('A4', 'sur bleu', '6'))}</sheetData>`;
    const secret = `<sheetData>${row(1, cell('A1', 'secret'))}</sheetData>`;
    const { blocks, warnings } = await read(
      workbook([
        { name: 'Vue', xml: seen },
        { name: 'Cachée', xml: secret, state: 'hidden' },
        { name: 'Enfouie', xml: secret, state: 'veryHidden' },
      ]),
    );
    expect(blocks.map((block) => (block.kind === 'table' ? block.rows : block.text))).toEqual([
      'Vue',
      'vu',
      'sur bleu',
    ]);
    const letters = 'colonne' + 'ligne' + 'blanc' + '1234' + 'secret' + 'secret';
    expect(warnings).toEqual([{ code: 'hidden-text', count: letters.length }]);
  });

  test('rows that a filter or a folded group put away are ordinary rows', async () => {
    const { blocks, warnings } = await read(
      workbook([
        {
          name: 'F',
          xml: `<sheetData>${row(1, cell('A1', 'Nom') + cell('B1', 'Ville'))}${row(2, cell('A2', 'Ana') + cell('B2', 'Lyon'), 'hidden="1"')}${row(4, cell('A4', 'plié'), 'hidden="1" outlineLevel="1"')}</sheetData><autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>`,
        },
      ]),
    );
    expect(JSON.stringify(blocks)).toContain('Lyon');
    expect(JSON.stringify(blocks)).toContain('plié');
    expect(warnings).toEqual([]);
  });

  test('comments, text boxes and charts stand after the cells, with the cell they hang on', async () => {
    const blocks = await blocksOf(`<sheetData>${row(1, cell('A1', 'texte'))}</sheetData>`, {
      'xl/worksheets/_rels/sheet1.xml.rels': relationships(
        relationship('c', 'comments', '../comments1.xml'),
        relationship('t', 'threadedComment', '../threadedComments/t.xml'),
        relationship('d', 'drawing', '../drawings/drawing1.xml'),
      ),
      'xl/comments1.xml':
        '<comments><authors><author>Bob</author></authors><commentList><comment ref="A1" authorId="0"><text><t>à vérifier</t></text></comment><comment ref="B2" authorId="0"><text><t>[Threaded comment] Your version of Excel…</t></text></comment></commentList></comments>',
      'xl/threadedComments/t.xml':
        '<ThreadedComments><threadedComment ref="B2" dT="2024-05-02T08:00:00.00" personId="{1}"><text>D’accord</text></threadedComment></ThreadedComments>',
      'xl/persons/person.xml': '<personList><person displayName="Ana" id="{1}"/></personList>',
      'xl/drawings/drawing1.xml':
        '<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>4</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>Encadré</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>9</xdr:row></xdr:from><xdr:graphicFrame><a:graphic><a:graphicData><c:chart r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame></xdr:twoCellAnchor></xdr:wsDr>',
      'xl/drawings/_rels/drawing1.xml.rels': relationships(
        relationship('rId1', 'chart', '../charts/chart1.xml'),
      ),
      'xl/charts/chart1.xml':
        '<c:chartSpace><c:title><a:p><a:r><a:t>Dépenses</a:t></a:r></a:p></c:title><c:ser><c:tx><c:v/><c:pt idx="0"><c:v>2024</c:v></c:pt></c:tx><c:cat><c:pt idx="0"><c:v>Voirie</c:v></c:pt></c:cat><c:val><c:numCache><c:formatCode>0%</c:formatCode><c:pt idx="0"><c:v>0.5</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>',
    });
    expect(blocks).toMatchObject([
      { text: 'texte' },
      { text: 'Encadré', place: { firstColumn: 'D', firstRow: 5 } },
      { text: 'Dépenses', place: { firstColumn: 'A', firstRow: 10 } },
      { header: ['', '2024'], rows: [['Voirie', '50%']] },
      { text: 'Bob : à vérifier', aside: 'comment', place: { firstColumn: 'A', firstRow: 1 } },
      { text: 'Ana, 02/05/2024 : D’accord', aside: 'comment', place: { firstColumn: 'B', firstRow: 2 } },
    ]);
  });

  test('title, author, dates and labels come from the properties; macros are told', async () => {
    const label = 'MSIP_Label_1ada0a2f-b917-4d51-b0d0-d418a10c8b23';
    const off = 'MSIP_Label_2bda0a2f-b917-4d51-b0d0-d418a10c8b23';
    const value = (name: string, text: string): string =>
      `<property name="${name}"><vt:lpwstr>${text}</vt:lpwstr></property>`;
    const document = await read(
      workbook([{ name: 'F', xml: `<sheetData>${table}</sheetData>` }], {
        'docProps/core.xml':
          '<cp:coreProperties><dc:title>Budget primitif 2024</dc:title><dc:creator>Ana</dc:creator><dcterms:created>2024-01-02T00:00:00Z</dcterms:created><dcterms:modified>2024-02-03T00:00:00Z</dcterms:modified></cp:coreProperties>',
        'docProps/custom.xml': `<Properties>${value(`${label}_Enabled`, 'true')}${value(`${label}_Name`, 'Diffusion restreinte')}${value(`${off}_Enabled`, 'false')}${value(`${off}_Name`, 'Public')}</Properties>`,
        'xl/vbaProject.bin': 'x',
      }),
    );
    expect(document).toMatchObject({
      title: 'Budget primitif 2024',
      author: 'Ana',
      createdAt: new Date('2024-01-02'),
      modifiedAt: new Date('2024-02-03'),
      labels: [{ scheme: 'msip', name: 'Diffusion restreinte' }],
      warnings: [
        { code: 'macros-ignored', count: 1 },
        { code: 'sensitivity-label', count: 1 },
      ],
    });
  });

  test('R48: a range merged over the whole sheet, thousands of times, and cells far apart stay small', async () => {
    const far = Array.from({ length: 2_000 }, (_, at) =>
      row(at * 500 + 1, number(`XFD${at * 500 + 1}`, 1)),
    ).join('');
    const diagonal = Array.from(
      { length: 700 },
      (_, at) =>
        `<row r="${at + 1}"><c r="${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at % 26]}${at + 1}"><v>1</v></c></row>`,
    ).join('');
    const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(5_000);
    const { blocks } = await read(
      workbook([
        { name: 'a', xml: `<sheetData>${far}</sheetData><mergeCells>${merges}</mergeCells>` },
        { name: 'b', xml: `<sheetData>${diagonal}</sheetData><mergeCells>${merges}</mergeCells>` },
      ]),
    );
    const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
    expect(cells.length).toBeLessThan(300_000);
  });

  test('a workbook without its main part, or with a document type, is damaged', async () => {
    const broken = workbook([{ name: 'F', xml: '' }], {
      'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>',
    });
    expect(await readDocument(broken, { name: 'a.xlsx' })).toMatchObject({
      outcome: 'failed',
      reason: 'damaged',
    });
  });
});
