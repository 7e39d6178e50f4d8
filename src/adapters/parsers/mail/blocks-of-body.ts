import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import type { Aside } from '../../../core/place.ts';
import { blocksOfText } from '../formats/text.ts';
import { answersBetween, type MailPart, partsOf } from './set-apart.ts';

const quoteMark = /^\s?(?:>\s?)+/;
const asideOf: Readonly<Record<Exclude<MailPart, 'body'>, Aside>> = {
  signature: 'mail-signature',
  history: 'mail-history',
};

/** The blocks of a mail written as plain text: its own words, then its signature and the mails before it, set apart. */
export function blocksOfPlainBody(text: string): ParsedBlock[] {
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > tunables.mail.analysedLines) return blocksOfText(text);
  const quoted = lines.map((line) => quoteMark.test(line));
  const bare = lines.map((line) => line.replace(quoteMark, ''));
  const parts = partsOf(bare, quoted);
  const between = answersBetween(parts, quoted, lines);
  const isBody = (at: number): boolean => parts[at] === 'body' || (between && quoted[at] === true);
  const body = runsOf(lines, isBody, (at) => quoted[at] === true).flatMap(({ lines: run, quote }) => {
    const blocks = blocksOfText(run.map((line) => line.replace(quoteMark, '')).join('\n'));
    return quote ? blocks.map(asQuote) : blocks;
  });
  // What belongs elsewhere leaves a blank line, and so does the start of a quotation: both part paragraphs.
  const textOf = (part: MailPart): string =>
    bare
      .map((line, at) => {
        if (parts[at] !== part || isBody(at)) return '';
        return quoted[at] === true && quoted[at - 1] !== true ? `\n${line}` : line;
      })
      .join('\n');
  return [
    ...body,
    ...setApart(blocksOfText(textOf('signature')), 'signature'),
    ...setApart(blocksOfText(textOf('history')), 'history'),
  ];
}

/**
 * The same for a mail whose blocks are known, with what its markup says is signature or history (`signature`, `history`).
 */
export function blocksOfRichBody(marked: Readonly<Record<MailPart, readonly ParsedBlock[]>>): ParsedBlock[] {
  const all = [...marked.body, ...marked.history];
  const quoted = all.map((_, at) => at >= marked.body.length);
  const parts = partsOf(all.map(textOfBlock), quoted, () => marked.history.length > 0);
  const of = (part: MailPart): ParsedBlock[] => all.filter((_, at) => parts[at] === part);
  return [
    ...of('body'),
    ...setApart([...of('signature'), ...marked.signature], 'signature'),
    ...setApart(of('history'), 'history'),
  ];
}

type Run = { readonly quote: boolean; readonly lines: string[] };

function runsOf(
  lines: readonly string[],
  keep: (at: number) => boolean,
  isQuote: (at: number) => boolean,
): Run[] {
  const runs: Run[] = [];
  lines.forEach((line, at) => {
    if (!keep(at)) return;
    const last = runs.at(-1);
    if (last?.quote === isQuote(at)) last.lines.push(line);
    else runs.push({ quote: isQuote(at), lines: [line] });
  });
  return runs;
}

const setApart = (blocks: readonly ParsedBlock[], part: Exclude<MailPart, 'body'>): ParsedBlock[] =>
  blocks.map((block) => ({
    // A heading inside would stand above what comes after.
    ...(block.kind === 'heading' ? { kind: 'paragraph', text: block.text } : block),
    aside: asideOf[part],
  }));

const asQuote = (block: ParsedBlock): ParsedBlock =>
  block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block;

const textOfBlock = (block: ParsedBlock): string => (block.kind === 'table' ? 'table' : block.text);
