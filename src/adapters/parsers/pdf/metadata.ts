import { dateOf } from '../title.ts';

/** What a PDF says of itself, as found in its XMP packet (Dublin Core) or in its information dictionary. */
export type PdfMetadata = {
  readonly title: string | null;
  readonly author: string | null;
  readonly createdAt: Date | null;
  readonly modifiedAt: Date | null;
};

type LayoutMetadata = {
  readonly creationDate?: string | undefined;
  readonly modDate?: string | undefined;
  readonly xmp?: string | undefined;
};

/**
 * Title and author from the XMP packet, else from an information dictionary that lies open in the file; the dates from
 * the layout (`D:20251203112158+01'00'`). Reads only what is in clear: absent otherwise, never wrong.
 */
export function pdfMetadata(bytes: Uint8Array, layout: LayoutMetadata | undefined): PdfMetadata {
  const info = infoDictionary(bytes);
  return {
    title: xmpField(layout?.xmp, 'dc:title') ?? infoField(info, 'Title'),
    author: xmpField(layout?.xmp, 'dc:creator') ?? infoField(info, 'Author'),
    createdAt: dateOf(isoDate(layout?.creationDate)),
    modifiedAt: dateOf(isoDate(layout?.modDate)),
  };
}

function xmpField(xmp: string | undefined, name: string): string | null {
  const field = new RegExp(`<${name}\\b[^>]*>([\\s\\S]{0,4000}?)</${name}>`).exec(xmp ?? '')?.[1];
  const item = /<rdf:li\b[^>]*>([^<]*)<\/rdf:li>/.exec(field ?? '')?.[1] ?? '';
  return decodeEntities(item).trim() || null;
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) => character(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});/g, (_, decimal: string) => character(Number(decimal)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Text of the object with this number and generation, `''` when there is none in clear. */
type FindObject = (id: string, generation: string) => string;

type Info = { readonly dictionary: string; readonly find: FindObject };

// The dictionary that the trailer names, when neither compressed nor encrypted.
function infoDictionary(bytes: Uint8Array): Info {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const find: FindObject = (id, generation) => {
    const start = text.search(new RegExp(`(?:^|[\\r\\n ])${id}\\s+${generation}\\s+obj\\b`));
    if (start === -1) return '';
    const end = text.indexOf('endobj', start);
    return text.slice(start, Math.min(end === -1 ? text.length : end, start + maxObjectCharacters));
  };
  const [, id, generation] = [...text.matchAll(/\/Info\s+(\d{1,10})\s+(\d{1,5})\s+R/g)].at(-1) ?? [];
  const readable = id !== undefined && generation !== undefined && !/\/Encrypt\s+\d+\s+\d+\s+R/.test(text);
  return { dictionary: readable ? find(id, generation) : '', find };
}

function infoField({ dictionary, find }: Info, name: string): string | null {
  const [, id, generation] = new RegExp(`/${name}\\s+(\\d{1,10})\\s+(\\d{1,5})\\s+R`).exec(dictionary) ?? [];
  const source =
    id === undefined || generation === undefined
      ? dictionary
      : `/${name} ${find(id, generation).replace(/^[\s\S]*?\bobj\b/, '')}`;
  const match = new RegExp(`/${name}\\s*(?:\\(((?:\\\\[\\s\\S]|[^\\\\()])*)\\)|<([0-9A-Fa-f\\s]*)>)`).exec(
    source,
  );
  if (match === null) return null;
  const bytes =
    match[2] === undefined ? unescapeString(match[1] ?? '') : Buffer.from(match[2].replace(/\s/g, ''), 'hex');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be(bytes.subarray(2)).trim() || null;
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return bytes.toString('utf8').trim() || null;
  return new TextDecoder('windows-1252').decode(bytes).trim() || null;
}

// Of odd length it was cut short: the last byte says nothing.
function utf16be(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

const maxObjectCharacters = 8_192;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeString(text: string): Buffer {
  const plain = text.replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, escaped: string) => {
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    return /^[\r\n]/.test(escaped) ? '' : (escapes[escaped] ?? escaped);
  });
  return Buffer.from(plain, 'latin1');
}

function isoDate(date: string | undefined): string | null {
  const match = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?)?/.exec(
    date ?? '',
  );
  if (match === null) return null;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    zoneHour,
    zoneMinute = '00',
  ] = match;
  const zone = sign === undefined ? 'Z' : `${sign}${zoneHour}:${zoneMinute}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
