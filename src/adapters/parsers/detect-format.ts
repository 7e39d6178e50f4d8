import { fileTypeFromBuffer } from 'file-type';
import type { FileFormat } from '../../core/parsed-document.ts';
import { looksLikeText } from './decode-text.ts';
import { Refusal } from './refusal.ts';

/** Formats that file-type names and that we read. Macros of a docm are never run: only its text parts are opened. */
const byBytes: Readonly<Record<string, FileFormat>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  odt: 'odt',
  ott: 'odt',
};

const byTextExtension: Readonly<Record<string, FileFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  eml: 'eml',
  txt: 'text',
  text: 'text',
  log: 'text',
};

/** Formats of other programs that are written as text: read as prose they would only be noise. */
const otherTextFormats = new Set(
  'json jsonl ndjson geojson xml svg rss atom xsl xslt xsd js mjs cjs ts tsx jsx css scss sh bat ps1 py rb php java c h cpp cs go rs sql yaml yml toml ini env ics vcf vtt srt ass mbox mht mhtml rtf ps eps tex bib diff patch pem key crt map lock'.split(
    ' ',
  ),
);

const binaryExtensions = new Set(
  'pdf doc docx docm dotx odt ott xls xlsx xlsm ods ppt pptx odp epub zip 7z rar gz tar jpg jpeg png gif webp tif tiff bmp heic mp3 mp4 avi mov wav ogg exe dll msg one'.split(
    ' ',
  ),
);

/** Signatures that make sense in bytes that could also be text; any other one on text (`BM`, `MZ`…) is a coincidence. */
const textSignatures = new Set(['pdf', 'rtf', 'xml', 'ics', 'vtt', 'ps', 'eps', 'vcf', 'mbox']);

/**
 * The format of a file, decided by its bytes; the name only chooses between text formats.
 * Throws `Refusal`: `empty`, `encrypted` (password-protected Office file), `type-mismatch` (the name promises a format
 * that the bytes are not) or `format-not-supported`.
 */
export async function detectFormat(bytes: Uint8Array, name: string): Promise<FileFormat> {
  if (bytes.length === 0) throw new Refusal('skipped', 'empty');
  const extension = extensionOf(name);
  const text = looksLikeText(bytes);
  const signature = await signatureOf(bytes);
  if (signature !== null && (!text || textSignatures.has(signature))) {
    return fromSignature(signature, bytes, extension);
  }
  if (!text) throw unsupported(extension);
  return fromText(bytes, extension);
}

function fromSignature(signature: string, bytes: Uint8Array, extension: string): FileFormat {
  const format = byBytes[signature];
  if (format !== undefined) return format;
  if (signature === 'xml' && (byTextExtension[extension] === 'html' || opensWithHtml(bytes))) return 'html';
  if (signature === 'cfb' && isEncryptedOffice(bytes)) throw new Refusal('skipped', 'encrypted');
  throw unsupported(extension, signature);
}

function fromText(bytes: Uint8Array, extension: string): FileFormat {
  const named = byTextExtension[extension];
  if (named !== undefined) return named;
  if (opensWithHtml(bytes)) return 'html';
  if (opensWithSvg(bytes)) throw unsupported(extension, 'svg');
  if (binaryExtensions.has(extension))
    throw new Refusal('failed', 'type-mismatch', `text named .${extension}`);
  if (otherTextFormats.has(extension)) throw unsupported(extension, extension);
  return 'text';
}

// A name that promises a format we read, on bytes that are something else, is worth another sentence to its owner.
function unsupported(extension: string, signature?: string): Refusal {
  const promised = byBytes[extension] ?? byTextExtension[extension];
  const detail = signature === undefined ? 'unknown bytes' : `bytes of ${signature}`;
  return promised === undefined
    ? new Refusal('skipped', 'format-not-supported', detail)
    : new Refusal('failed', 'type-mismatch', detail);
}

async function signatureOf(bytes: Uint8Array): Promise<string | null> {
  try {
    return (await fileTypeFromBuffer(bytes))?.ext ?? null;
  } catch {
    return null;
  }
}

// Streams that only exist in protected files: OOXML encryption, and PowerPoint's own.
function isEncryptedOffice(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['EncryptedPackage', 'EncryptedSummary'].some((stream) =>
    buffer.includes(Buffer.from(stream, 'utf16le')),
  );
}

function opensWithHtml(bytes: Uint8Array): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype html|html[\s>]|head[\s>]|body[\s>])/i.test(
    opening(bytes),
  );
}

function opensWithSvg(bytes: Uint8Array): boolean {
  return /^\s*(<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(opening(bytes));
}

function opening(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 2048)).toString('latin1').replace(/^ï»¿/, '');
}

function extensionOf(name: string): string {
  const match = /\.([a-z0-9]{1,10})\s*$/i.exec(name.normalize('NFC').slice(-64));
  return match?.[1]?.toLowerCase() ?? '';
}
