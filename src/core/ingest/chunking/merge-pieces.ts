import { murmur3 } from '../../find/murmur3.ts';

/** A run of neighbours that stay together: indexes `from` (included) to `to` (excluded). */
export type Run = { readonly from: number; readonly to: number };

/**
 * Joins neighbouring items into runs. The seams between them are visited from the weakest to the strongest, seams of
 * one strength in the order of the hash of the text after them, and each is closed when `fits` allows the run that
 * this makes. Which seams stay open thus depends on the texts nearby and not on how many precede: an edit leaves the
 * cuts elsewhere alone.
 */
export function mergePieces<Item>(
  items: readonly Item[],
  seam: (item: Item) => { readonly strength: number; readonly text: string },
  fits: (left: Run, right: Run) => boolean,
): Run[] {
  // first[i] leads from the last item of a run to its first, last[i] the other way; other entries are stale.
  const first = items.map((_, at) => at);
  const last = items.map((_, at) => at);
  for (const at of seamOrder(items, seam)) {
    const left: Run = { from: first[at - 1] ?? 0, to: at };
    const right: Run = { from: at, to: (last[at] ?? at) + 1 };
    if (!fits(left, right)) continue;
    last[left.from] = right.to - 1;
    first[right.to - 1] = left.from;
  }
  const runs: Run[] = [];
  for (let from = 0; from < items.length; from = (last[from] ?? from) + 1)
    runs.push({ from, to: (last[from] ?? from) + 1 });
  return runs;
}

function seamOrder<Item>(
  items: readonly Item[],
  seam: (item: Item) => { readonly strength: number; readonly text: string },
): number[] {
  const seams = items.slice(1).map((item, before) => {
    const { strength, text } = seam(item);
    return { at: before + 1, strength, hash: murmur3(text) };
  });
  return seams.sort((a, b) => a.strength - b.strength || a.hash - b.hash || a.at - b.at).map(({ at }) => at);
}
