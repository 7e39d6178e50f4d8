import type { DatabaseSync } from 'node:sqlite';
import { rarityOf } from '../../core/find/rarity.ts';
import { type SparseVector, wordsBeside } from '../../core/find/sparse-vector.ts';
import type { WordHits } from '../../ports/search-index.ts';
import { createBestOfEachDocument, createBestSlots, hitOf } from './best-slots.ts';
import { floatsOf, integersOf } from './bytes.ts';
import type { FreshEntries, FreshWords } from './fresh-words.ts';
import { type Entries, readEntries } from './posting-entries.ts';
import type { Questions } from './protocol.ts';
import { blockSlots, postingKey } from './schema.ts';
import { prepare } from './statement.ts';
import type { View } from './view.ts';
import { findable, hidden, readable, type SeenBy, type Visibility } from './visibility.ts';

/** Where a term stands in one block. */
type Block = Entries & { readonly firstSlot: number };

type Statistics = Pick<WordHits, 'readableChunks' | 'documentFrequency'>;
type ChunkTerms = { readonly terms: readonly number[]; readonly weights: readonly number[] };

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
  const scores = createScores();

  function blocksOf(term: number, firstSlots: readonly number[]): Block[] {
    const blocks: Block[] = [];
    for (const firstSlot of firstSlots) {
      const entries = select.get(postingKey(firstSlot, term))?.[0];
      if (entries) blocks.push({ firstSlot, ...readEntries(entries) });
    }
    return blocks;
  }

  function wordsOf(slot: number): SparseVector {
    const [terms, weights] = selectWords.get(slot) ?? [new Uint8Array(), new Uint8Array()];
    const words = { ids: integersOf(terms), weights: floatsOf(weights) };
    return wordsBeside(view.documentOf(slot)?.card ?? words, words);
  }

  /** Term by term: where it stands in the blocks that hold anything that counts. */
  function scoreInPostings(
    query: SparseVector,
    seen: Visibility,
    counted: 'readable' | 'findable',
  ): Statistics {
    const readableChunks = counted === 'findable' ? seen.findableChunks : seen.readableChunks;
    const least = counted === 'findable' ? findable : readable;
    const firstSlots = blocksWith(seen.of, least);
    const frequencies = counted === 'findable' ? null : seen.frequencies;
    const documentFrequency = new Map<number, number>();
    for (const [i, term] of query.ids.entries()) {
      const blocks = blocksOf(term, firstSlots);
      const added = fresh.find(term);
      const frequency = frequencies?.get(term) ?? countVisible(blocks, added, seen.of, least);
      frequencies?.set(term, frequency);
      documentFrequency.set(term, frequency);
      const weight = (query.weights[i] ?? 0) * rarityOf(readableChunks, frequency);
      for (const block of blocks) scores.addBlock(block, weight);
      scores.addFresh(added, weight);
    }
    return { readableChunks, documentFrequency };
  }

  /** Where only the scope counts and is small, fewer rows are read chunk by chunk. */
  function scoreInScope(query: SparseVector, seen: Visibility): Statistics {
    const blocks = blocksWith(seen.of, findable).length;
    return seen.findableChunks < query.ids.length * blocks
      ? scoreInChunks(query, seen)
      : scoreInPostings(query, seen, 'findable');
  }

  function scoreInChunks(query: SparseVector, seen: Visibility): Statistics {
    const found = seen.findableDocuments
      .flatMap(({ slots }) => slots)
      .map((slot) => ({ slot, ...asked(query, selectWords.get(slot)) }));
    const documentFrequency = new Map([...query.ids].map((term) => [term, 0]));
    for (const { terms } of found)
      for (const at of terms) {
        const term = query.ids[at] ?? 0;
        documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
      }
    const readableChunks = seen.findableChunks;
    const asWeighted = Float64Array.from(
      query.ids,
      (term, i) => (query.weights[i] ?? 0) * rarityOf(readableChunks, documentFrequency.get(term) ?? 0),
    );
    for (const { slot, terms, weights } of found)
      for (const [i, at] of terms.entries()) scores.add(slot, (asWeighted[at] ?? 0) * (weights[i] ?? 0));
    return { readableChunks, documentFrequency };
  }

  return ({ query, limit, rarity, best, ...sight }) => {
    const seen = seenBy(sight);
    scores.start(seen.of);
    const statistics =
      rarity === 'scope' ? scoreInScope(query, seen) : scoreInPostings(query, seen, 'readable');
    const ranked = (best ? createBestOfEachDocument : createBestSlots)(view, limit);
    scores.drain(ranked.offer);
    const slots = ranked.best();
    return {
      hits: slots.map((slot) => hitOf(view, slot)),
      ...statistics,
      ...(best && { words: slots.map(({ slot }) => wordsOf(slot)) }),
    };
  };
}

/** Which of the query's terms (their places in it, ascending) a chunk has, and the weight of each; both lists of terms ascend. */
function asked({ ids }: SparseVector, row: readonly [Uint8Array, Uint8Array] | undefined): ChunkTerms {
  const found: { terms: number[]; weights: number[] } = { terms: [], weights: [] };
  if (!row) return found;
  const terms = integersOf(row[0]);
  const weights = floatsOf(row[1]);
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    const term = ids[i] ?? 0;
    while (at < terms.length && (terms[at] ?? 0) < term) at++;
    if (terms[at] !== term) continue;
    found.terms.push(i);
    found.weights.push(weights[at] ?? 0);
  }
  return found;
}

/** First slots of the blocks that hold a slot that is at least so visible. */
function blocksWith(visible: Uint8Array, least: number): number[] {
  const blocks: number[] = [];
  for (let firstSlot = 0; firstSlot < visible.length; firstSlot += blockSlots)
    if (visible.subarray(firstSlot, firstSlot + blockSlots).some((mark) => mark >= least))
      blocks.push(firstSlot);
  return blocks;
}

// Blocks and fresh chunks are gone through by functions of their own: a loop that meets both kinds of array takes twice as long.

function countVisible(
  blocks: readonly Block[],
  added: FreshEntries,
  visible: Uint8Array,
  least: number,
): number {
  let count = countFresh(added, visible, least);
  for (const block of blocks) count += countBlock(block, visible, least);
  return count;
}

function countBlock({ firstSlot, places }: Block, visible: Uint8Array, least: number): number {
  let count = 0;
  for (let at = 0; at < places.length; at++)
    if ((visible[firstSlot + (places[at] ?? 0)] ?? hidden) >= least) count += 1;
  return count;
}

function countFresh({ places }: FreshEntries, visible: Uint8Array, least: number): number {
  let count = 0;
  for (const slot of places) if ((visible[slot] ?? hidden) >= least) count += 1;
  return count;
}

/** Scores of the slots that may be found, kept between searches: zero everywhere while none is under way. */
function createScores() {
  let scores = new Float64Array(0);
  let isFound = new Uint8Array(0);
  let found = new Uint32Array(0);
  let count = 0;
  let visible: Uint8Array = new Uint8Array(0);

  function add(slot: number, score: number): void {
    if (visible[slot] !== findable) return;
    scores[slot] = (scores[slot] ?? 0) + score;
    if (isFound[slot] === 1) return;
    isFound[slot] = 1;
    found[count] = slot;
    count += 1;
  }

  return {
    start(seen: Uint8Array) {
      visible = seen;
      if (scores.length >= seen.length) return;
      scores = new Float64Array(seen.length * 2);
      isFound = new Uint8Array(seen.length * 2);
      found = new Uint32Array(seen.length * 2);
    },
    add,
    addBlock({ firstSlot, places, weights }: Block, weight: number) {
      for (let at = 0; at < places.length; at++)
        add(firstSlot + (places[at] ?? 0), weight * (weights[at] ?? 0));
    },
    addFresh({ places, weights }: FreshEntries, weight: number) {
      for (let at = 0; at < places.length; at++) add(places[at] ?? 0, weight * (weights[at] ?? 0));
    },
    /** Gives out each slot with its score, as they were found, and forgets them. */
    drain(take: (slot: number, score: number) => void) {
      for (let at = 0; at < count; at++) {
        const slot = found[at] ?? 0;
        take(slot, scores[slot] ?? 0);
        scores[slot] = 0;
        isFound[slot] = 0;
      }
      count = 0;
    },
  };
}
