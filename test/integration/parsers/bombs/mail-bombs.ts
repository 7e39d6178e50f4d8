import { type Bomb, empty, killed, refused } from './bomb.ts';

const megabyte = 1024 * 1024;
const head = 'From: a@example.org\nTo: b@example.org\nSubject: Essai\nMIME-Version: 1.0\n';
const text = 'Content-Type: text/plain\n\nBonjour\n';

function partsInParts(depth: number): string {
  let opening = '';
  let closing = '';
  for (let at = 0; at < depth; at += 1) {
    opening += `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`;
    closing = `\n--b${at}--\n${closing}`;
  }
  return `${head}${opening}${text}${closing}`;
}

const files: Readonly<Record<string, () => string | Uint8Array>> = {
  '10000-parts.eml': () =>
    `${head}Content-Type: multipart/mixed; boundary=b\n\n${`--b\nContent-Disposition: attachment; filename=a.txt\n${text}`.repeat(10_000)}--b--\n`,
  '1000-deep.eml': () => partsInParts(1_000),
  '20000-deep.eml': () => partsInParts(20_000),
  'mails-in-mails.eml': () => `${`${head}Content-Type: message/rfc822\n\n`.repeat(5_000)}${head}${text}`,
  'long-header.eml': () => `${head}X: ${'a '.repeat(5 * megabyte)}\n${text}`,
  'many-headers.eml': () => `${'X-A: b\n'.repeat(500_000)}${head}${text}`,
  'many-people.eml': () => `To: ${'"a, b" <c@example.org>, '.repeat(200_000)}\n${head}${text}`,
  'groups-in-groups.eml': () => `To: ${'a:'.repeat(200_000)}\n${head}${text}`,
  'folded-header.eml': () => `Subject: ${'\n '.repeat(megabyte)}x\n${head}${text}`,
  'encoded-words.eml': () => `Subject: ${'=?utf-8?Q?=C3?= '.repeat(200_000)}\n${head}${text}`,
  'comments-in-address.eml': () => `From: ${'('.repeat(100_000)}\n${head}${text}`,
  'parameters.eml': () =>
    `${head}Content-Type: text/plain; ${Array.from({ length: 100_000 }, (_, at) => `name*${at}=x`).join('; ')}\n\nBonjour`,
  'base64-without-end.eml': () =>
    `${head}Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\n${'QUJD'.repeat(megabyte / 4)}`,
  'quoted.eml': () =>
    `${head}Content-Type: text/plain\n\n${'>'.repeat(megabyte / 8)}\n${'> '.repeat(megabyte / 16)}\n`,
  'deep-html.eml': () => `${head}Content-Type: text/html\n\n${'<blockquote>'.repeat(100_000)}x`,
  'many-mails.mbox': () => `From a@example.org Mon Jan  1 00:00:00 2024\n${head}${text}\n`.repeat(50_000),
  'from-lines.mbox': () => 'From a@example.org Mon Jan  1 00:00:00 2024\n'.repeat(500_000),
  'parts.mhtml': () =>
    `${head}Content-Type: multipart/related; boundary=b\n\n${`--b\nContent-Type: text/html\nContent-Location: x\n\n<p>Bonjour\n`.repeat(10_000)}--b--\n`,
};

export const mailBombs: readonly Bomb[] = Object.entries(files).map(([name, build]) => ({
  name,
  build: () => Buffer.from(build()),
  // Read as plain text: it opens like a mailbox and has no mail.
  ...(name === 'from-lines.mbox' && { givesMuch: true as const }),
  ends: ['parsed', ...refused, ...killed, ...empty],
  maxCharacters: 20_000_000,
  maxAttachmentBytes: 64 * megabyte,
}));
