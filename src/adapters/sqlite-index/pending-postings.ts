import type { DatabaseSync } from 'node:sqlite';
import { type EntryEdits, editEntries } from './posting-entries.ts';
import { blockSlots, postingKey } from './schema.ts';
import { prepare } from './statement.ts';

/** Changes to postings, gathered over a transaction so that a common word's row is written once for many chunks. */
export type PendingPostings = {
  add(slot: number, terms: Int32Array, weights: Float32Array): void;
  remove(slot: number, terms: Int32Array): void;
  /** Writes what was gathered, in the order of the rows. */
  write(): void;
  /** After a failure: drops what was gathered. */
  forget(): void;
};

export function createPendingPostings(database: DatabaseSync): PendingPostings {
  const select = prepare<[Uint8Array]>(database, 'select entries from posting where key = ?');
  const upsert = prepare(
    database,
    'insert into posting (key, entries) values (?, ?) on conflict (key) do update set entries = excluded.entries',
  );
  const erase = prepare(database, 'delete from posting where key = ?');
  const edits = new Map<number, EntryEdits>();

  function edit(slot: number, term: number, weight: number | null): void {
    const key = postingKey(slot, term);
    const known = edits.get(key);
    const place = slot % blockSlots;
    if (known) {
      known.places.push(place);
      known.weights.push(weight);
    } else edits.set(key, { places: [place], weights: [weight] });
  }

  return {
    add(slot, terms, weights) {
      for (let i = 0; i < terms.length; i++) edit(slot, terms[i] ?? 0, weights[i] ?? 0);
    },
    remove(slot, terms) {
      for (const term of terms) edit(slot, term, null);
    },
    write() {
      for (const key of Float64Array.from(edits.keys()).sort()) {
        const wanted = edits.get(key);
        const entries = wanted && editEntries(select.get(key)?.[0], wanted);
        if (entries) upsert.run(key, entries);
        else erase.run(key);
      }
      edits.clear();
    },
    forget: () => edits.clear(),
  };
}
