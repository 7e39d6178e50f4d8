import {
  type OfficeFormat,
  officeFile,
  officeFormats,
  paragraphIn,
} from '../../../support/files/office-files.ts';
import { rawZip } from '../../../support/files/raw-zip.ts';
import { office } from './archive-bombs.ts';
import { type Bomb, empty, killed, refused } from './bomb.ts';

const laughs = `<!DOCTYPE x [<!ENTITY a0 "lol">${Array.from(
  { length: 10 },
  (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`,
).join('')}]>`;
const quadratic = `<!DOCTYPE x [<!ENTITY a "${'lol'.repeat(20_000)}">]>`;
const rootsOf = { xml: 'note', html: 'html', xhtml: 'html', svg: 'svg' } as const;

const nested = (open: string, close: string, times: number): string =>
  open.repeat(times) + close.repeat(times);
const deepElements: Readonly<Record<OfficeFormat, string>> = {
  docx: nested('<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>', 10_000),
  xlsx: `<row r="1"><c r="A1" t="inlineStr"><is>${nested('<r>', '</r>', 20_000)}</is></c></row>`,
  pptx: nested('<a:p>', '</a:p>', 20_000),
  odt: nested('<text:section>', '</text:section>', 20_000),
  ods: nested('<table:table-row-group>', '</table:table-row-group>', 20_000),
  odp: `<draw:page>${nested('<draw:g>', '</draw:g>', 20_000)}</draw:page>`,
  epub: nested('<div>', '</div>', 20_000),
};

export const xmlBombs: readonly Bomb[] = [
  ...officeFormats.flatMap((format): Bomb[] => [
    {
      name: `deep.${format}`,
      build: () => officeFile(format, deepElements[format]),
      ends: ['parsed', 'damaged', 'nested-too-deep', 'no-text'],
      maxCharacters: 100,
    },
    {
      name: `laughs.${format}`,
      build: () => officeFile(format, paragraphIn[format]('&a10;'), { doctype: laughs }),
      ends: ['parsed', 'damaged', 'no-text'],
      maxCharacters: 100,
    },
    {
      name: `quadratic.${format}`,
      build: () => officeFile(format, paragraphIn[format]('&a;'.repeat(50_000)), { doctype: quadratic }),
      ends: ['parsed', 'damaged', 'no-text', 'inflates-too-much'],
      maxCharacters: 250_000,
    },
    {
      name: `cdata.${format}`,
      build: () => officeFile(format, paragraphIn[format]('<![CDATA[x]]>'.repeat(9_000))),
      ends: ['parsed', 'damaged', 'no-text'],
      maxCharacters: 20_000,
    },
  ]),
  ...(['xml', 'xhtml', 'html', 'svg'] as const).flatMap((kind): Bomb[] => {
    const root = rootsOf[kind];
    return [
      {
        name: `laughs.${kind}`,
        build: () => Buffer.from(`<?xml version="1.0"?>${laughs}<${root}>&a10;</${root}>`),
        ends: ['parsed', 'damaged', ...empty],
        maxCharacters: 5_000,
      },
      {
        name: `quadratic.${kind}`,
        build: () =>
          Buffer.from(`<?xml version="1.0"?>${quadratic}<${root}>${'&a;'.repeat(50_000)}</${root}>`),
        ends: ['parsed', 'damaged', ...empty],
        maxCharacters: 500_000,
      },
      {
        name: `deep.${kind}`,
        build: () => Buffer.from(`<?xml version="1.0"?><${root}>${nested('<g>', '</g>', 100_000)}</${root}>`),
        ends: ['parsed', 'damaged', 'nested-too-deep', ...empty, ...killed],
        maxCharacters: 1_000_000,
      },
      {
        name: `attributes.${kind}`,
        build: () =>
          Buffer.from(
            `<?xml version="1.0"?><${root} ${Array.from({ length: 300_000 }, (_, at) => `a${at}="1"`).join(' ')}>x</${root}>`,
          ),
        ends: ['parsed', 'damaged', 'nested-too-deep', ...empty, ...killed],
        maxCharacters: 5_000_000,
      },
    ];
  }),
  {
    name: 'tables-in-tables.docx',
    build: () => officeFile('docx', nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 20_000)),
    ends: ['parsed', 'damaged', 'nested-too-deep', 'no-text'],
    maxCharacters: 100,
  },
  {
    name: 'tables-in-tables.html',
    build: () => Buffer.from(`<p>x${nested('<table><tr><td>', '</td></tr></table>', 20_000)}`),
    ends: ['parsed', 'damaged', 'nested-too-deep', 'no-text', ...killed],
    maxCharacters: 100_000,
  },
  // Cells that claim to cover a whole sheet: their text is not to be repeated in each one.
  ...Object.entries({
    'wide-cell.html': () =>
      Buffer.from(
        '<table><tr><td colspan="1000000000" rowspan="1000000000">bonjour</td></tr><tr><td>x</td></tr></table>',
      ),
    'many-wide-cells.html': () =>
      Buffer.from(
        `<table>${`<tr>${'<td colspan="1000" rowspan="65534">bonjour</td>'.repeat(20)}</tr>`.repeat(500)}</table>`,
      ),
    'wide-cell.docx': () =>
      officeFile(
        'docx',
        `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/><w:vMerge w:val="restart"/></w:tcPr>${paragraphIn.docx('bonjour')}</w:tc></w:tr></w:tbl>`,
      ),
    'wide-cell.odt': () =>
      officeFile(
        'odt',
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000" table:number-columns-spanned="1000000000" table:number-rows-spanned="1000000000"><text:p>bonjour</text:p></table:table-cell></table:table-row></table:table>',
      ),
    'repeated-rows.ods': () =>
      officeFile(
        'ods',
        '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>bonjour</text:p></table:table-cell></table:table-row></table:table>',
      ),
    'repeated-spaces.odt': () => officeFile('odt', '<text:p>a<text:s text:c="2000000000"/>b</text:p>'),
    'merged-sheet.xlsx': () =>
      officeFile(
        'xlsx',
        `${paragraphIn.xlsx('bonjour')}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`,
      ),
    'far-cell.xlsx': () =>
      officeFile(
        'xlsx',
        `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>`,
      ),
    'far-string.xlsx': () => officeFile('xlsx', '<row r="1"><c r="A1" t="s"><v>4000000000</v></c></row>'),
    'no-such-row.xlsx': () =>
      officeFile(
        'xlsx',
        '<row r="99999999999999"><c r="ZZZZZZZZZZ99999999999" t="inlineStr"><is><t>a</t></is></c></row>',
      ),
  }).map(
    ([name, build]): Bomb => ({
      name,
      build,
      ends: ['parsed', ...refused, 'no-text', ...killed],
      maxCharacters: 5_000_000,
    }),
  ),
  {
    name: 'empty-cells.xlsx',
    build: () => rawZip(office('xlsx', `<row>${'<c/>'.repeat(2_000_000)}</row>`)),
    ends: ['parsed', ...refused, 'no-text', ...killed],
    maxCharacters: 1_000,
  },
];
