/** A run of plain text, or the mark of a source. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'citation'; readonly n: number };

/** All that an answer may be made of: no link, no image, no markup. */
export type AnswerBlock =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'quote'; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'list';
      /** The first number of a numbered list, `null` for bullets. */
      readonly start: number | null;
      readonly items: readonly (readonly Inline[])[];
    };

const bullet = /^\s*(?:[-*•–])\s+/;
const numbered = /^\s*(\d{1,3})[.)]\s+/;
const quote = /^\s*>\s?/;

type Kind = 'paragraph' | 'quote' | 'bullet' | 'numbered';

/**
 * Reads an answer as paragraphs, lists and quotes. `[n]` becomes a citation only when source `n` is known; everything else,
 * addresses and markup included, stays the characters that it is.
 */
export function readAnswer(text: string, known: ReadonlySet<number>): readonly AnswerBlock[] {
  const groups: { kind: Kind; lines: string[] }[] = [];
  let isApart = true;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') {
      isApart = true;
      continue;
    }
    const kind = kindOf(line);
    const last = groups.at(-1);
    const isList = kind === 'bullet' || kind === 'numbered';
    // A list goes on over blank lines; paragraphs and quotes do not.
    if (last?.kind === kind && (isList || !isApart)) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
    isApart = false;
  }
  return groups.map(({ kind, lines }) => toBlock(kind, lines, known));
}

/** The numbers of the known sources that the text names, each once, in order of appearance. */
export function citedNumbers(text: string, known: ReadonlySet<number>): readonly number[] {
  const numbers = readInlines(text, known).flatMap((inline) =>
    inline.kind === 'citation' ? [inline.n] : [],
  );
  return [...new Set(numbers)];
}

/** The text without a mark whose end has not arrived yet, so that it does not flicker. */
export function withoutOpenMark(text: string): string {
  return text.replace(/\[\d{0,3}$/, '');
}

function kindOf(line: string): Kind {
  if (quote.test(line)) return 'quote';
  if (bullet.test(line)) return 'bullet';
  return numbered.test(line) ? 'numbered' : 'paragraph';
}

function toBlock(kind: Kind, lines: readonly string[], known: ReadonlySet<number>): AnswerBlock {
  if (kind === 'paragraph') return { kind, inlines: readInlines(lines.join('\n'), known) };
  if (kind === 'quote') {
    return { kind, inlines: readInlines(lines.map((line) => line.replace(quote, '')).join('\n'), known) };
  }
  const mark = kind === 'bullet' ? bullet : numbered;
  return {
    kind: 'list',
    start: kind === 'bullet' ? null : Number(numbered.exec(lines[0] ?? '')?.[1] ?? 1),
    items: lines.map((line) => readInlines(line.replace(mark, ''), known)),
  };
}

function readInlines(text: string, known: ReadonlySet<number>): readonly Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(/\[(\d{1,3})\]/g)) {
    const n = Number(match[1]);
    if (!known.has(n)) continue;
    if (match.index > from) inlines.push({ kind: 'text', text: text.slice(from, match.index) });
    inlines.push({ kind: 'citation', n });
    from = match.index + match[0].length;
  }
  if (from < text.length) inlines.push({ kind: 'text', text: text.slice(from) });
  return inlines;
}
