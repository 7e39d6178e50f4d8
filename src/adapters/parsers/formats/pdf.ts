import type { ParsedPage, ParseResult } from '@llamaindex/liteparse';
import { findSensitivityMentions } from '../../../core/ingest/find-sensitivity-mentions.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { onPage, pagesOfPlace } from '../../../core/place.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { parsedDocument } from '../parsed.ts';
import { commentPieces, markFootnotes, withAsides } from '../pdf/asides.ts';
import { withoutContents } from '../pdf/contents.ts';
import { droppedCharacters } from '../pdf/dropped-text.ts';
import { embeddedFiles } from '../pdf/embedded-files.ts';
import { withFormValues } from '../pdf/form-values.ts';
import { linesOfMargins, withoutFurniture } from '../pdf/furniture.ts';
import { withoutHiddenText } from '../pdf/hidden-text.ts';
import { hasInvisibleInk } from '../pdf/invisible-ink.ts';
import { joinPieces } from '../pdf/join-pieces.ts';
import { joinTables } from '../pdf/join-tables.ts';
import { withoutJustifiedTables } from '../pdf/justified-prose.ts';
import { layOut } from '../pdf/layout.ts';
import { pdfMetadata } from '../pdf/metadata.ts';
import { needsRecognition } from '../pdf/needs-recognition.ts';
import type { Piece } from '../pdf/piece.ts';
import { piecesOfPage } from '../pdf/pieces-of-page.ts';
import { promoteHeadings } from '../pdf/promote-headings.ts';
import { raiseHeadings } from '../pdf/raise-headings.ts';
import { recoverLost } from '../pdf/recover-lost.ts';
import { restoreHyphens } from '../pdf/restore-hyphens.ts';
import { inReadingDirection } from '../pdf/right-to-left.ts';
import { placeTables, ruledTables } from '../pdf/ruled-tables.ts';
import { createSecondReading, type SecondReading } from '../pdf/second-reading.ts';
import { unfoldTable } from '../pdf/unfold-tables.ts';
import type { ReadOptions } from '../read-document.ts';
import { withRecognisedPages } from '../recognition/pdf-pages.ts';
import { blocksOfTable } from '../table-rows.ts';
import { meaningfulTitle } from '../title.ts';

const letterhead =
  /^(république française|minist[eè]re|secrétariat|direction|préfecture|mairie|ville de|commune de)/i;

/** Reads a PDF: structure and pages by liteparse, drawn tables along their lines, then what the layout broke is mended. */
export async function readPdf(bytes: Uint8Array, options: ReadOptions): Promise<ParsedDocument> {
  const layout = await layOut(bytes);
  const reading = createSecondReading(bytes);
  try {
    const { document, pages } = await documentOf(bytes, layout, reading);
    return await withRecognisedPages(document, bytes, pages.filter(needsRecognition), options);
  } finally {
    await reading.close();
  }
}

async function documentOf(
  bytes: Uint8Array,
  layout: ParseResult,
  reading: SecondReading,
): Promise<{ readonly document: ParsedDocument; readonly pages: readonly ParsedPage[] }> {
  const invisibleInk = hasInvisibleInk(bytes);
  const seen = await withoutHiddenText(bytes, layout.pages, invisibleInk);
  const dropped = await droppedCharacters(layout.pages, invisibleInk, reading);
  const pages = (await withFormValues(seen.pages, reading)).map(inReadingDirection);
  const blocks = piecesOf(pages, layout.totalPages).flatMap(blocksOfPiece);
  const metadata = pdfMetadata(bytes, layout.docMeta);
  const { attachments, left } = await embeddedFiles(bytes, reading);
  const document = parsedDocument(blocks, {
    title: meaningfulTitle(metadata.title) ?? titleOnFirstPage(blocks),
    author: cleanText(metadata.author ?? '') || null,
    createdAt: metadata.createdAt,
    modifiedAt: metadata.modifiedAt,
    pages: layout.totalPages,
    attachments,
    // Markings often stand in running headers and footers, which are in no block.
    labels: findSensitivityMentions([], linesOfMargins(pages)),
  });
  const counts = [
    ['hidden-text', seen.hiddenCharacters + dropped],
    ['pages-unreadable', layout.pageErrors.length],
    ['members-unread', left],
    ['signature-unchecked', layout.docMeta?.signatureCount ?? 0],
  ] as const;
  const warned = counts.reduce((told, [code, count]) => addWarning(told, code, count), document);
  return { document: warned, pages };
}

function piecesOf(pages: readonly ParsedPage[], totalPages: number): Piece[] {
  const raw = pages.flatMap((page) => {
    const placed = placeTables(page, piecesOfPage(page), ruledTables(page));
    return recoverLost(page, withoutJustifiedTables(page, placed));
  });
  const unfolded = withoutFurniture(raw, pages.length).flatMap((piece) =>
    piece.kind === 'table' ? unfoldTable(piece) : [piece],
  );
  const [running, notes] = apart(markFootnotes(withoutContents(unfolded, totalPages)));
  const joined = joinTables(joinPieces(raiseHeadings(promoteHeadings(running))));
  return restoreHyphens(withAsides(joined, [...notes, ...commentPieces(pages)]));
}

function apart(pieces: readonly Piece[]): [running: Piece[], asides: Piece[]] {
  return [
    pieces.filter((piece) => piece.aside === undefined),
    pieces.filter((piece) => piece.aside !== undefined),
  ];
}

function blocksOfPiece(piece: Piece): ParsedBlock[] {
  const { kind, text, level, page, aside } = piece;
  if (kind === 'table') return blocksOfPieceTable(piece);
  const facts = { place: onPage(page), ...(aside && { aside }) };
  if (kind === 'heading') return [{ kind, level, text, ...facts }];
  if (kind === 'list-item') return [{ kind, depth: level, text, ...facts }];
  return [{ kind, text, ...facts }];
}

function blocksOfPieceTable({ header, rows, page, rowPages }: Piece): ParsedBlock[] {
  const blocks = blocksOfTable(header, rows, page);
  const [table] = blocks;
  if (rowPages === undefined || table?.kind !== 'table') return blocks;
  // The header row may have been the first of the rows.
  const rowNumbers = rowPages.slice(-table.rows.length);
  if (rowNumbers.length !== table.rows.length) return blocks;
  return [{ ...table, rowNumbers, place: { kind: 'page', from: page, to: rowNumbers.at(-1) ?? page } }];
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
