import type { WrittenSentence } from './answer-sentences.ts';
import { numbersCitedIn, withoutCitations } from './citation-marks.ts';

/** What a prompt asks for where a document says nothing. */
const silent = /^(?:non précisé|not stated|[—–-]*)[.]?$/i;

/** A row of a table that a text begins with; `end` is behind its line. Offsets are into that text. */
export type TableRow = { readonly cells: readonly WrittenSentence[]; readonly end: number };

/**
 * The row of a table in Markdown that the text begins with: its cells, without those that claim nothing (names of rows and
 * columns, « non précisé »), unless they cite something. `null` when it begins with none; `unfinished` while what follows
 * may decide.
 */
export function tableRowAt(text: string, isLast: boolean): TableRow | 'unfinished' | null {
  const start = text.length - text.trimStart().length;
  if (text[start] !== '|') return null;
  const feed = text.indexOf('\n', start);
  if (feed < 0 && !isLast) return 'unfinished';
  const line = text.slice(start, feed < 0 ? undefined : feed).trimEnd();
  if (!isRow(line)) return null;
  const end = feed < 0 ? text.length : feed + 1;
  if (isRuler(line)) return { cells: [], end };
  const next = text.slice(end).split('\n', 1).join('');
  const isNextWhole = isLast || text.indexOf('\n', end) >= 0;
  // A line that may still become a ruler makes this one the names of the columns.
  if (!isNextWhole && /^[|\s:-]*$/.test(next)) return 'unfinished';
  return { cells: cellsOf(line, start, isRuler(next.trim())), end };
}

const isRow = (line: string): boolean => /^\|.*\|$/.test(line);
const isRuler = (line: string): boolean => isRow(line) && /^[|\s:-]+$/.test(line) && line.includes('-');

function cellsOf(line: string, from: number, isHeader: boolean): WrittenSentence[] {
  let place = from;
  const cells = line.split('|').map((raw) => {
    const start = place + raw.length - raw.trimStart().length;
    place += raw.length + 1;
    const citations = [...new Set(numbersCitedIn(raw))];
    const text = withoutCitations(raw).trim();
    return { text, citations, start, end: start + raw.trim().length };
  });
  // Before the first bar and after the last one stands nothing.
  return cells.slice(1, -1).filter(({ text, citations }, index) => {
    if (text === '') return false;
    return citations.length > 0 || !(isHeader || index === 0 || silent.test(text));
  });
}
