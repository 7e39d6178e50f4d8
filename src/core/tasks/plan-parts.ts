import { tunables } from '../../../config/tunables.ts';
import type { ReadDocument } from '../../ports/library.ts';
import type { MeasuredPassage } from '../answer/passage.ts';
import { placeOfPassage } from '../answer/render-answer-prompt.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';

/** Passages that one prompt holds. */
export type Part = {
  readonly passages: readonly MeasuredPassage[];
  /** Which part of its document it is, from 1; several short documents together are one part. */
  readonly number: number;
  readonly of: number;
};

/** The end of a document that is not read, because all together would be too long. */
export type LeftOut = { readonly title: string; readonly passages: number; readonly of: number };

export type Plan = { readonly parts: readonly Part[]; readonly leftOut: readonly LeftOut[] };

/**
 * Cuts documents into parts that fit into a prompt: one with everything where it fits, else parts of one document each, at
 * most so many in all. Where that is not enough for all, each document gets its share and loses its end.
 */
export function planParts(documents: readonly ReadDocument[]): Plan {
  const { parts: most } = tunables.tasks;
  const cut = documents.map(({ passages }) => cutIntoParts(passages));
  const everything = documents.flatMap(({ passages }) => passages);
  const isWhole = documents.every(({ passages, of }) => passages.length === of);
  if (isWhole && cut.every((parts) => parts.length <= 1) && cutIntoParts(everything).length <= 1)
    return { parts: [{ passages: everything, number: 1, of: 1 }], leftOut: [] };
  const shares = shareOut(
    cut.map(({ length }) => length),
    most,
  );
  const kept = cut.map((parts, index) => parts.slice(0, shares[index]));
  const leftOut = documents.flatMap(({ passages, of }, index) => {
    const read = kept[index]?.flat().length ?? 0;
    const title = passages[0]?.document.title ?? '';
    return read < of ? [{ title, passages: of - read, of }] : [];
  });
  const parts = kept.flatMap((own) =>
    own.map((passages, index) => ({ passages, number: index + 1, of: own.length })),
  );
  return { parts, leftOut };
}

function cutIntoParts(passages: readonly MeasuredPassage[]): MeasuredPassage[][] {
  const parts: MeasuredPassage[][] = [];
  let room = 0;
  for (const passage of passages) {
    const tokens = passage.tokens + countTokens(placeOfPassage(passage, passage.document.language));
    const last = parts.at(-1);
    if (last && tokens <= room) {
      last.push(passage);
      room -= tokens;
    } else {
      parts.push([passage]);
      room = tunables.tasks.partTokens - tokens;
    }
  }
  return parts;
}

/** Gives out `most` in turns, to each at most what it wants. */
function shareOut(wanted: readonly number[], most: number): number[] {
  const shares = wanted.map(() => 0);
  let left = Math.min(
    most,
    wanted.reduce((sum, one) => sum + one, 0),
  );
  while (left > 0)
    for (const [index, one] of wanted.entries()) {
      const share = shares[index] ?? 0;
      if (left === 0 || share === one) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  return shares;
}
