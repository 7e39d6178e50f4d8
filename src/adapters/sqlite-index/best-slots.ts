import type { Hit } from '../../ports/search-index.ts';
import type { View } from './view.ts';

export type ScoredSlot = { readonly slot: number; readonly score: number };

/** Keeps the best of many slots: highest score first, then chunk id, then document id. */
export type BestSlots = {
  offer(slot: number, score: number): void;
  best(): readonly ScoredSlot[];
};

/** Sorts now and then instead of at each offer: most slots are below the worst one kept and cost one comparison. */
export function createBestSlots(
  view: View,
  limit: number,
): BestSlots & {
  /** Scores below it need not be offered any more. */
  floor(): number;
} {
  let kept: ScoredSlot[] = [];
  let worst: ScoredSlot | undefined;
  const room = Math.max(64, limit * 4);
  const order = bestFirst(view);

  function cut(): void {
    kept.sort(order);
    kept = kept.slice(0, Math.max(0, limit));
    if (kept.length === limit) worst = kept.at(-1);
  }

  return {
    offer(slot, score) {
      if (worst && (score < worst.score || order({ slot, score }, worst) > 0)) return;
      kept.push({ slot, score });
      if (kept.length >= room) cut();
    },
    best() {
      cut();
      return kept;
    },
    floor: () => worst?.score ?? Number.NEGATIVE_INFINITY,
  };
}

/** Keeps the best slot of each document, then the best of these. */
export function createBestOfEachDocument(view: View, limit: number): BestSlots {
  // By the number of the document: numbers are dense, and there are many slots to one document.
  const slots = new Int32Array(view.documentCount()).fill(-1);
  const scores = new Float64Array(slots.length);
  const order = bestFirst(view);
  return {
    offer(slot, score) {
      const document = view.holderOf(slot);
      const known = slots[document] ?? -1;
      const best = scores[document] ?? 0;
      if (known >= 0 && (score < best || order({ slot, score }, { slot: known, score: best }) > 0)) return;
      slots[document] = slot;
      scores[document] = score;
    },
    best() {
      const best = createBestSlots(view, limit);
      for (const [document, slot] of slots.entries()) if (slot >= 0) best.offer(slot, scores[document] ?? 0);
      return best.best();
    },
  };
}

export function hitOf(view: View, { slot, score }: ScoredSlot): Hit {
  return { chunkId: view.chunkIdOf(slot), documentId: documentIdOf(view, slot), score };
}

const documentIdOf = (view: View, slot: number): string => view.documentOf(slot)?.id ?? '';

function bestFirst(view: View): (a: ScoredSlot, b: ScoredSlot) => number {
  return (a, b) =>
    b.score - a.score ||
    compare(view.chunkIdOf(a.slot), view.chunkIdOf(b.slot)) ||
    compare(documentIdOf(view, a.slot), documentIdOf(view, b.slot));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
