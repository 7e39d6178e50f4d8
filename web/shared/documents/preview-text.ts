import type { PreviewSection } from '../api/types.ts';

/** A piece of text, in or out of the cited passage. */
export type Piece = { readonly text: string; readonly isCited: boolean };

/** A range of UTF-16 offsets into the document's text. */
export type Range = { readonly start: number; readonly end: number };

/** What is shown of a section. Rows of tables are cited as a whole. */
export type PreviewBlock =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[] }
  | {
      readonly kind: 'table';
      readonly rows: readonly { readonly cells: readonly string[]; readonly isCited: boolean }[];
    };

/**
 * Cuts a section's text at its blank lines, marks what lies in the cited range, and recognises tables written with bars
 * (`a | b`, with or without outer bars; `\|` is a bar inside a cell). Headings repeated at the start are left out. Text stays
 * text: nothing else is interpreted. `title` is that of the document, which stands above all of it.
 */
export function previewBlocks(
  section: PreviewSection,
  cited: Range | null,
  title = '',
): readonly PreviewBlock[] {
  const blocks: PreviewBlock[] = [];
  for (const { text, start } of splitAt(section.text, /\n[^\S\n]*\n\s*/g, section.start)) {
    const lines = splitAt(text, /\n/g, start);
    if (isTable(lines)) {
      const rows = lines
        .filter((line) => !/^\|?(\s*:?-{3,}:?\s*\|?)+$/.test(line.text))
        .map((line) => ({ cells: cellsOf(line.text), isCited: touches(line, cited) }));
      blocks.push({ kind: 'table', rows });
    } else if (text.trim() !== '') {
      blocks.push({ kind: 'text', pieces: piecesOf({ text, start }, cited) });
    }
  }
  return blocks.slice(countRepeatedHeadings(blocks, [title, ...section.headings]));
}

/** How many blocks at the start only repeat title and headings, which stand above it as headings already. */
function countRepeatedHeadings(blocks: readonly PreviewBlock[], headings: readonly string[]): number {
  const first = blocks.findIndex(
    (block) =>
      block.kind === 'table' ||
      !headings.includes(
        block.pieces
          .map(({ text }) => text)
          .join('')
          .trim(),
      ),
  );
  return Math.max(first, 0);
}

/**
 * The headings to show above each section: those that the section before did not already stand under, with their depth
 * (0 = outermost).
 */
export function newHeadings(
  sections: readonly PreviewSection[],
): readonly (readonly { readonly text: string; readonly depth: number }[])[] {
  return sections.map((section, index) => {
    const before = index === 0 ? [] : (sections[index - 1]?.headings ?? []);
    const from = section.headings.findIndex((heading, depth) => heading !== before[depth]);
    return from === -1
      ? []
      : section.headings.slice(from).map((text, offset) => ({ text, depth: from + offset }));
  });
}

type Line = { readonly text: string; readonly start: number };

function splitAt(text: string, separator: RegExp, offset: number): readonly Line[] {
  const parts: Line[] = [];
  let from = 0;
  for (const match of text.matchAll(separator)) {
    parts.push({ text: text.slice(from, match.index), start: offset + from });
    from = match.index + match[0].length;
  }
  return [...parts, { text: text.slice(from), start: offset + from }];
}

/** The text in few lines: none that is empty, rows of tables without their bars, cells apart. */
export function glimpseOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^[\s|:-]*\|[\s|:-]*$|^\s*$/.test(line))
    .map((line) => (/^\s*\|.*\|\s*$/.test(line) ? cellsOf(line).filter(Boolean).join(' · ') : line))
    .join('\n');
}

function isTable(lines: readonly Line[]): boolean {
  return lines.length > 1 && lines.every(({ text }) => text.includes('|') && cellsOf(text).length > 1);
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
}

function touches({ text, start }: Line, cited: Range | null): boolean {
  return cited !== null && start < cited.end && start + text.length > cited.start;
}

function piecesOf({ text, start }: Line, cited: Range | null): readonly Piece[] {
  if (cited === null) return [{ text, isCited: false }];
  const clamp = (offset: number) => Math.min(Math.max(offset - start, 0), text.length);
  const [from, to] = [clamp(cited.start), clamp(cited.end)];
  return [
    { text: text.slice(0, from), isCited: false },
    { text: text.slice(from, to), isCited: true },
    { text: text.slice(to), isCited: false },
  ].filter((piece) => piece.text !== '');
}
