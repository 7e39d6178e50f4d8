import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, unzipSync } from 'fflate';
import { fixedZip } from './fixed-zip.ts';
import type { Block, Cell, ListItem, Run, SourceDocument } from './model.ts';
import { longDate } from './typography.ts';

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
];
const BORDER = { style: BorderStyle.SINGLE, size: 4, color: '8A93A6' };
const TABLE_WIDTH = 9300;

/** Writes a Word document with real styles: what the extraction of headings, lists and tables relies on. */
export async function writeDocx(source: SourceDocument): Promise<Uint8Array> {
  const { meta } = source;
  const subtitle = [meta.reference, meta.author, longDate(meta.date, meta.language)].filter(
    (part) => part !== undefined,
  );
  // Each ordered list needs its own numbering instance, or the second list would go on from the first.
  const numbering = { last: 0 };
  const children = [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(meta.title)] }),
    new Paragraph({
      children: [new TextRun({ text: subtitle.join(' – '), italics: true })],
      spacing: { after: 240 },
    }),
    ...source.blocks.flatMap((block) => toParts(block, 0, numbering)),
  ];
  const document = new Document({
    title: meta.title,
    creator: meta.author,
    lastModifiedBy: meta.author,
    styles: { default: { document: { run: { font: 'Liberation Sans', size: 21 } } } },
    numbering: {
      config: [
        {
          reference: 'numbers',
          levels: [0, 1, 2].map((level) => ({
            level,
            format: LevelFormat.DECIMAL,
            text: `%${level + 1}.`,
            alignment: AlignmentType.LEFT,
            style: { paragraph: { indent: { left: 500 * (level + 1), hanging: 340 } } },
          })),
        },
      ],
    },
    sections: [
      {
        headers: {
          default: new Header({
            children: [smallLine([`Ville de Bellerive – ${meta.reference ?? meta.title}`])],
          }),
        },
        footers: {
          default: new Footer({
            children: [smallLine(['Page ', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES])],
          }),
        },
        children,
      },
    ],
  });
  return freeze(await Packer.toBuffer(document), meta.date);
}

function smallLine(children: string[]): Paragraph {
  return new Paragraph({ children: [new TextRun({ children, size: 16, color: '4A5264' })] });
}

function toParts(block: Block, depth: number, numbering: { last: number }): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: HEADINGS[Math.max(0, block.level - 2)] ?? HeadingLevel.HEADING_4,
          spacing: { before: 240, after: 100 },
          keepNext: true,
          children: toTextRuns(block.runs),
        }),
      ];
    case 'paragraph':
      return [new Paragraph({ spacing: { after: 120 }, children: toTextRuns(block.runs) })];
    case 'quote':
      return [
        new Paragraph({
          indent: { left: 560 },
          spacing: { after: 120 },
          children: toTextRuns(block.runs, true),
        }),
      ];
    case 'list': {
      numbering.last += 1;
      const instance = numbering.last;
      return block.items.flatMap((item) => toItem(item, block.ordered, depth, instance, numbering));
    }
    case 'table':
      return [toTable(block), new Paragraph({ children: [] })];
  }
}

function toItem(
  item: ListItem,
  ordered: boolean,
  depth: number,
  instance: number,
  numbering: { last: number },
): (Paragraph | Table)[] {
  const mark = ordered
    ? { numbering: { reference: 'numbers', level: depth, instance } }
    : { bullet: { level: depth } };
  const line = new Paragraph({ ...mark, spacing: { after: 60 }, children: toTextRuns(item.runs) });
  return [line, ...item.children.flatMap((child) => toParts(child, depth + 1, numbering))];
}

function toTable(table: Extract<Block, { kind: 'table' }>): Table {
  const width = Math.floor(TABLE_WIDTH / Math.max(1, table.header.length));
  const row = (cells: readonly Cell[], header: boolean): TableRow =>
    new TableRow({
      tableHeader: header,
      cantSplit: true,
      children: cells.map(
        (cell, column) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            borders: { top: BORDER, bottom: BORDER, left: BORDER, right: BORDER },
            margins: { top: 50, bottom: 50, left: 90, right: 90 },
            ...(header ? { shading: { fill: 'E6EBF4' } } : {}),
            children: [
              new Paragraph({
                alignment: table.right[column] === true ? AlignmentType.RIGHT : AlignmentType.LEFT,
                children: toTextRuns(header ? cell.map((run) => ({ ...run, bold: true })) : cell),
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: TABLE_WIDTH, type: WidthType.DXA },
    columnWidths: table.header.map(() => width),
    rows: [row(table.header, true), ...table.rows.map((cells) => row(cells, false))],
  });
}

function toTextRuns(runs: readonly Run[], italic = false): TextRun[] {
  return runs.map((run) => new TextRun({ text: run.text, bold: run.bold, italics: italic || run.italic }));
}

/** The library stamps the clock in the package: zip it again with the dates of the source. */
function freeze(bytes: Uint8Array, date: string): Uint8Array {
  const stamp = `${date.slice(0, 10)}T08:00:00Z`;
  const entries = new Map<string, string | Uint8Array>();
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    if (name === 'docProps/core.xml') {
      entries.set(
        name,
        strFromU8(content).replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${stamp}`),
      );
    } else entries.set(name, content);
  }
  return fixedZip(entries);
}
