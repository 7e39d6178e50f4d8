import { tunables } from '../../../config/tunables.ts';

const { hits: width, comparedWith } = tunables.abstention.concentration;

/**
 * How much more the first hits are of the same documents than those after them are (0–1): where a document is about the question,
 * several of its passages come first, and where none is, they come from everywhere. Half where the first hits are as mixed as
 * the rest, as they are where each document has one passage, or all hits are of one document, or there are too few.
 * `documents`: of each hit, best first.
 */
export function concentrationOf(documents: readonly string[]): number {
  const first = documents.slice(0, width);
  const after = Array.from({ length: comparedWith }, (_, at) =>
    documents.slice(width * (at + 1), width * (at + 2)),
  ).filter(({ length }) => length === width);
  if (after.length === 0) return 0.5;
  const usual = after.reduce((sum, others) => sum + sameness(others), 0) / after.length;
  return 0.5 + (sameness(first) - usual) / 2;
}

/** 1 when all are of one document, 0 when each is of another. */
function sameness(documents: readonly string[]): number {
  return 1 - (new Set(documents).size - 1) / (documents.length - 1);
}
