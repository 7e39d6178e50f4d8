/** A run of plain or strong text, the mark of a source, or the mark of a sentence to be checked. */
export type Inline =
  | { readonly kind: 'text' | 'strong'; readonly text: string }
  | { readonly kind: 'citation'; readonly n: number }
  | { readonly kind: 'doubt'; readonly support: Mark['support'] };

/** A sentence that ends at this offset of the text is to be marked. */
export type Mark = { readonly end: number; readonly support: 'partial' | 'unsupported' };

/** All that an answer may be made of: no link, no image, no markup. */
export type AnswerBlock =
  | { readonly kind: 'paragraph' | 'heading' | 'quote'; readonly inlines: readonly Inline[] }
  | {
      readonly kind: 'table';
      /** Of cells; the first row names the columns. */
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | {
      readonly kind: 'list';
      /** The first number of a numbered list, `null` for bullets. */
      readonly start: number | null;
      readonly items: readonly (readonly Inline[])[];
    };

const bullet = /^\s*(?:[-*•–])\s+/;
const numbered = /^\s*(\d{1,3})[.)]\s+/;
const quote = /^\s*>\s?/;
const heading = /^#{1,6}\s+/;
const row = /^\s*\|.*\|\s*$/;
/** The line between the names of columns and the rows. */
const rule = /^[\s|:-]+$/;

type Kind = 'paragraph' | 'heading' | 'quote' | 'table' | 'bullet' | 'numbered';
/** A line, or what is left of one, with its offset in the text. */
type Piece = { readonly text: string; readonly at: number };

/**
 * Reads an answer as paragraphs, headings, lists, quotes and tables. `[n]` becomes a citation only when source `n` is known; everything else,
 * addresses and markup included, stays the characters that it is. `marks` come after the sentences that they are of.
 */
export function readAnswer(
  text: string,
  known: ReadonlySet<number>,
  marks: readonly Mark[] = [],
): readonly AnswerBlock[] {
  const groups: { kind: Kind; lines: Piece[] }[] = [];
  let isApart = true;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    const isBreak = /^[\r\n]/.test(line);
    if (isBreak) {
      // Two breaks in a row have an empty line between them.
      isApart ||= /[\r\n]/.test(text[index - 1] ?? '\n');
      continue;
    }
    if (line.trim() === '') {
      isApart = true;
      continue;
    }
    const kind = kindOf(line);
    const last = groups.at(-1);
    const isList = kind === 'bullet' || kind === 'numbered';
    // A list goes on over blank lines; paragraphs and quotes do not.
    if (last?.kind === kind && kind !== 'heading' && (isList || !isApart))
      last.lines.push({ text: line, at: index });
    else groups.push({ kind, lines: [{ text: line, at: index }] });
    isApart = false;
  }
  const read = (pieces: readonly Piece[]) => readInlines(pieces, known, marks);
  return groups.map(({ kind, lines }) => toBlock(kind, lines, read));
}

/** The numbers of the known sources that the text names, each once, in order of appearance. */
export function citedNumbers(text: string, known: ReadonlySet<number>): readonly number[] {
  const numbers = readInlines([{ text, at: 0 }], known, []).flatMap((inline) =>
    inline.kind === 'citation' ? [inline.n] : [],
  );
  return [...new Set(numbers)];
}

/** The text without a mark whose end has not arrived yet, so that it does not flicker. */
export function withoutOpenMark(text: string): string {
  return text.replace(/\[\d{0,3}$/, '');
}

function kindOf(line: string): Kind {
  if (heading.test(line)) return 'heading';
  if (row.test(line)) return 'table';
  if (quote.test(line)) return 'quote';
  if (bullet.test(line)) return 'bullet';
  return numbered.test(line) ? 'numbered' : 'paragraph';
}

function toBlock(
  kind: Kind,
  lines: readonly Piece[],
  read: (pieces: readonly Piece[]) => readonly Inline[],
): AnswerBlock {
  if (kind === 'paragraph') return { kind, inlines: read(lines) };
  if (kind === 'heading') return { kind, inlines: read(lines.map((line) => without(heading, line))) };
  if (kind === 'table') {
    const rows = lines.filter(({ text }) => !rule.test(text));
    return { kind, rows: rows.map((line) => cellsOf(line).map((cell) => read([cell]))) };
  }
  if (kind === 'quote') return { kind, inlines: read(lines.map((line) => without(quote, line))) };
  const mark = kind === 'bullet' ? bullet : numbered;
  return {
    kind: 'list',
    start: kind === 'bullet' ? null : Number(numbered.exec(lines[0]?.text ?? '')?.[1] ?? 1),
    items: lines.map((line) => read([without(mark, line)])),
  };
}

/** A line without what begins it. */
function without(lead: RegExp, { text, at }: Piece): Piece {
  const length = lead.exec(text)?.[0].length ?? 0;
  return { text: text.slice(length), at: at + length };
}

/** The cells of a row, without the bars; `\\|` is a bar inside a cell. */
function cellsOf({ text, at }: Piece): readonly Piece[] {
  return [...text.matchAll(/(?<=\|)(?:\\\||[^|])*(?=\|)/g)].map(({ 0: cell, index }) => ({
    text: cell.trim().replaceAll('\\|', '|'),
    at: at + index + (cell.length - cell.trimStart().length),
  }));
}

function readInlines(
  pieces: readonly Piece[],
  known: ReadonlySet<number>,
  marks: readonly Mark[],
): readonly Inline[] {
  const inlines: Inline[] = [];
  const say = (words: string) => {
    for (const [index, text] of words.split(/\*\*(?=\S)(.+?)(?<=\S)\*\*/).entries()) {
      const kind = index % 2 === 0 ? 'text' : 'strong';
      const last = inlines.at(-1);
      if (kind === 'text' && last?.kind === kind)
        inlines[inlines.length - 1] = { kind, text: last.text + text };
      else if (text !== '') inlines.push({ kind, text });
    }
  };
  for (const [index, { text, at }] of pieces.entries()) {
    if (index > 0) say('\n');
    const citations = [...text.matchAll(/\[(\d{1,3})\]/g)]
      .filter(([, n]) => known.has(Number(n)))
      .map((match) => ({
        from: match.index,
        to: match.index + match[0].length,
        inline: { kind: 'citation' as const, n: Number(match[1]) },
      }));
    const doubts = marks
      .map(({ end, support }) => ({
        from: end - at,
        to: end - at,
        inline: { kind: 'doubt' as const, support },
      }))
      .filter(({ from }) => from > 0 && from <= text.length);
    let done = 0;
    for (const { from, to, inline } of [...citations, ...doubts].sort((a, b) => a.to - b.to)) {
      say(text.slice(done, Math.max(done, from)));
      inlines.push(inline);
      done = Math.max(done, to);
    }
    say(text.slice(done));
  }
  return inlines;
}
