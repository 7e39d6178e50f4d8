import type { Language } from '../document.ts';
import { endsInQuestion, sentencesOf } from '../find/sentences.ts';
import type { Passage } from './passage.ts';

/** A piece of a passage that can be quoted alone. `text` stands word for word in the passage's text. */
export type QuoteUnit = {
  readonly kind: 'sentence' | 'item' | 'row';
  readonly text: string;
  /** Cells of a row with the name of their column (empty without a header row). */
  readonly cells: readonly { readonly name: string; readonly value: string }[];
  /** Index of the unit that introduces this one (« Il faut : »), if any. */
  readonly introducedBy: number | null;
  /** Words around that say what it is about: header row, introduction, heading just above. */
  readonly context: string;
  /** What stands over it and asks for it: over an item that no sentence introduces its heading, over an answer its question. */
  readonly under?: string;
};

const bullet = /^(?:[-–—•*▪◦‣·]|\(?\d{1,2}[.)°]|[a-z]\))\s+/u;
const ruler = /^[\s|:+=-]+$/;

/** Cuts a passage into sentences, list items and table rows, in reading order; headings and questions are left out. */
export function quoteUnitsOf(passage: Passage, language: Language): QuoteUnit[] {
  const headings = new Set([...passage.headings, passage.document.title].map(plain));
  const units: QuoteUnit[] = [];
  let introduction: number | null = null;
  let heading = '';
  let header: readonly string[] | null = null;
  /** What the next sentence answers. */
  let question = questionIn(passage.headings.at(-1) ?? '');
  const lines = passage.text.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    const cells = cellsOf(line);
    // What stands apart is another table.
    if (line === '') header = null;
    if (line === '' || ruler.test(line)) continue;
    if (headings.has(plain(line)) || /^#{1,6}\s/.test(line)) {
      heading = line.replace(/^#+\s*/, '');
      question = questionIn(heading);
      introduction = null;
      header = null;
    } else if (cells) {
      if (header === null && isHeader(lines, index)) header = cells;
      else units.push(rowUnit(line, cells, header ?? [], heading, introduction));
      header ??= [];
    } else if (bullet.test(line)) {
      header = null;
      const lead = introduction === null ? '' : (units[introduction]?.text ?? '');
      const listed = unit('item', line.replace(bullet, ''), `${heading} ${lead}`, introduction);
      const over = heading || passage.headings.at(-1) || '';
      units.push(introduction === null ? { ...listed, under: over } : listed);
    } else {
      header = null;
      for (const { text } of sentencesOf(line, language)) {
        // A question in a document announces its answer, as a heading does.
        if (endsInQuestion(text)) {
          heading = text;
          question = text;
          continue;
        }
        const said = unit('sentence', text, heading, null);
        units.push(question === '' ? said : { ...said, under: question });
        question = '';
      }
      introduction = /:\s*$/.test(line) && units.length > 0 ? units.length - 1 : null;
    }
  }
  return units;
}

/** All sentences of a passage, headings and questions among them: for passages that hold nothing else. */
export function plainUnitsOf(passage: Passage, language: Language): QuoteUnit[] {
  return sentencesOf(passage.text, language).map(({ text }) => unit('sentence', text, '', null));
}

/** A heading, if it asks something; else nothing. */
function questionIn(heading: string): string {
  return endsInQuestion(heading) ? heading : '';
}

/** Case, numbering and punctuation do not make another heading. */
function plain(line: string): string {
  return line
    .toLowerCase()
    .replace(/^[#\s]+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function cellsOf(line: string): readonly string[] | null {
  const cells = line.includes('|')
    ? line.replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/)
    : line.split('\t');
  return cells.length < 2 ? null : cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** The first row of several is their header when a ruler follows, or when it looks otherwise than those below it. */
function isHeader(lines: readonly string[], index: number): boolean {
  const next = lines[index + 1] ?? '';
  if (next !== '' && ruler.test(next) && next.includes('-')) return true;
  const own = cellsOf(lines[index] ?? '') ?? [];
  const below = rowsBelow(lines, index);
  const [first] = below;
  if (first === undefined) return false;
  if (own.some(isValue)) return isScale(own, below);
  return first.some(isValue) || !/\d/.test(own.join()) || isOtherwise(own, below);
}

/** So many rows tell what a column holds. */
const rowsLookedAt = 4;

function rowsBelow(lines: readonly string[], index: number): (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  for (const line of lines.slice(index + 1, index + 1 + rowsLookedAt)) {
    const cells = cellsOf(line);
    if (cells === null) break;
    rows.push(cells);
  }
  return rows;
}

/** « Lun 30 », « 8h-12h » over words: some column holds nothing of the kind. */
function isOtherwise(own: readonly string[], below: readonly (readonly string[])[]): boolean {
  return own.some((cell, column) => {
    const shapes = below.map((row) => shapeOf(row[column] ?? '')).filter((shape) => shape !== '');
    return cell !== '' && shapes.length > 0 && !shapes.includes(shapeOf(cell));
  });
}

/** Days or numbers of weeks, each another one, over columns that hold none. */
function isScale(own: readonly string[], below: readonly (readonly string[])[]): boolean {
  const steps = own.slice(1).filter((cell) => cell !== '');
  const isRising = steps.length > 1 && steps.every(isStep) && new Set(steps).size === steps.length;
  return isRising && !below.some((row) => row.slice(1).some(isValue));
}

/** No amount: « 30/11 », « 49 ». */
const isStep = (cell: string): boolean => /^\d{1,4}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?)?$/.test(cell);

/** « Lun 30 » and « Mar 1 » are of one shape. */
function shapeOf(cell: string): string {
  return cell
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ')
    .trim();
}

/** An amount or a number alone; a year names a column as well as it fills one. */
function isValue(cell: string): boolean {
  return /\d/.test(cell) && !/\p{L}/u.test(cell) && !/^(?:19|20)\d\d$/.test(cell);
}

function unit(
  kind: 'sentence' | 'item',
  text: string,
  context: string,
  introducedBy: number | null,
): QuoteUnit {
  return { kind, text, cells: [], introducedBy, context };
}

function rowUnit(
  line: string,
  cells: readonly string[],
  header: readonly string[],
  heading: string,
  introducedBy: number | null,
): QuoteUnit {
  return {
    kind: 'row',
    text: line,
    cells: cells.map((value, column) => ({ name: header[column] ?? '', value })),
    introducedBy,
    context: `${heading} ${header.join(' ')}`,
  };
}
