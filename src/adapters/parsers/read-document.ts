import { tunables } from '../../../config/tunables.ts';
import type { FileFormat } from '../../core/file-formats.ts';
import type { ParsedDocument, ParseOutcome } from '../../core/parsed-document.ts';
import { shorten } from '../../core/shorten.ts';
import { addLabels } from './add-labels.ts';
import { blockCharacters } from './block-characters.ts';
import { detectFormat } from './detect-format.ts';
import { Refusal } from './refusal.ts';
import type { Task } from './task.ts';
import { maxTitleCharacters } from './title.ts';
import { withoutTags } from './without-tags.ts';

/** What a reader may be told beside the bytes. */
export type ReadOptions = Pick<Extract<Task, { task: 'read' }>, 'name' | 'recognise'> & {
  /** Called from time to time while a slow reading goes on. */
  readonly onProgress?: () => void;
};

/** Reads one format. Throws `Refusal` for what cannot be read; anything else that it throws counts as damage. */
export type Reader = (bytes: Uint8Array, options: ReadOptions) => Promise<ParsedDocument>;

// Loaded when first needed: a folder of Markdown never pays for the PDF library.
const readers: Readonly<Record<FileFormat, () => Promise<Reader>>> = {
  pdf: async () => (await import('./formats/pdf.ts')).readPdf,
  rtf: async () => (await import('./formats/rtf.ts')).readRtf,
  epub: async () => (await import('./formats/epub.ts')).readEpub,
  json: async () => (await import('./formats/json.ts')).readJson,
  yaml: async () => (await import('./formats/yaml.ts')).readYaml,
  xml: async () => (await import('./formats/xml.ts')).readXmlFile,
  zip: async () => (await import('./formats/zip.ts')).readZip,
  docx: async () => (await import('./formats/docx.ts')).readDocx,
  doc: async () => (await import('./formats/legacy-office.ts')).readDoc,
  xls: async () => (await import('./formats/legacy-office.ts')).readXls,
  ppt: async () => (await import('./formats/legacy-office.ts')).readPpt,
  odt: async () => (await import('./formats/odt.ts')).readOdt,
  markdown: async () => (await import('./formats/markdown.ts')).readMarkdown,
  html: async () => (await import('./formats/html.ts')).readHtml,
  text: async () => (await import('./formats/text.ts')).readText,
  xlsx: async () => (await import('./formats/xlsx.ts')).readXlsx,
  ods: async () => (await import('./formats/ods.ts')).readOds,
  pptx: async () => (await import('./formats/pptx.ts')).readPptx,
  odp: async () => (await import('./formats/odp.ts')).readOdp,
  csv: async () => (await import('./formats/csv.ts')).readCsv,
  eml: async () => (await import('./formats/eml.ts')).readEml,
  msg: async () => (await import('./formats/msg.ts')).readMsg,
  mbox: async () => (await import('./formats/mbox.ts')).readMbox,
  p7m: async () => (await import('./formats/p7m.ts')).createP7mReader(readDetected),
  mhtml: async () => (await import('./formats/mhtml.ts')).readMhtml,
  ics: async () => (await import('./formats/ics.ts')).readIcs,
  vcf: async () => (await import('./formats/vcf.ts')).readVcf,
  vtt: async () => (await import('./formats/subtitles.ts')).readVtt,
  srt: async () => (await import('./formats/subtitles.ts')).readSrt,
  'jigasi-transcript': async () => (await import('./formats/jigasi-transcript.ts')).readJigasiTranscript,
  image: async () => (await import('./formats/image.ts')).readImage,
};

/**
 * Reads one file in this process. Never throws for what the bytes hold: every end is an outcome. It bounds neither time
 * nor memory: untrusted files go through `createParserPool`.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<ParseOutcome> {
  try {
    const format = await detectFormat(bytes, options.name);
    const document = withShortNames(
      addLabels(withoutTags(withoutEmptyBlocks(await readAs(format, bytes, options)))),
    );
    if (blockCharacters(document.blocks) > tunables.parsing.outputCharacters) {
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

async function readAs(format: FileFormat, ...file: Parameters<Reader>): Promise<ParsedDocument> {
  const read = await readers[format]();
  return read(...file);
}

async function readDetected(...file: Parameters<Reader>): Promise<ParsedDocument> {
  return readAs(await detectFormat(file[0], file[1].name), ...file);
}

// Lone bullets and rules of dashes are decoration.
function withoutEmptyBlocks(document: ParsedDocument): ParsedDocument {
  const blocks = document.blocks.filter(
    (block) => block.kind === 'table' || !/^[\s•◦▪·*_.–—-]*$/u.test(block.text),
  );
  return { ...document, blocks };
}

// The subject or the sender of a mail can be as long as the mail: it is shown on one line.
function withShortNames(document: ParsedDocument): ParsedDocument {
  const { title, author } = document;
  return {
    ...document,
    title: title && shorten(title, maxTitleCharacters),
    author: author && shorten(author, maxTitleCharacters),
  };
}
