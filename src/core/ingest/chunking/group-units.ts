import { tunables } from '../../../../config/tunables.ts';
import { mergePieces, type Run } from './merge-pieces.ts';
import { commonPath, headingParting, parting, type Unit } from './unit.ts';

const { chunkTokens, maxChunkTokens, smallChunkTokens, sectionTokens } = tunables.chunking;

/** Chunks as runs of units. */
export function groupIntoChunks(units: readonly Unit[], topLevel: number | null): Run[] {
  const size = runSize(units);
  return mergePieces(units, seamBefore, (left, right) => {
    if (units[left.from]?.aside !== units[right.from]?.aside) return false;
    const total = size({ from: left.from, to: right.to });
    const smaller = Math.min(size(left), size(right));
    if (smaller < smallChunkTokens ? total > maxChunkTokens : total > chunkTokens) return false;
    const opening = units[right.from];
    if (opening === undefined || opening.parting <= parting.page) return true;
    return (
      smaller < smallChunkTokens &&
      !startsTop(opening, topLevel) &&
      keepsItsHeadings(units.slice(left.from, right.to))
    );
  });
}

/** Sections as runs of chunks: whole branches of the headings where they fit, never two top headings together. */
export function groupIntoSections(
  units: readonly Unit[],
  chunks: readonly Run[],
  topLevel: number | null,
): Run[] {
  const size = runSize(units);
  const openings = chunks.map((chunk) => units[chunk.from]).filter((unit) => unit !== undefined);
  return mergePieces(openings, seamBefore, (left, right) => {
    const opening = openings[right.from];
    if (opening === undefined || startsTop(opening, topLevel)) return false;
    if (openings[left.from]?.aside !== opening.aside) return false;
    const from = chunks[left.from]?.from ?? 0;
    const to = chunks[right.to - 1]?.to ?? from;
    return size({ from, to }) <= sectionTokens;
  });
}

function seamBefore(unit: Unit): { strength: number; text: string } {
  return { strength: unit.parting, text: unit.text };
}

function startsTop(unit: Unit, topLevel: number | null): boolean {
  return topLevel !== null && unit.parting >= headingParting(topLevel);
}

/** False when the first text belongs to a heading that stands neither above all of the run nor inside it. */
function keepsItsHeadings(units: readonly Unit[]): boolean {
  const shared = commonPath(units.map((unit) => unit.path)).length;
  const [first] = units;
  const missing = first?.path[shared];
  return missing === undefined || first?.lead.includes(missing) === true;
}

/** Tokens of a run with its headings and one for each line break: a little more than its text has. */
function runSize(units: readonly Unit[]): (run: Run) => number {
  const sums = [0];
  for (const unit of units)
    sums.push((sums.at(-1) ?? 0) + unit.tokens + unit.leadTokens + (unit.glue.includes('\n') ? 1 : 0));
  return ({ from, to }) => (sums[to] ?? 0) - (sums[from] ?? 0) + (units[from]?.headerTokens ?? 0);
}
