import type { DatabaseSync } from 'node:sqlite';
import { bytesOf, floatsOf, integersOf } from './bytes.ts';
import type { UnpackedChunk } from './packed.ts';
import { createPendingPostings } from './pending-postings.ts';
import { prepare } from './statement.ts';

/**
 * Rows of words. New ones are kept by chunk first and merged into the postings many at a time, because a chunk has words
 * in a hundred rows of postings, and a common word's row would be written again for each few chunks.
 */
export type WordRows = {
  /** Sets the words of a slot; the same words as before cost nothing. */
  put(slot: number, chunk: UnpackedChunk, revision: number): void;
  remove(slot: number): void;
  /** Writes what the calls before have changed in postings; merges fresh words when there are at least so many chunks. */
  write(mergeFrom: number): void;
  /** After a failure: drops what was not written. */
  forget(): void;
};

export function createWordRows(database: DatabaseSync): WordRows {
  const postings = createPendingPostings(database);
  const select = prepare<[Uint8Array, Uint8Array]>(
    database,
    'select terms, weights from chunk_words where slot = ?',
  );
  const insert = prepare(database, 'insert into chunk_words (slot, terms, weights) values (?, ?, ?)');
  const take = prepare<[Uint8Array]>(database, 'delete from chunk_words where slot = ? returning terms');
  const insertFresh = prepare(database, 'insert into fresh (slot, revision) values (?, ?)');
  const eraseFresh = prepare(database, 'delete from fresh where slot = ?');
  const countFresh = prepare<[number]>(database, 'select count(*) from fresh');
  const selectFresh = prepare<[number, Uint8Array, Uint8Array]>(
    database,
    'select f.slot, w.terms, w.weights from fresh f join chunk_words w on w.slot = f.slot',
  );
  const clearFresh = prepare(database, 'delete from fresh');
  const countMerge = prepare(database, 'update meta set merges = merges + 1');

  function remove(slot: number): void {
    const terms = take.get(slot)?.[0];
    if (eraseFresh.run(slot) === 0 && terms) postings.remove(slot, integersOf(terms));
  }

  return {
    put(slot, chunk, revision) {
      const terms = bytesOf(chunk.terms);
      const weights = bytesOf(chunk.weights);
      const before = select.get(slot);
      if (before && areEqual(before[0], terms) && areEqual(before[1], weights)) return;
      if (before) remove(slot);
      insert.run(slot, terms, weights);
      insertFresh.run(slot, revision);
    },
    remove,
    write(mergeFrom) {
      if ((countFresh.get()?.[0] ?? 0) >= mergeFrom) {
        for (const [slot, terms, weights] of selectFresh.iterate())
          postings.add(slot, integersOf(terms), floatsOf(weights));
        clearFresh.run();
        countMerge.run();
      }
      postings.write();
    },
    forget: postings.forget,
  };
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
