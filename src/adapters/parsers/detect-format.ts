import { fileTypeFromBuffer } from 'file-type';
import { type FileFormat, fileFormats } from '../../core/file-formats.ts';
import { archiveNames } from './archive.ts';
import { looksLikeText } from './decode-text.ts';
import { Refusal } from './refusal.ts';

/** What file-type calls them, where that is no extension of ours. */
const otherNames: Readonly<Record<string, FileFormat>> = { p7s: 'p7m', der: 'p7m' };

/** Formats written as text, told apart by their opening; a name alone may lie. */
const openings: readonly (readonly [format: FileFormat, opening: RegExp])[] = [
  ['rtf', /^\s*\{\\rtf/],
  ['vtt', /^WEBVTT\b/],
  ['ics', /^\s*BEGIN:VCALENDAR\b/i],
  ['vcf', /^\s*BEGIN:VCARD\b/i],
  ['mbox', /^From \S+.*\r?\n(?:[\w-]+:|>)/],
  ['p7m', /^\s*-----BEGIN (?:PKCS7|CMS)-----/],
  ['html', /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype html|html[\s>]|head[\s>]|body[\s>])/i],
];

/** Mails kept without an extension, as mail servers do. */
const mailHeader =
  /^(?:(?:return-path|received|delivered-to|message-id|x-[\w-]+|from|to|date|subject|mime-version):.*\r?\n(?:[ \t].*\r?\n)*){3}/i;

/** Streams of the compound files that we know, by their names in the file's directory (UTF-16). */
const compoundStreams: readonly (readonly [format: FileFormat | 'encrypted', stream: string])[] = [
  ['encrypted', 'EncryptedPackage'],
  ['encrypted', 'EncryptedSummary'],
  ['msg', '__properties_version1.0'],
  ['doc', 'WordDocument'],
  ['ppt', 'PowerPoint Document'],
  ['xls', 'Workbook'],
  ['xls', 'Book'],
];

/** Formats that only their name tells from other text. */
const namedText = [
  'markdown',
  'csv',
  'eml',
  'mhtml',
  'vtt',
  'srt',
  'json',
  'xml',
  'yaml',
  'html',
  'text',
] as const;

/** Formats of other programs that are written as text: read as prose they would only be noise. */
const otherTextFormats = new Set(
  'xsl xslt xsd js mjs cjs ts tsx jsx css scss sh bat ps1 py rb php java c h cpp cs go rs sql toml ini env ass ps eps tex bib diff patch pem key crt map lock'.split(
    ' ',
  ),
);

/** Signatures that make sense in bytes that could also be text; any other one on text (`BM`, `MZ`…) is a coincidence. */
const textSignatures = new Set(['pdf', 'rtf', 'xml', 'ics', 'vtt', 'ps', 'eps', 'vcf', 'mbox']);

/** Extensions of files that are never text: text named so is not what it says. */
const binaryExtensions = new Set([
  ...'7z rar gz tar gif webp bmp heic mp3 mp4 avi mov wav ogg exe dll one woff woff2 ttf otf'.split(' '),
  ...(
    [
      'pdf',
      'docx',
      'odt',
      'doc',
      'xlsx',
      'ods',
      'xls',
      'pptx',
      'odp',
      'ppt',
      'epub',
      'msg',
      'image',
      'zip',
    ] as const
  ).flatMap((format) => fileFormats[format].extensions),
]);

/**
 * The format of a file, decided by its bytes; the name only chooses between text formats.
 * Throws `Refusal`: `empty`, `encrypted` (password-protected Office file), `type-mismatch` (the name promises a format
 * that the bytes are not), `no-text` (fonts, drawings, sounds) or `format-not-supported`.
 */
export async function detectFormat(bytes: Uint8Array, name: string): Promise<FileFormat> {
  if (bytes.length === 0) throw new Refusal('skipped', 'empty');
  const extension = extensionOf(name);
  if (isCms(bytes)) return 'p7m';
  const text = looksLikeText(bytes);
  const signature = await signatureOf(bytes);
  if (signature !== null && (!text || textSignatures.has(signature.ext)))
    return fromSignature(signature, bytes, extension);
  if (!text) throw unsupported(extension);
  return fromText(bytes, extension);
}

type Signature = { readonly ext: string; readonly mime: string };

function fromSignature({ ext, mime }: Signature, bytes: Uint8Array, extension: string): FileFormat {
  if (ext === 'xml') return xmlOr(fromText(bytes, extension));
  if (ext === 'zip') return fromArchive(bytes);
  if (ext === 'cfb') return fromCompound(bytes, extension);
  const format = otherNames[ext] ?? formatOfExtension(ext);
  if (format !== undefined) return format;
  // Nothing to read, and nothing wrong with it.
  if (/^(font|audio|video|image)\//.test(mime)) throw new Refusal('skipped', 'no-text', ext);
  throw unsupported(extension, ext);
}

// A feed or a program's file under another name is still XML.
function xmlOr(format: FileFormat): FileFormat {
  return format === 'text' ? 'xml' : format;
}

/** Parts that tell the formats built on zip, where the order of the entries hides them from a look at the opening. */
const archiveParts: readonly (readonly [format: FileFormat, part: string])[] = [
  ['epub', 'META-INF/container.xml'],
  ['docx', 'word/document.xml'],
  ['xlsx', 'xl/workbook.xml'],
  ['pptx', 'ppt/presentation.xml'],
];

function fromArchive(bytes: Uint8Array): FileFormat {
  const names = new Set(archiveNames(bytes));
  return archiveParts.find(([, part]) => names.has(part))?.[0] ?? 'zip';
}

function fromCompound(bytes: Uint8Array, extension: string): FileFormat {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = compoundStreams.find(([, stream]) => buffer.includes(Buffer.from(`${stream}\0`, 'utf16le')));
  if (found?.[0] === 'encrypted') throw new Refusal('skipped', 'encrypted');
  if (found === undefined) throw unsupported(extension, 'cfb');
  return found[0];
}

function fromText(bytes: Uint8Array, extension: string): FileFormat {
  const start = opening(bytes);
  const opened = openings.find(([, pattern]) => pattern.test(start));
  // Some programs leave the line of a mailbox above the one mail that they save.
  if (opened?.[0] === 'mbox' && extension === 'eml') return 'eml';
  if (opened !== undefined) return opened[0];
  if (isJigasiTranscript(start, bytes)) return 'jigasi-transcript';
  if (extension === 'svg' || opensWithSvg(start)) throw new Refusal('skipped', 'no-text', 'svg');
  const named = namedText.find((format) => fileFormats[format].extensions.some((one) => one === extension));
  if (named !== undefined) return named;
  if (formatOfExtension(extension) === 'p7m') return 'p7m';
  if (binaryExtensions.has(extension))
    throw new Refusal('failed', 'type-mismatch', `text named .${extension}`);
  if (otherTextFormats.has(extension)) throw unsupported(extension, extension);
  return mailHeader.test(start) ? 'eml' : 'text';
}

function formatOfExtension(extension: string): FileFormat | undefined {
  const entries = Object.entries(fileFormats) as [FileFormat, { readonly extensions: readonly string[] }][];
  return entries.find(([, { extensions }]) => extensions.includes(extension))?.[0];
}

// A name that promises a format we read, on bytes that are something else, is worth another sentence to its owner.
function unsupported(extension: string, signature?: string): Refusal {
  const detail = signature === undefined ? 'unknown bytes' : `bytes of ${signature}`;
  return formatOfExtension(extension) === undefined
    ? new Refusal('skipped', 'format-not-supported', detail)
    : new Refusal('failed', 'type-mismatch', detail);
}

// Its members stand in no fixed order, and a list of participants may fill the opening.
function isJigasiTranscript(start: string, bytes: Uint8Array): boolean {
  if (!/^\s*\{/.test(start)) return false;
  const ends = start + Buffer.from(bytes.subarray(-4096)).toString('latin1');
  return (
    /"(?:events|initial_participants)"\s*:\s*\[/.test(ends) &&
    /"event"\s*:\s*"(?:START|END|JOIN|LEAVE|RAISE_HAND|SPEECH)"/.test(ends) &&
    /"(?:room_name|participant|start_time)"\s*:/.test(ends)
  );
}

// Signed and sealed files open with a sequence whose first member is an identifier of PKCS #7 or S/MIME.
function isCms(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const opening = Buffer.from(bytes.subarray(0, 24)).toString('hex');
  return /^30(?:[0-7].|80|81..|82.{4}|83.{6}|84.{8})06(?:09|0b)2a864886f70d01(?:07|0910)/.test(opening);
}

async function signatureOf(bytes: Uint8Array): Promise<Signature | null> {
  try {
    return (await fileTypeFromBuffer(bytes)) ?? null;
  } catch {
    return null;
  }
}

function opensWithSvg(start: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>[]*(\[[\s\S]*?\])?[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(\w+:)?svg[\s>]/i.test(
    start,
  );
}

function opening(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replace(/^ï»¿/, '');
}

function extensionOf(name: string): string {
  const match = /\.([a-z0-9]{1,10})\s*$/i.exec(name.normalize('NFC').slice(-64));
  return match?.[1]?.toLowerCase() ?? '';
}
