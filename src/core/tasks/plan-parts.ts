import { tunables } from '../../../config/tunables.ts';
import type { ReadDocument } from '../../ports/library.ts';
import type { MeasuredPassage } from '../answer/passage.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import type { Place } from '../place.ts';
import { sum } from '../sum.ts';
import { sectionOf, titleOf } from './material.ts';

/** Passages that one prompt holds. */
export type Part = {
  readonly passages: readonly MeasuredPassage[];
  /** Of the passages with their places. */
  readonly tokens: number;
  /** Which part of its document it is, from 1; several short documents together are one part. */
  readonly number: number;
  readonly of: number;
};

/** The end of a document that is not read, because all together would be too long; `from` is where it begins, if known. */
export type LeftOut = {
  readonly title: string;
  readonly passages: number;
  readonly of: number;
  readonly from: Place | null;
};

export type Plan = {
  /** In one prompt; else notes are taken on each part first. */
  readonly isShort: boolean;
  readonly parts: readonly Part[];
  readonly leftOut: readonly LeftOut[];
};

type Piece = Pick<Part, 'passages' | 'tokens'>;

/** Documents in pieces that each fit into a prompt. */
export type CutDocuments = {
  readonly documents: readonly ReadDocument[];
  /** Of each document. */
  readonly pieces: readonly (readonly Piece[])[];
  /** Everything in one, where that fits. */
  readonly whole: Piece | null;
};

/** Cuts documents, whatever number of their pieces will be read. */
export function cutDocuments(documents: readonly ReadDocument[]): CutDocuments {
  const isWhole = documents.every(({ passages, of }) => passages.length === of);
  const [first, ...others] = cutIntoPieces(documents.flatMap(({ passages }) => passages));
  return {
    documents,
    pieces: documents.map(({ passages }) => cutIntoPieces(passages)),
    whole: isWhole && first && others.length === 0 ? first : null,
  };
}

/**
 * What is read of documents: everything in one part where it fits, else parts of one document each, at most `most` in all, but
 * one of each document. Where that is not enough for all, each document gets its share and loses its end.
 */
export function planParts({ documents, pieces, whole }: CutDocuments, most: number): Plan {
  if (whole) return { isShort: true, parts: [{ ...whole, number: 1, of: 1 }], leftOut: [] };
  const shares = shareOut(
    pieces.map(({ length }) => length),
    Math.max(most, documents.length),
  );
  const kept = pieces.map((own, index) => own.slice(0, shares[index]));
  const leftOut = documents.flatMap(({ passages, of }, index) => {
    const read = kept[index]?.flatMap((piece) => piece.passages).length ?? 0;
    const title = passages[0]?.document.title ?? '';
    return read < of ? [{ title, passages: of - read, of, from: passages[read]?.place ?? null }] : [];
  });
  const parts = kept.flatMap((own) =>
    own.map((piece, index) => ({ ...piece, number: index + 1, of: own.length })),
  );
  return { isShort: false, parts, leftOut };
}

function cutIntoPieces(passages: readonly MeasuredPassage[]): Piece[] {
  const pieces: { passages: MeasuredPassage[]; tokens: number }[] = [];
  let document = '';
  for (const passage of passages) {
    const { language, id } = passage.document;
    const title = countTokens(titleOf(passage, language));
    const own = passage.tokens + countTokens(`[999] ${sectionOf(passage)}\n\n`);
    const last = pieces.at(-1);
    const tokens = id === document ? own : own + title;
    if (last && last.tokens + tokens <= tunables.tasks.partTokens) {
      last.passages.push(passage);
      last.tokens += tokens;
    } else pieces.push({ passages: [passage], tokens: own + title });
    document = id;
  }
  return pieces;
}

/** Gives out `most` in turns, to each at most what it wants. */
function shareOut(wanted: readonly number[], most: number): number[] {
  const shares = wanted.map(() => 0);
  let left = Math.min(most, sum(wanted));
  while (left > 0)
    for (const [index, one] of wanted.entries()) {
      const share = shares[index] ?? 0;
      if (left === 0 || share === one) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  return shares;
}
