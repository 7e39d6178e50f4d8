import { tunables } from '../../../config/tunables.ts';
import type { FileFormat } from '../../core/file-formats.ts';
import type { ParsedDocument, ParseOutcome } from '../../core/parsed-document.ts';
import { detectFormat } from './detect-format.ts';
import { Refusal } from './refusal.ts';
import type { Task } from './task.ts';
import { withoutTags } from './without-tags.ts';

/** What a reader may be told beside the bytes. */
export type ReadOptions = Pick<Extract<Task, { task: 'read' }>, 'name' | 'recognise'>;

/** Reads one format. Throws `Refusal` for what cannot be read; anything else that it throws counts as damage. */
export type Reader = (bytes: Uint8Array, options: ReadOptions) => Promise<ParsedDocument>;

// Loaded when first needed: a folder of Markdown never pays for the PDF library.
const readers: Readonly<Partial<Record<FileFormat, () => Promise<Reader>>>> = {
  pdf: async () => (await import('./formats/pdf.ts')).readPdf,
  docx: async () => (await import('./formats/docx.ts')).readDocx,
  doc: async () => (await import('./formats/legacy-office.ts')).readDoc,
  xls: async () => (await import('./formats/legacy-office.ts')).readXls,
  ppt: async () => (await import('./formats/legacy-office.ts')).readPpt,
  odt: async () => (await import('./formats/odt.ts')).readOdt,
  markdown: async () => (await import('./formats/markdown.ts')).readMarkdown,
  html: async () => (await import('./formats/html.ts')).readHtml,
  text: async () => (await import('./formats/text.ts')).readText,
  csv: async () => (await import('./formats/csv.ts')).readCsv,
  eml: async () => (await import('./formats/eml.ts')).readEml,
};

/**
 * Reads one file in this process. Never throws for what the bytes hold: every end is an outcome. It bounds neither time
 * nor memory: untrusted files go through `createParserPool`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<ParseOutcome> {
  try {
    const format = await detectFormat(bytes, options.name);
    const read = await readers[format]?.();
    if (read === undefined) return { outcome: 'skipped', reason: 'format-not-supported' };
    const document = withoutTags(withoutEmptyBlocks(await read(bytes, options)));
    if (charactersOf(document) > tunables.parsing.outputCharacters) {
      return { outcome: 'failed', reason: 'too-large', detail: 'text' };
    }
    if (
      document.attachments.reduce((total, { bytes }) => total + bytes.length, 0) >
      tunables.parsing.outputAttachmentBytes
    ) {
      return { outcome: 'failed', reason: 'too-large', detail: 'attachments' };
    }
    return { outcome: 'parsed', format, document };
  } catch (error) {
    if (error instanceof Refusal) {
      const { outcome, reason, detail } = error;
      return detail === undefined ? { outcome, reason } : { outcome, reason, detail };
    }
    if (error instanceof RangeError && /allocation|invalid (string|array|typed array)/i.test(error.message)) {
      return { outcome: 'failed', reason: 'parse-memory', detail: 'allocation refused' };
    }
    // The name of the error only: its message may quote the document.
    return {
      outcome: 'failed',
      reason: 'damaged',
      detail: error instanceof Error ? error.name : 'thrown value',
    };
  }
}

// Lone bullets and rules of dashes are decoration.
function withoutEmptyBlocks(document: ParsedDocument): ParsedDocument {
  const blocks = document.blocks.filter(
    (block) => block.kind === 'table' || !/^[\s•◦▪·*_.–—-]*$/u.test(block.text),
  );
  return { ...document, blocks };
}

function charactersOf(document: ParsedDocument): number {
  let total = 0;
  for (const block of document.blocks) {
    if (block.kind !== 'table') total += block.text.length;
    else for (const row of [block.header, ...block.rows]) for (const cell of row) total += cell.length;
  }
  return total;
}
