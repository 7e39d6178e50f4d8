import { randomFillSync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import {
  type OfficeFormat,
  officeFormats,
  officeParts,
  paragraphIn,
} from '../../../support/files/office-files.ts';
import { entryOf, type RawEntry, rawZip } from '../../../support/files/raw-zip.ts';
import { type Bomb, empty, killed, refused } from './bomb.ts';

const megabyte = 1024 * 1024;
const stored = (name: string, content: Uint8Array): RawEntry => ({
  ...entryOf(name, content),
  stored: content,
  method: 0,
});

/** Parts of an office file as entries that nothing has compressed badly: `deflate` at its best. */
export function office(
  format: OfficeFormat,
  body: string,
  more: Parameters<typeof officeParts>[2] = {},
): RawEntry[] {
  return [...officeParts(format, body, more)].map(([name, content]) =>
    name === 'mimetype' || name.endsWith('.bin') ? stored(name, content) : entryOf(name, content),
  );
}

/** So many bytes of one paragraph, row or slide after the other. */
function filled(format: OfficeFormat, bytes: number): string {
  const one = paragraphIn[format]('bonjour le monde');
  return one.repeat(Math.ceil(bytes / one.length));
}

/** Bytes that nothing shrinks: with them a file stays below any ratio. */
const noise = (bytes: number): Uint8Array => randomFillSync(Buffer.alloc(bytes));

/** The formats whose bombs of 200 MB are made and read; all of them at night (`BOMB_FORMATS=all`). */
const bombFormats: readonly OfficeFormat[] =
  process.env['BOMB_FORMATS'] === 'all' ? officeFormats : ['docx', 'xlsx'];

const thin = rawZip([entryOf('vide.txt', Buffer.alloc(250 * megabyte))]);
const nest = (inner: Uint8Array, depth: number): Uint8Array =>
  depth === 0 ? inner : rawZip([stored('inner.zip', nest(inner, depth - 1))]);
const nothing = office('docx', '');

export const archiveBombs: readonly Bomb[] = [
  ...bombFormats.map(
    (format): Bomb => ({
      name: `shrunk-1000-times.${format}`,
      build: () => rawZip(office(format, filled(format, 199 * megabyte))),
      ends: ['inflates-too-much'],
    }),
  ),
  // As much as the caps allow: what reads it must bear it, or be ended.
  ...bombFormats.map(
    (format): Bomb => ({
      name: `just-below-the-caps.${format}`,
      build: () =>
        rawZip(
          office(format, filled(format, 190 * megabyte), {
            parts: { 'media/noise.bin': noise(3 * megabyte) },
          }),
        ),
      ends: ['parsed', ...refused, ...killed],
      maxCharacters: 20_000_000,
    }),
  ),
  {
    // 206 kB that hold 200 MB: shared strings are read before any sheet.
    name: 'shared-strings.xlsx',
    build: () =>
      rawZip(
        office('xlsx', paragraphIn.xlsx('bonjour'), {
          parts: {
            'xl/sharedStrings.xml': Buffer.from(
              `<sst><si><t>${Buffer.alloc(200 * megabyte, 'a').toString('latin1')}</t></si></sst>`,
              'latin1',
            ),
          },
        }),
      ),
    ends: ['inflates-too-much'],
  },
  {
    name: 'zeros.zip',
    build: () => thin,
    ends: ['parsed', 'inflates-too-much', 'no-text'],
    maxAttachmentBytes: 10 * megabyte,
  },
  {
    name: 'nested-six-deep.zip',
    build: () => nest(thin, 6),
    ends: ['parsed', ...refused, ...empty],
    // Names of members are listed.
    maxCharacters: 5_000,
    maxAttachmentBytes: megabyte,
  },
  {
    name: 'zip-within.docx',
    build: () => rawZip([...nothing, stored('word/inner.zip', thin)]),
    // A file within a file stays closed: its bytes are counted, not inflated again.
    ends: ['parsed', 'no-text', 'inflates-too-much'],
    maxCharacters: 100,
  },
  {
    name: 'million-entries.docx',
    build: () => rawZip([...nothing, stored('x', Buffer.alloc(0))], { directoryCopies: 250_000 }),
    ends: ['inflates-too-much', 'damaged'],
  },
  {
    name: 'million-entries-zip64.zip',
    build: () => rawZip([stored('x', Buffer.alloc(0))], { directoryCopies: 1_000_000, zip64: true }),
    ends: [...refused, 'parsed', ...empty],
    maxAttachmentBytes: megabyte,
  },
  {
    name: 'ten-thousand-members.zip',
    build: () =>
      rawZip(Array.from({ length: 9_999 }, (_, at) => stored(`${at}.txt`, Buffer.from(`note ${at}`)))),
    ends: ['parsed', ...refused, ...empty],
    // Names of members are listed.
    maxCharacters: 5_000,
    maxAttachmentBytes: megabyte,
  },
  {
    name: 'few-entries-declared.docx',
    build: () =>
      rawZip([...nothing, stored('x', Buffer.alloc(0))], { directoryCopies: 20_000, entryCount: 2 }),
    ends: ['inflates-too-much', 'damaged'],
  },
  {
    name: 'lying-sizes.docx',
    build: () =>
      rawZip([
        ...nothing,
        { ...entryOf('word/styles.xml', Buffer.alloc(250 * megabyte, ' ')), declaredBytes: 10 },
      ]),
    ends: ['inflates-too-much'],
  },
  {
    name: 'boasting-sizes.docx',
    build: () =>
      rawZip(
        office('docx', paragraphIn.docx('bonjour')).map((entry) => ({ ...entry, declaredBytes: 0xfffffff0 })),
      ),
    ends: ['parsed', 'damaged', 'inflates-too-much', ...empty],
    maxCharacters: 100,
  },
  {
    name: 'zip64.docx',
    build: () => rawZip(office('docx', paragraphIn.docx('bonjour')), { zip64: true }),
    ends: ['parsed', 'inflates-too-much', 'damaged'],
    maxCharacters: 100,
  },
  ...(['docx', 'zip'] as const).map(
    (kind): Bomb => ({
      // Five thousand entries that are all the same megabyte.
      name: `overlapping-entries.${kind}`,
      build: () =>
        rawZip(
          [
            ...(kind === 'docx' ? nothing : []),
            { ...entryOf('a.xml', Buffer.alloc(megabyte)), stored: deflateRawSync(Buffer.alloc(megabyte)) },
          ],
          { directoryCopies: 1_000 },
        ),
      ends: ['inflates-too-much', 'damaged'],
    }),
  ),
  {
    name: 'entry-over-itself.zip',
    build: () => {
      const bytes = Buffer.from(rawZip([stored('droste.zip', Buffer.alloc(64))]));
      bytes.copy(bytes, 40, 0, 64);
      return bytes;
    },
    ends: ['parsed', ...refused, ...empty],
    // Names of members are listed.
    maxCharacters: 5_000,
    maxAttachmentBytes: 1_000,
  },
];
