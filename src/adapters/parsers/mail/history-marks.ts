/** How mail programs open what a mail answers or forwards, in French, English and German. */
const divider =
  /^\W{0,3}-{2,}\s*(message d['’]origine|message original|original message|original appointment|message transféré|message réexpédié|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht)\s*-{2,}/i;
const begun =
  /^(début du message (transféré|réexpédié)|begin forwarded message|anfang der weitergeleiteten nachricht)\s*:?$/i;
const attribution =
  /^(?:>\s*)?(?:(?:le|on|am|em)\s(?=.{0,120}\d).{6,240}?\s(?:a écrit|wrote|schrieb)(?:\s.{0,120})?\s*:|.{3,160}\s(?:a écrit le|wrote on|schrieb am)\s.{4,60}\d.{0,20}:)$/iu;

const field = (names: string): RegExp => new RegExp(`(?:^|\\s)[*_]{0,2}(?:${names})\\s?[*_]{0,2}\\s?:`, 'iu');
const sender = /^(?:>\s*)?[*_]{0,2}(?:de|from|von|expéditeur)\s?[*_]{0,2}\s?:\s?\S/iu;
const sent = field('envoyé|date|sent|gesendet|datum');
const subject = field('objet|subject|betreff');
const recipient = field('à|to|an|destinataires?');
/** Lines that the header of a quoted mail may take before its date and its subject are known. */
const headerLines = 8;

/** Where a quoted mail opens among lines (or texts of blocks), and how many of them its opening takes. */
export type Opening = {
  readonly at: number;
  readonly length: number;
  /** What follows may be marked as quoted line by line, and may then end before the mail does. */
  readonly kind: 'header' | 'attribution';
};

/** The first line at or after `from` that opens a quoted mail; `null` when there is none. */
export function findOpening(lines: readonly string[], from = 0): Opening | null {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]?.trim() ?? '';
    if (line === '') continue;
    if (divider.test(line) || begun.test(line))
      return { at, length: 1 + headerLength(lines, at + 1), kind: 'header' };
    const rule = /^[_-]{10,}$/.test(line) ? 1 : 0;
    const header = headerLength(lines, at + rule);
    const length = header > 0 ? rule + header : 0;
    if (length > 0) return { at, length, kind: 'header' };
    const wrapped = attributionLength(lines, at);
    if (wrapped > 0) return { at, length: wrapped, kind: 'attribution' };
  }
  return null;
}

// « De : … Envoyé : … À : … Objet : … », on as many lines as the program takes.
function headerLength(lines: readonly string[], at: number): number {
  const first = lines.slice(at, at + headerLines).findIndex((line) => line.trim() !== '');
  const start = at + Math.max(0, first);
  if (!sender.test(lines[start]?.trim() ?? '')) return 0;
  let seen = '';
  let blank = false;
  for (let line = start; line < Math.min(lines.length, start + headerLines); line += 1) {
    const text = (lines[line] ?? '').trim().slice(0, 1_000);
    // Programs that write a paragraph for each field leave single blank lines between them.
    if (text === '' && blank) return 0;
    blank = text === '';
    seen += ` ${text}`;
    // « De : Paris À : Lyon Date : … » is no mail: a subject or an address tells.
    if (sent.test(seen) && (subject.test(seen) || (recipient.test(seen) && seen.includes('@'))))
      return line + 1 - at;
  }
  return 0;
}

// Plain text wraps the line « Le … a écrit : » at 72 characters.
function attributionLength(lines: readonly string[], at: number): number {
  let seen = '';
  for (let taken = 1; taken <= 3; taken += 1) {
    const line = lines[at + taken - 1]?.trim() ?? '';
    if (line === '' || seen.length + line.length > 400) return 0;
    seen = seen === '' ? line : `${seen} ${line}`;
    if (attribution.test(seen)) return taken;
  }
  return 0;
}
