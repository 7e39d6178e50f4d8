import { type LayoutBlock, LiteParse, type ParsedPage, type ParseResult } from '@llamaindex/liteparse';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { onPage, pagesOfPlace } from '../../../core/place.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { withoutFurniture } from '../pdf/furniture.ts';
import { joinPieces } from '../pdf/join-pieces.ts';
import { pdfMetadata } from '../pdf/metadata.ts';
import type { Piece } from '../pdf/piece.ts';
import { piecesOfPage } from '../pdf/pieces-of-page.ts';
import { promoteHeadings } from '../pdf/promote-headings.ts';
import { recoverLost } from '../pdf/recover-lost.ts';
import { restoreHyphens } from '../pdf/restore-hyphens.ts';
import { placeTables, ruledTables } from '../pdf/ruled-tables.ts';
import { isContentsLine, unfoldTable } from '../pdf/unfold-tables.ts';
import type { ReadOptions } from '../read-document.ts';
import { needsRecognition, withRecognisedPages } from '../recognition/pdf-pages.ts';
import { Refusal } from '../refusal.ts';
import { blocksOfTable } from '../table-rows.ts';
import { meaningfulTitle } from '../title.ts';

/** Drawn lines in each direction: a table of two rows and columns has six, a drawing has hundreds. */
const minRules = 6;
const maxRules = 400;
/** Empty cells from which a table is read again: merged columns leave holes. */
const maxEmptyShare = 0.05;
/** How far the numbers printed on the pages may run ahead of their count. */
const unnumberedPages = 20;
const looseNumbersOfContents = 6;
const letterhead =
  /^(république française|minist[eè]re|secrétariat|direction|préfecture|mairie|ville de|commune de)/i;

// renderFormFields stays off: it would run the document's JavaScript. OCR stays off: `recognition/` has its own pass.
const parser = new LiteParse({
  ocrEnabled: false,
  renderFormFields: false,
  extractBlocks: true,
  extractLinks: false,
  extractDocumentMetadata: true,
  includeComplexity: true,
  extractContentBounds: true,
  extractVectorGraphics: true,
  continueOnPageError: true,
  imageMode: 'off',
  outputFormat: 'json',
  numWorkers: 1,
  quiet: true,
});

/** Reads a PDF: structure and pages by liteparse, ruled tables by pdf-parse, then what the layout broke is mended. */
export async function readPdf(bytes: Uint8Array, options: ReadOptions): Promise<ParsedDocument> {
  const result = await layoutOf(bytes);
  const ruled = new Set(result.pages.filter(hasRules).map((page) => page.pageNum));
  const tabular = result.pages.filter(needsRuledTables).map((page) => page.pageNum);
  const tables = await ruledTables(bytes, tabular);
  const raw = result.pages.flatMap((page) =>
    placeTables(recoverLost(page, piecesOfPage(page)), tables.get(page.pageNum) ?? []),
  );
  const pieces = withoutFurniture(raw, result.pages.length)
    .flatMap((piece) => (piece.kind === 'table' ? unfoldTable(piece, ruled.has(piece.page)) : [piece]))
    .filter((piece) => !isContents(piece, result.totalPages));
  const blocks = restoreHyphens(joinPieces(promoteHeadings(withoutLooseNumbers(pieces)))).flatMap(
    blocksOfPiece,
  );
  const metadata = pdfMetadata(bytes, result.docMeta);
  const document = parsedDocument(blocks, {
    title: meaningfulTitle(metadata.title) ?? titleOnFirstPage(blocks),
    author: cleanText(metadata.author ?? '') || null,
    modifiedAt: metadata.modifiedAt,
    pages: result.totalPages,
  });
  return withRecognisedPages(document, bytes, result.pages.filter(needsRecognition), options);
}

async function layoutOf(bytes: Uint8Array): Promise<ParseResult> {
  try {
    return await parser.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/password/i.test(message)) throw new Refusal('skipped', 'encrypted');
    throw new Refusal('failed', 'damaged', 'PDF structure');
  }
}

function hasRules(page: ParsedPage): boolean {
  return (page.complexity?.layout?.ruledTableCount ?? 0) > 0;
}

// A second reading is worth its time where lines are drawn (few enough for no drawing) and the first reading found no
// table, or one with holes. Words that stop at one height count too: the rules may be too thin to be seen as such.
function needsRuledTables(page: ParsedPage): boolean {
  const likely = hasRules(page) || (page.complexity?.layout?.textTableRunCount ?? 0) > 0;
  const lines = page.vectorGraphics?.lines ?? [];
  const upright = lines.filter((line) => Math.abs(line.x1 - line.x2) < 1).length;
  const level = lines.filter((line) => Math.abs(line.y1 - line.y2) < 1).length;
  const ruled = Math.min(upright, level) >= minRules && Math.max(upright, level) <= maxRules;
  const tables = (page.blocks ?? []).filter((block) => block.kind === 'table');
  return likely && ruled && !(tables.length > 0 && tables.every(isFull));
}

function isFull(block: LayoutBlock): boolean {
  const cells = [...(block.header ?? []), ...(block.rows ?? []).flat()];
  return cells.filter((cell) => cell.text === '').length <= cells.length * maxEmptyShare;
}

// Tables of contents only repeat the headings, and would answer every question with a page number. The dots of a form
// ("le ........ 2024") are followed by no page of the document.
function isContents(piece: Piece, pages: number): boolean {
  if (/^(table des mati[èe]res|sommaire|table of contents)$/i.test(piece.text)) return true;
  if (piece.kind !== 'paragraph' && piece.kind !== 'list-item') return false;
  const lastNumber = Number(/(\d{1,4})\s*$/.exec(piece.text)?.[1] ?? Number.NaN);
  return isContentsLine(piece.text) && lastNumber <= pages + unnumberedPages;
}

// The columns of a table of contents that fell apart: "4.1 4.2", "8 8 9 10".
function withoutLooseNumbers(pieces: readonly Piece[]): Piece[] {
  const isNumbers = (piece: Piece): boolean => piece.kind === 'paragraph' && /^[\d.\s]+$/.test(piece.text);
  const perPage = Map.groupBy(pieces.filter(isNumbers), (piece) => piece.page);
  return pieces.filter(
    (piece) => !isNumbers(piece) || (perPage.get(piece.page)?.length ?? 0) < looseNumbersOfContents,
  );
}

function blocksOfPiece({ kind, text, level, header, rows, page }: Piece): ParsedBlock[] {
  if (kind === 'table') return blocksOfTable(header, rows, page);
  const place = onPage(page);
  if (kind === 'heading') return [{ kind, level, text, place }];
  if (kind === 'list-item') return [{ kind, depth: level, text, place }];
  return [{ kind, text, place }];
}

// Levels come from type sizes, so the title of a document is its largest heading at the start, whatever its level.
function titleOnFirstPage(blocks: readonly ParsedBlock[]): string | null {
  const headings = blocks.filter(
    (block) =>
      block.kind === 'heading' &&
      pagesOfPlace(block.place ?? null)?.from === 1 &&
      !letterhead.test(block.text),
  );
  const top = Math.min(...headings.map((block) => (block.kind === 'heading' ? block.level : 9)));
  const title = headings.find((block) => block.kind === 'heading' && block.level === top);
  return meaningfulTitle(title?.kind === 'heading' ? title.text : null);
}
