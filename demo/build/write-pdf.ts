import PDFDocument from 'pdfkit';
import { type Block, type Cell, plain, type Run, type SourceDocument } from './model.ts';
import { longDate } from './typography.ts';

const MARGIN = { top: 78, bottom: 72, left: 62, right: 62 };
const BODY_SIZE = 10.5;
const TABLE_SIZE = 9;
const HEADING_SIZES = [17, 13.5, 11.5, 10.5];
const INK = '#1c1c28';
const BLUE = '#1d3f72';
const RULE = '#8a93a6';

type Pdf = InstanceType<typeof PDFDocument>;

/**
 * Writes a PDF with the standard Helvetica (it covers French): headings, lists, ruled tables, and a header and a
 * footer with the page number on every page. Dates are fixed by the source, so that the bytes are too.
 */
export function writePdf(document: SourceDocument): Promise<Uint8Array> {
  const { meta } = document;
  const pdf = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    bufferPages: true,
    // zlib gives other bytes on other processors, and the build must not depend on the machine.
    compress: false,
    lang: meta.language === 'fr' ? 'fr-FR' : 'en-GB',
    displayTitle: true,
    info: {
      Title: meta.title,
      Author: meta.author,
      Producer: 'Sourcier demo',
      Creator: 'Sourcier demo',
      CreationDate: new Date(`${meta.date.slice(0, 10)}T08:00:00Z`),
    },
  });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  pdf.font('Helvetica-Bold').fontSize(19).fillColor(BLUE).text(meta.title, { lineGap: 2 });
  const date = longDate(meta.date, meta.language);
  const subtitle = [meta.reference, meta.author, date].filter((part) => part !== undefined).join(' – ');
  pdf.moveDown(0.3).font('Helvetica').fontSize(9.5).fillColor(INK).text(subtitle).moveDown(1);
  for (const block of document.blocks) drawBlock(pdf, block);
  drawHeadersAndFooters(pdf, document);
  pdf.end();
  return done;
}

function drawBlock(pdf: Pdf, block: Block, indent = 0): void {
  switch (block.kind) {
    case 'heading': {
      const size = HEADING_SIZES[block.level - 1] ?? BODY_SIZE;
      // A heading alone at the foot of a page reads badly, and splits it from its text for whoever cuts by page.
      ensureRoom(pdf, size + 46);
      pdf
        .moveDown(0.5)
        .font('Helvetica-Bold')
        .fontSize(size)
        .fillColor(BLUE)
        .text(plain(block.runs))
        .moveDown(0.3);
      if (block.level === 2) pdf.outline.addItem(plain(block.runs));
      break;
    }
    case 'paragraph':
      drawRuns(pdf, block.runs, BODY_SIZE, indent);
      pdf.moveDown(0.5);
      break;
    case 'quote':
      drawRuns(
        pdf,
        block.runs.map((run) => ({ ...run, italic: true })),
        BODY_SIZE,
        indent + 22,
      );
      pdf.moveDown(0.5);
      break;
    case 'list':
      block.items.forEach((item, index) => {
        const mark = block.ordered ? `${index + 1}. ` : '• ';
        drawRuns(pdf, [{ text: mark, bold: false, italic: false }, ...item.runs], BODY_SIZE, indent + 14);
        pdf.moveDown(0.15);
        for (const child of item.children) drawBlock(pdf, child, indent + 16);
      });
      pdf.moveDown(0.35);
      break;
    case 'table':
      drawTable(pdf, block);
      pdf.moveDown(0.8);
      break;
  }
}

function drawRuns(pdf: Pdf, runs: readonly Run[], size: number, indent: number): void {
  const width = contentWidth(pdf) - indent;
  pdf.fontSize(size).fillColor(INK);
  pdf.x = MARGIN.left + indent;
  runs.forEach((run, index) => {
    pdf.font(fontOf(run)).text(run.text, { width, lineGap: 2.2, continued: index < runs.length - 1 });
  });
  pdf.x = MARGIN.left;
}

function drawTable(pdf: Pdf, table: Extract<Block, { kind: 'table' }>): void {
  const widths = columnWidths(pdf, [table.header, ...table.rows]);
  const header = table.header.map((cell) => cell.map((run) => ({ ...run, bold: true })));
  ensureRoom(pdf, rowHeight(pdf, header, widths) + 40);
  drawRow(pdf, header, widths, table.right, '#e6ebf4');
  for (const row of table.rows) {
    if (pdf.y + rowHeight(pdf, row, widths) > pdf.page.height - MARGIN.bottom) {
      pdf.addPage();
      drawRow(pdf, header, widths, table.right, '#e6ebf4');
    }
    drawRow(pdf, row, widths, table.right);
  }
  pdf.x = MARGIN.left;
}

function drawRow(
  pdf: Pdf,
  row: readonly Cell[],
  widths: readonly number[],
  right: readonly boolean[],
  background?: string,
): void {
  const height = rowHeight(pdf, row, widths);
  const top = pdf.y;
  let left = MARGIN.left;
  widths.forEach((width, column) => {
    const cell = row[column] ?? [];
    pdf.lineWidth(0.6).strokeColor(RULE).rect(left, top, width, height);
    if (background === undefined) pdf.stroke();
    else pdf.fillAndStroke(background, RULE);
    pdf
      .font(cell.some((run) => run.bold) ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(TABLE_SIZE)
      .fillColor(INK);
    const align = right[column] === true ? 'right' : 'left';
    pdf.text(plain(cell), left + 4, top + 4, { width: width - 8, align });
    left += width;
  });
  pdf.x = MARGIN.left;
  pdf.y = top + height;
}

function rowHeight(pdf: Pdf, row: readonly Cell[], widths: readonly number[]): number {
  const heights = widths.map((width, column) => {
    const cell = row[column] ?? [];
    pdf.font(cell.some((run) => run.bold) ? 'Helvetica-Bold' : 'Helvetica').fontSize(TABLE_SIZE);
    return pdf.heightOfString(plain(cell) || ' ', { width: width - 8 });
  });
  return Math.max(...heights) + 7;
}

/** Shares the width by the length of the texts, dampened so that a long column does not starve the others. */
function columnWidths(pdf: Pdf, rows: readonly (readonly Cell[])[]): number[] {
  const columns = rows[0]?.length ?? 0;
  const longest = Array.from({ length: columns }, (_, column) =>
    Math.max(6, ...rows.map((row) => plain(row[column] ?? []).length)),
  );
  const weights = longest.map((length) => Math.min(length, 16) + Math.sqrt(Math.max(0, length - 16)) * 2.4);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (weight / total) * contentWidth(pdf));
}

function drawHeadersAndFooters(pdf: Pdf, { meta }: SourceDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    const bottom = pdf.page.height - 46;
    // Text below the bottom margin would open a new page: lift the margin while the footer is written.
    pdf.page.margins = { ...MARGIN, top: 0, bottom: 0 };
    pdf.font('Helvetica').fontSize(8).fillColor('#4a5264');
    const head = `Ville de Bellerive – ${meta.reference ?? meta.title}`;
    pdf.text(head, MARGIN.left, 36, { width: contentWidth(pdf), lineBreak: false });
    pdf
      .lineWidth(0.5)
      .strokeColor(RULE)
      .moveTo(MARGIN.left, 52)
      .lineTo(pdf.page.width - MARGIN.right, 52)
      .stroke();
    const foot = `Hôtel de ville, 1 place des Tilleuls, 99200 Bellerive – Page ${index - start + 1} / ${count}`;
    pdf.text(foot, MARGIN.left, bottom, { width: contentWidth(pdf), align: 'center', lineBreak: false });
    pdf.page.margins = MARGIN;
  }
}

function fontOf(run: Run): string {
  if (run.bold) return run.italic ? 'Helvetica-BoldOblique' : 'Helvetica-Bold';
  return run.italic ? 'Helvetica-Oblique' : 'Helvetica';
}

function contentWidth(pdf: Pdf): number {
  return pdf.page.width - MARGIN.left - MARGIN.right;
}

function ensureRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - MARGIN.bottom) pdf.addPage();
}
