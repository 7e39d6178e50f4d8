import { tunables } from '../../../../config/tunables.ts';
import { findOpening } from './history-marks.ts';
import { findSignature } from './signature-marks.ts';

/** What a piece of a mail is: its own words, the writer's signature, or the mails that it answers or forwards. */
export type MailPart = 'body' | 'signature' | 'history';

/**
 * The part that each line of a mail (or each of its blocks, by its text) belongs to. `quoted` tells which are marked as
 * quoted, `followedByQuote` whether a quotation so marked follows a line. A mail that would be nothing but history is a
 * mail passed on: its text is the body, up to the mail that it answers itself.
 */
export function partsOf(
  lines: readonly string[],
  quoted: readonly boolean[],
  followedByQuote: (at: number) => boolean = (at) => quoted[nextFilled(lines, at)] === true,
): MailPart[] {
  // What is so long is a journal or an export that somebody mailed, not a conversation.
  if (lines.length > tunables.mail.analysedLines) return lines.map(() => 'body');
  const parts = lines.map((_, at): MailPart => (quoted[at] === true ? 'history' : 'body'));
  for (let from = 0; from < lines.length; ) {
    const opening = findOpening(lines, from);
    if (opening === null) break;
    from = opening.at + opening.length;
    const marked = opening.kind === 'attribution' && followedByQuote(from);
    parts.fill('history', opening.at, marked ? from : lines.length);
    if (!marked) break;
  }
  const own = lines.flatMap((line, at) => (parts[at] === 'body' ? [{ line, at }] : []));
  const signature = findSignature(own.map(({ line }) => line)) ?? own.length;
  const signed = [...parts];
  for (const { at } of own.slice(signature)) signed[at] = 'signature';
  if (hasBody(lines, signed)) return signed;
  return hasBody(lines, parts) && !parts.includes('history') ? parts : passedOn(lines, signed);
}

function passedOn(lines: readonly string[], parts: readonly MailPart[]): MailPart[] {
  const first = findOpening(lines);
  const second = first === null ? null : findOpening(lines, first.at + first.length);
  const end = second?.at ?? lines.length;
  return parts.map((part, at) => (part === 'history' && at < end ? 'body' : part));
}

/** True when the mail answers between the lines it quotes: its quotations are then part of what it says. */
export function answersBetween(
  parts: readonly MailPart[],
  quoted: readonly boolean[],
  lines: readonly string[],
): boolean {
  const runs = lines.flatMap((line, at) =>
    line.trim() === '' ? [] : [quoted[at] === true ? 'quote' : (parts[at] ?? 'body')],
  );
  const firstQuote = runs.indexOf('quote');
  const lastQuote = runs.lastIndexOf('quote');
  return runs.slice(firstQuote, lastQuote).includes('body');
}

function nextFilled(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]?.trim() === '') at += 1;
  return at;
}

function hasBody(lines: readonly string[], parts: readonly MailPart[]): boolean {
  return lines.some((line, at) => parts[at] === 'body' && /[\p{L}\p{N}]/u.test(line));
}
