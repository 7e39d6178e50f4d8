import type { ParsedDocument } from '../../../src/core/parsed-document.ts';

/** Everything a reader of the document would see, in order, tables row by row. */
export function textOf(document: ParsedDocument): string {
  return document.blocks
    .map((block) =>
      block.kind === 'table'
        ? [block.header, ...block.rows].map((row) => row.join(' ')).join('\n')
        : block.text,
    )
    .join('\n');
}

/** Share of the words of `expected` (as a bag, case folded) that are in `found`. */
export function wordRecall(expected: string, found: string): number {
  const wanted = words(expected);
  const left = new Map<string, number>();
  for (const word of words(found)) left.set(word, (left.get(word) ?? 0) + 1);
  let hits = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count > 0) hits += 1;
    left.set(word, count - 1);
  }
  return wanted.length === 0 ? 1 : hits / wanted.length;
}

function words(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
