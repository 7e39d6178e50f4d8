import { tunables } from '../../../../config/tunables.ts';
import type { ParsedBlock, ParsedDocument } from '../../../core/parsed-document.ts';
import { onPage } from '../../../core/place.ts';
import { addWarning } from '../add-warning.ts';
import { cleanText } from '../clean-text.ts';
import { decodeText } from '../decode-text.ts';
import { parsedDocument } from '../parsed.ts';
import { createLineJoiner } from '../plain-text/join-lines.ts';
import { leaderTable } from '../plain-text/leader-tables.ts';
import { tableOfLines } from '../plain-text/plain-tables.ts';
import { aloneTitle, isRule, type PlainTitle, underlinedTitle } from '../plain-text/plain-titles.ts';
import { titleAboveText } from '../plain-text/title-above-text.ts';
import { titleOf } from '../title.ts';

/** Opens an item. A bullet goes; a number stays, because others refer to it. */
const opensItem = /^\s*(?:[-*•‣◦▪·–—]|\d{1,3}[.)])\s+/;
const bullet = /^\s*[-*•‣◦▪·–—]\s+/;
/** Programs wrap lines well below this: a longer one is a whole paragraph, and so are its neighbours. */
const longestWrappedLine = 120;
/** So many lines without a blank one are a list or a journal, not a paragraph. */
const mostWrappedLines = 300;
const maxItemDepth = 8;
/** A letter takes at most four bytes: what is beyond could not be kept, and is not decoded. */
const maxBytes = 4 * tunables.parsing.plainCharacters + 4;

/** Lines without a blank one between them. */
type Group = { readonly page: number; readonly lines: string[] };
type JoinLines = (lines: readonly string[]) => string;

/** Reads plain text in any charset: titles, paragraphs of wrapped lines, lists, drawn tables; form feeds part pages. */
export async function readText(bytes: Uint8Array): Promise<ParsedDocument> {
  return plainDocument(await decodeText(bytes.subarray(0, maxBytes)));
}

/** A text as a document; what goes beyond the permitted length is left out, with a warning. */
export function plainDocument(whole: string): ParsedDocument {
  const text = normalised(whole.slice(0, tunables.parsing.plainCharacters));
  const groups = groupsOf(text);
  const join = createLineJoiner(text);
  const pages = groups.at(-1)?.page ?? 1;
  const blocks = groups.flatMap((group, index) =>
    blocksOfGroup(group.lines, groups[index + 1]?.lines[0] ?? '', join).map(
      (block): ParsedBlock => (pages > 1 ? { ...block, place: onPage(group.page) } : block),
    ),
  );
  const document = parsedDocument(blocks, {
    title: titleOf(null, blocks),
    pages: pages > 1 ? pages : null,
  });
  return addWarning(document, 'truncated', whole.length > tunables.parsing.plainCharacters ? 1 : 0);
}

/** The blocks of a text within another document (the body of a mail): paragraphs and items, no titles. */
export function blocksOfText(whole: string): ParsedBlock[] {
  const text = normalised(whole);
  const join = createLineJoiner(text);
  return groupsOf(text).flatMap(({ lines }) => blocksOfLines(lines, join));
}

function normalised(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let lines: string[] = [];
  let page = 1;
  const close = (): void => {
    if (lines.length > 0) groups.push({ page, lines });
    lines = [];
  };
  for (const line of text.split('\n')) {
    for (const [index, part] of line.split('\f').entries()) {
      if (index > 0) {
        close();
        // A form feed before any text only prepares the printer.
        if (groups.length > 0) page += 1;
      }
      if (part.trim() === '') close();
      else lines.push(part);
    }
  }
  close();
  return groups;
}

function blocksOfGroup(lines: readonly string[], next: string, join: JoinLines): ParsedBlock[] {
  const led = leaderTable(lines);
  if (led !== null)
    return [...blocksOfGroup(lines.slice(0, led.above), lines[led.above] ?? '', join), led.table];
  const table = tableOfLines(lines);
  if (table !== null) return table;
  const [only] = lines;
  const alone = lines.length === 1 && only !== undefined ? aloneTitle(only, next) : null;
  return alone === null ? blocksWithTitles(lines, join) : [headingOf(alone)];
}

function blocksWithTitles(lines: readonly string[], join: JoinLines): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];
  let pending: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const underlined = underlinedTitle(line, lines[index + 1], pending.length === 0);
    const title = underlined ?? titleAboveText(lines, index);
    if (title === null && !isRule(line)) pending.push(line);
    else {
      for (const block of blocksOfLines(pending, join)) blocks.push(block);
      pending = [];
      if (title !== null) blocks.push(headingOf(title));
      if (underlined !== null) index += 1;
    }
  }
  for (const block of blocksOfLines(pending, join)) blocks.push(block);
  return blocks;
}

function headingOf({ level, text }: PlainTitle): ParsedBlock {
  return { kind: 'heading', level, text: cleanText(text) };
}

function blocksOfLines(lines: readonly string[], join: JoinLines): ParsedBlock[] {
  const unwrapped = lines.length > mostWrappedLines || lines.some((line) => line.length > longestWrappedLine);
  const blocks: ParsedBlock[] = [];
  const indents: number[] = [];
  let pending: string[] = [];
  let depth: number | null = null;
  const close = (): void => {
    const text = cleanText(join(pending));
    if (text !== '')
      blocks.push(depth === null ? { kind: 'paragraph', text } : { kind: 'list-item', depth, text });
    pending = [];
  };
  for (const line of lines) {
    const isItem = opensItem.test(line);
    if (isItem || unwrapped) close();
    if (isItem) depth = depthOf(line.search(/\S/), indents);
    else if (unwrapped) depth = null;
    pending.push(isItem ? line.replace(bullet, '') : line);
  }
  close();
  return blocks;
}

// Each deeper indent opens a level, a lesser one closes those beyond it.
function depthOf(indent: number, indents: number[]): number {
  while (indents.length > 0 && indent < (indents.at(-1) ?? 0)) indents.pop();
  if (indent > (indents.at(-1) ?? -1)) indents.push(indent);
  return Math.min(maxItemDepth, indents.length - 1);
}
