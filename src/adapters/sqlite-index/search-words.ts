import type { DatabaseSync } from 'node:sqlite';
import { rarityOf } from '../../core/find/rarity.ts';
import { type SparseVector, wordsAmong } from '../../core/find/sparse-vector.ts';
import type { WordHits } from '../../ports/search-index.ts';
import { createBestOfEachDocument, createBestSlots, hitOf } from './best-slots.ts';
import { floatsOf, integersOf } from './bytes.ts';
import type { FreshWords } from './fresh-words.ts';
import { readEntries } from './posting-entries.ts';
import type { Questions } from './protocol.ts';
import { blockSlots, postingKey } from './schema.ts';
import { prepare } from './statement.ts';
import type { View } from './view.ts';
import { findable, hidden, readable, type SeenBy } from './visibility.ts';

type Part = {
  readonly firstSlot: number;
  readonly places: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
};

/** Makes the search by words; call it within a transaction, after `refresh()` of view and fresh words. */
export function createWordSearch(
  database: DatabaseSync,
  view: View,
  seenBy: SeenBy,
  fresh: FreshWords,
): (ask: Questions['searchWords']['ask']) => WordHits {
  const select = prepare<[Uint8Array]>(database, 'select entries from posting where key = ?');
  const selectWords = prepare<[Uint8Array, Uint8Array]>(
    database,
    'select terms, weights from chunk_words where slot = ?',
  );
  // Kept between searches: zero everywhere.
  let scores = new Float64Array(0);
  let isFound = new Uint8Array(0);

  /** Where a term stands: block by block, then in the fresh chunks. */
  function partsOf(term: number, blocks: readonly number[]): Part[] {
    const parts: Part[] = [];
    for (const firstSlot of blocks) {
      const entries = select.get(postingKey(firstSlot, term))?.[0];
      if (entries) parts.push({ firstSlot, ...readEntries(entries) });
    }
    return [...parts, { firstSlot: 0, ...fresh.find(term) }];
  }

  function wordsOf(slot: number): SparseVector {
    const [terms, weights] = selectWords.get(slot) ?? [new Uint8Array(), new Uint8Array()];
    return wordsAmong({ ids: integersOf(terms), weights: floatsOf(weights) });
  }

  return ({ query, limit, rarity, best, ...sight }) => {
    const { of: visible, ...seen } = seenBy(sight);
    const readableChunks = rarity === 'scope' ? seen.findableChunks : seen.readableChunks;
    // What is only readable counts for nothing then, and blocks without anything that counts need not be read.
    const least = rarity === 'scope' ? findable : readable;
    const blocks = blocksWith(visible, least);
    if (scores.length < visible.length) {
      scores = new Float64Array(visible.length * 2);
      isFound = new Uint8Array(visible.length * 2);
    }
    const documentFrequency = new Map<number, number>();
    const found: number[] = [];
    for (const [i, term] of query.ids.entries()) {
      const parts = partsOf(term, blocks);
      const frequency = countVisible(parts, visible, least);
      documentFrequency.set(term, frequency);
      const idf = rarityOf(readableChunks, frequency);
      const weight = (query.weights[i] ?? 0) * idf;
      for (const { firstSlot, places, weights } of parts) {
        for (let at = 0; at < places.length; at++) {
          const slot = firstSlot + (places[at] ?? 0);
          if (visible[slot] !== findable) continue;
          scores[slot] = (scores[slot] ?? 0) + weight * (weights[at] ?? 0);
          if (isFound[slot] === 1) continue;
          isFound[slot] = 1;
          found.push(slot);
        }
      }
    }
    const ranked = (best ? createBestOfEachDocument : createBestSlots)(view, limit);
    for (const slot of found) {
      ranked.offer(slot, scores[slot] ?? 0);
      scores[slot] = 0;
      isFound[slot] = 0;
    }
    const slots = ranked.best();
    return {
      hits: slots.map((slot) => hitOf(view, slot)),
      readableChunks,
      documentFrequency,
      ...(best && { words: slots.map(({ slot }) => wordsOf(slot)) }),
    };
  };
}

/** First slots of the blocks that hold a slot that is at least so visible. */
function blocksWith(visible: Uint8Array, least: number): number[] {
  const blocks: number[] = [];
  for (let firstSlot = 0; firstSlot < visible.length; firstSlot += blockSlots)
    if (visible.subarray(firstSlot, firstSlot + blockSlots).some((mark) => mark >= least))
      blocks.push(firstSlot);
  return blocks;
}

function countVisible(parts: readonly Part[], visible: Uint8Array, least: number): number {
  let count = 0;
  for (const { firstSlot, places } of parts)
    for (let at = 0; at < places.length; at++)
      if ((visible[firstSlot + (places[at] ?? 0)] ?? hidden) >= least) count += 1;
  return count;
}
