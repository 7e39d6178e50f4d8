import type { DatabaseSync } from 'node:sqlite';
import type { UnpackedChunk } from './packed.ts';
import type { Slots } from './slots.ts';
import { prepare } from './statement.ts';
import type { WordRows } from './word-rows.ts';

/** Rows of chunks; words and vectors go when a chunk goes. */
export type ChunkRows = {
  /** Slots of a document's chunks, by chunk id. */
  slotsOf(document: number): Map<string, number>;
  add(document: number, chunk: UnpackedChunk, revision: number): void;
  remove(document: number, slot: number): void;
};

export function createChunkRows(
  database: DatabaseSync,
  deps: { readonly slots: Slots; readonly words: WordRows; readonly removeVectors: (slot: number) => void },
): ChunkRows {
  const { slots, words, removeVectors } = deps;
  const select = prepare<[string, number]>(database, 'select id, slot from chunk where document = ?');
  const insert = prepare(database, 'insert into chunk (document, slot, id) values (?, ?, ?)');
  const erase = prepare(database, 'delete from chunk where document = ? and slot = ?');
  return {
    slotsOf: (document) => new Map(select.all(document)),
    add(document, chunk, revision) {
      const slot = slots.take();
      insert.run(document, slot, chunk.id);
      words.put(slot, chunk, revision);
    },
    remove(document, slot) {
      erase.run(document, slot);
      words.remove(slot);
      removeVectors(slot);
      slots.free(slot);
    },
  };
}
