import type { Hit } from '../../ports/search-index.ts';
import type { View } from './view.ts';

/** Keeps the best of many slots: highest score first, then chunk id, then document id. */
export type BestSlots = { offer(slot: number, score: number): void; hits(): Hit[] };

/** Sorts now and then instead of at each offer: most slots are below the worst one kept and cost one comparison. */
export function createBestSlots(view: View, limit: number): BestSlots {
  let kept: { slot: number; score: number }[] = [];
  let worst: (typeof kept)[number] | undefined;
  const room = Math.max(64, limit * 4);

  const documentId = (slot: number) => view.documentOf(slot)?.id ?? '';
  const order = (a: (typeof kept)[number], b: (typeof kept)[number]) =>
    b.score - a.score ||
    compare(view.chunkIdOf(a.slot), view.chunkIdOf(b.slot)) ||
    compare(documentId(a.slot), documentId(b.slot));

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
    hits() {
      cut();
      return kept.map(({ slot, score }) => ({
        chunkId: view.chunkIdOf(slot),
        documentId: documentId(slot),
        score,
      }));
    },
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
