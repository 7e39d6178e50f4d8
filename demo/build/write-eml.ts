import { createHash } from 'node:crypto';
import { type Block, type MailFields, plain, type SourceDocument } from './model.ts';
import { blocksToHtml } from './write-html.ts';

export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Writes an RFC 5322 message: text and HTML alternatives, attachments, boundaries drawn from the message itself. */
export function writeEml(source: SourceDocument, mail: MailFields, files: readonly AttachedFile[]): string {
  const seed = createHash('sha256').update(`${mail.subject}${source.meta.date}`).digest('hex').slice(0, 24);
  const mixed = `mixte-${seed}`;
  const alternative = `corps-${seed}`;
  const html = `<!doctype html><html lang="${source.meta.language}"><body>\n${blocksToHtml(source.blocks)}\n</body></html>\n`;
  const lines = [
    `From: ${address(mail.from)}`,
    `To: ${mail.to.map(address).join(', ')}`,
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map(address).join(', ')}`] : []),
    `Subject: ${encodeWords(mail.subject)}`,
    `Date: ${mailDate(source.meta.date)}`,
    `Message-ID: <${seed}@bellerive.example>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${mixed}"`,
    '',
    `--${mixed}`,
    `Content-Type: multipart/alternative; boundary="${alternative}"`,
    '',
    `--${alternative}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(blocksToText(source.blocks)),
    `--${alternative}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(html, 'utf8')),
    `--${alternative}--`,
    '',
    ...files.flatMap((file) => [
      `--${mixed}`,
      `Content-Type: ${file.type}; name="${file.name}"`,
      `Content-Disposition: attachment; filename="${file.name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      base64Lines(file.bytes),
    ]),
    `--${mixed}--`,
    '',
  ];
  return lines.join('\r\n');
}

/** Plain text as a mail client writes it. */
export function blocksToText(blocks: readonly Block[], indent = ''): string {
  return blocks.map((block) => blockToText(block, indent)).join('\n');
}

function blockToText(block: Block, indent: string): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return `${indent}${plain(block.runs)}\n`;
    case 'quote':
      return `${indent}> ${plain(block.runs)}\n`;
    case 'list':
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${index + 1}.` : '-';
          return `${indent}${mark} ${plain(item.runs)}\n${blocksToText(item.children, `${indent}  `)}`;
        })
        .join('');
    case 'table':
      return [block.header, ...block.rows].map((row) => `${indent}${row.map(plain).join(' | ')}\n`).join('');
  }
}

/** « Name <address> » with the name encoded when it holds accents. */
function address(text: string): string {
  const match = /^(.*?)\s*<([^>]+)>$/.exec(text);
  if (match === null) return text;
  const [, name = '', mailbox = ''] = match;
  return `${encodeWords(name)} <${mailbox}>`;
}

/** RFC 2047 words of at most 75 characters, cut between characters, folded one a line. */
function encodeWords(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  const words: string[] = [];
  let current = '';
  for (const character of text) {
    if (Buffer.byteLength(current + character, 'utf8') > 42) {
      words.push(current);
      current = '';
    }
    current += character;
  }
  words.push(current);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`).join('\r\n ');
}

/** RFC 5322 date in the offset that the source gives, without the machine's time zone. */
function mailDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})([+-]\d{2}):(\d{2})$/.exec(iso);
  if (match === null) throw new Error(`${iso}: an e-mail needs a date with time and offset`);
  const [, year = '', month = '', day = '', time = '', hours = '', minutes = ''] = match;
  const weekday = DAYS[new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay()];
  return `${weekday}, ${Number(day)} ${MONTHS[Number(month) - 1]} ${year} ${time} ${hours}${minutes}`;
}

function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let out = '';
      let width = 0;
      for (const byte of Buffer.from(line, 'utf8')) {
        const safe = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
        const piece = safe
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if (width + piece.length > 75) {
          out += '=\r\n';
          width = 0;
        }
        out += piece;
        width += piece.length;
      }
      return out.replace(/ $/, '=20');
    })
    .join('\r\n');
}

function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
}
