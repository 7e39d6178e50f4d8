import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { ParsedDocument } from '../../../core/parsed-document.ts';
import { readDocument } from '../read-document.ts';

type Parts = { readonly styles?: string; readonly others?: Record<string, string> };

function archive(kind: string, body: string, { styles = '', others = {} }: Parts = {}): Uint8Array {
  const content = `<?xml version="1.0"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`;
  return zipSync({
    mimetype: [Buffer.from(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': Buffer.from(content),
    ...Object.fromEntries(Object.entries(others).map(([name, text]) => [name, Buffer.from(text)])),
  });
}

async function read(name: string, bytes: Uint8Array): Promise<ParsedDocument> {
  const outcome = await readDocument(bytes, { name });
  if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason} ${outcome.detail}`);
  return outcome.document;
}

const cell = (text: string, attributes = ''): string =>
  `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
const row = (cells: string, attributes = ''): string =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`;
const sheet = (rows: string, attributes = 'table:name="Budget"'): string =>
  `<table:table ${attributes}>${rows}</table:table>`;
const white = '<style:style style:name="w"><style:text-properties fo:color="#ffffff"/></style:style>';

describe('ODS', () => {
  const ods = (body: string, parts?: Parts): Promise<ParsedDocument> =>
    read('a.ods', archive('spreadsheet', body, parts));

  test('header rows, places, merged cells, whole years, comments', async () => {
    const { blocks } = await ods(
      sheet(
        `<table:table-header-rows>${row(cell('Nom') + cell('Le'))}</table:table-header-rows>` +
          row(
            cell('Ana', 'table:number-rows-spanned="2"') +
              cell('05/02/24', 'office:value-type="date" office:date-value="2024-02-05"'),
          ) +
          row(
            `<table:covered-table-cell/><table:table-cell><office:annotation><dc:creator>Bob</dc:creator><dc:date>2024-05-02T08:00:00</dc:date><text:p>à voir</text:p></office:annotation><text:p>jamais</text:p></table:table-cell>`,
          ),
      ),
    );
    const place = {
      kind: 'cells',
      sheet: 'Budget',
      firstColumn: 'A',
      lastColumn: 'B',
      firstRow: 1,
      lastRow: 3,
    };
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Budget' },
      {
        kind: 'table',
        header: ['Nom', 'Le'],
        rows: [
          ['Ana', '05/02/2024'],
          ['Ana', 'jamais'],
        ],
        rowNumbers: [2, 3],
        place,
      },
      {
        kind: 'paragraph',
        text: 'Bob, 02/05/2024 : à voir',
        aside: 'comment',
        place: { ...place, firstColumn: 'B', firstRow: 3 },
      },
    ]);
  });

  test('R37: hidden sheets, rows, columns and white letters are counted; filtered rows are read', async () => {
    const { blocks, warnings } = await ods(
      sheet(
        `<table:table-column/><table:table-column table:visibility="collapse"/>${row(cell('vu') + cell('colonne'))}${row(cell('ligne'), 'table:visibility="collapse"')}${row(cell('filtrée'), 'table:visibility="filter"')}${row(cell('blanc', 'table:style-name="w"'))}`,
      ) + sheet(row(cell('secret')), 'table:name="S" table:style-name="hidden"'),
      {
        styles: `${white}<style:style style:name="hidden"><style:table-properties table:display="false"/></style:style>`,
      },
    );
    expect(blocks.map((block) => (block.kind === 'table' ? block.rows : block.text))).toEqual([
      'Budget',
      'vu',
      'filtrée',
    ]);
    expect(warnings).toEqual([{ code: 'hidden-text', count: 'colonnelignesecretblanc'.length }]);
  });

  test('R48: a cell repeated over the whole sheet is bounded, and that is told; empty ones only count', async () => {
    const { blocks, warnings } = await ods(
      sheet(
        row(cell('x', 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1000000"') +
          row(
            '<table:table-cell table:number-columns-repeated="16383"/>',
            'table:number-rows-repeated="40000"',
          ) +
          row(cell('fin')),
      ),
    );
    const [, table, last] = blocks;
    expect(table?.kind === 'table' && [table.rows.length, table.rows[0]?.length]).toEqual([1_000, 100]);
    expect(last).toMatchObject({ text: 'fin', place: { firstRow: 1_040_001 } });
    expect(warnings).toMatchObject([{ code: 'truncated' }]);
  });

  test('metadata, labels, and encryption', async () => {
    const meta = `<office:document-meta><dc:title>Budget primitif</dc:title><meta:initial-creator>Ana</meta:initial-creator><meta:creation-date>2024-01-02T00:00:00Z</meta:creation-date><meta:user-defined meta:name="MSIP_Label_1ada0a2f-b917-4d51-b0d0-d418a10c8b23_Name">Interne</meta:user-defined></office:document-meta>`;
    expect(await ods(sheet(row(cell('x'))), { others: { 'meta.xml': meta } })).toMatchObject({
      title: 'Budget primitif',
      author: 'Ana',
      createdAt: new Date('2024-01-02'),
      labels: [{ scheme: 'msip', name: 'Interne' }],
    });
    const manifest = {
      'META-INF/manifest.xml': '<manifest:manifest><manifest:encryption-data/></manifest:manifest>',
    };
    expect(
      await readDocument(archive('spreadsheet', '', { others: manifest }), { name: 'a.ods' }),
    ).toMatchObject({ outcome: 'skipped', reason: 'encrypted' });
  });
});

describe('ODP', () => {
  const odp = (body: string, parts?: Parts): Promise<ParsedDocument> =>
    read('a.odp', archive('presentation', body, parts));
  const frame = (content: string, attributes = ''): string =>
    `<draw:frame ${attributes}>${content}</draw:frame>`;
  const box = (content: string, attributes = ''): string =>
    frame(`<draw:text-box>${content}</draw:text-box>`, attributes);
  const text = (content: string, attributes = ''): string => `<text:p ${attributes}>${content}</text:p>`;

  test('title first, lists with depth, tables, notes and comments apart; furniture and prompts left out', async () => {
    const { blocks, pages, title } = await odp(
      `<draw:page>${box(`<text:list><text:list-item>${text('un')}<text:list><text:list-item>${text('deux')}</text:list-item></text:list></text:list-item></text:list>`)}
      <draw:g><draw:custom-shape>${text('forme')}</draw:custom-shape></draw:g>
      ${box(text('Plan'), 'presentation:class="title"')}${box(text('12'), 'presentation:class="page-number"')}${box(text('Cliquez ici'), 'presentation:placeholder="true"')}
      ${frame(`<table:table table:use-first-row-styles="true">${row(cell('Nom', 'table:number-columns-spanned="2"') + '<table:covered-table-cell/>')}${row(cell('Ana') + cell('Lyon'))}</table:table>`)}
      <office:annotation><dc:creator>Bob</dc:creator>${text('ok ?')}</office:annotation>
      <presentation:notes>${box(text('À dire'), 'presentation:class="notes"')}</presentation:notes></draw:page><draw:page>${box(text('suite'))}</draw:page>`,
    );
    const first = { place: { kind: 'slide', from: 1, to: 1 } };
    expect({ pages, title }).toEqual({ pages: 2, title: 'Plan' });
    expect(blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Plan', ...first },
      { kind: 'list-item', depth: 0, text: 'un', ...first },
      { kind: 'list-item', depth: 1, text: 'deux', ...first },
      { kind: 'paragraph', text: 'forme', ...first },
      { kind: 'table', header: ['Nom', 'Nom'], rows: [['Ana', 'Lyon']], ...first },
      { kind: 'paragraph', text: 'Bob : ok ?', aside: 'comment', ...first },
      { kind: 'paragraph', text: 'À dire', aside: 'speaker-notes', ...first },
      { kind: 'paragraph', text: 'suite', place: { kind: 'slide', from: 2, to: 2 } },
    ]);
  });

  test('R37: hidden slides, text beside the slide and white on white are counted; white on a colour is read', async () => {
    const { blocks, warnings } = await odp(
      `<draw:page>${box(text('beside'), 'svg:x="40cm" svg:y="1cm" svg:width="2cm" svg:height="1cm"')}${box(text('white', 'text:style-name="w"'))}${box(text('vu'))}</draw:page>
      <draw:page>${box(text('lisible', 'text:style-name="w"'), 'draw:style-name="blue"')}</draw:page><draw:page draw:style-name="off">${box(text('secret'))}</draw:page>`,
      {
        styles: `${white}<style:style style:name="blue"><style:graphic-properties draw:fill="solid" draw:fill-color="#0000ff"/></style:style><style:style style:name="off"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>`,
        others: {
          'styles.xml':
            '<office:document-styles><style:page-layout style:name="P"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout><style:master-page style:name="M" style:page-layout-name="P"/></office:document-styles>',
        },
      },
    );
    expect(blocks.map((block) => block.kind === 'paragraph' && block.text)).toEqual(['vu', 'lisible']);
    expect(warnings).toEqual([{ code: 'hidden-text', count: 'besidewhitesecret'.length }]);
  });
});
