import type { ParsedBlock } from '../../parsed-document.ts';
import type { Heading } from './unit.ts';

export type BodyBlock = Exclude<ParsedBlock, { kind: 'heading' }>;

/** A block of text with the headings directly before it (`lead`) and all those above it (`path`). */
export type Entry = {
  readonly block: BodyBlock;
  readonly lead: readonly Heading[];
  readonly path: readonly Heading[];
  /** Level of the outermost heading that parts it from the entry before; `null` when none does. */
  readonly openedBy: number | null;
};

/**
 * Puts every block below its headings. A heading that repeats the document's title stands in the text but above
 * nothing; one with no text below it becomes a paragraph, so that it can be found too.
 */
export function outline(blocks: readonly ParsedBlock[], title: string): Entry[] {
  const entries: Entry[] = [];
  let path: readonly Heading[] = [];
  let lead: readonly Heading[] = [];

  const closeEmptyHeading = (nextLevel: number) => {
    const empty = lead.at(-1);
    if (empty === undefined || empty.level < nextLevel) return;
    const block: BodyBlock = {
      kind: 'paragraph',
      text: empty.text,
      ...(empty.place && { place: empty.place }),
    };
    const above = path.filter((heading) => heading !== empty);
    entries.push({ block, lead: lead.slice(0, -1), path: above, openedBy: outermost(lead) });
    lead = [];
  };
  for (const block of blocks) {
    if (isBlank(block)) continue;
    if (block.kind !== 'heading') {
      entries.push({ block, lead, path, openedBy: outermost(lead) });
      lead = [];
    } else {
      closeEmptyHeading(block.level);
      const heading: Heading = { level: block.level, text: block.text.trim(), place: block.place ?? null };
      path = path.filter((above) => above.level < heading.level);
      if (!sameWords(block.text, title)) path = [...path, heading];
      lead = [...lead, heading];
    }
  }
  closeEmptyHeading(0);
  return entries;
}

/**
 * Level of the headings that no section may span: the outermost one, or the one below when a single heading stands
 * above the whole document. `null` without headings.
 */
export function topLevel(blocks: readonly ParsedBlock[]): number | null {
  const levels = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
  const top = outermost(levels.map((level) => ({ level })));
  if (top === null || levels[0] !== top || levels.indexOf(top, 1) !== -1) return top;
  return outermost(levels.slice(1).map((level) => ({ level }))) ?? top;
}

function outermost(headings: readonly { readonly level: number }[]): number | null {
  return headings.reduce<number | null>(
    (least, { level }) => (least === null ? level : Math.min(least, level)),
    null,
  );
}

function isBlank(block: ParsedBlock): boolean {
  const texts = block.kind === 'table' ? [block.header, ...block.rows].flat() : [block.text];
  return texts.every((text) => text.trim() === '');
}

function sameWords(one: string, other: string): boolean {
  return bareWords(one) === bareWords(other);
}

function bareWords(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
