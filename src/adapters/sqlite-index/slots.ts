import type { DatabaseSync } from 'node:sqlite';
import { prepare } from './statement.ts';

/** Gives out slots, freed ones first and low ones first, so that they stay dense. */
export type Slots = { take(): number; free(slot: number): void };

export function createSlots(database: DatabaseSync): Slots {
  const takeFreed = prepare<[number]>(
    database,
    'delete from free_slot where slot = (select min(slot) from free_slot) returning slot',
  );
  const takeNew = prepare<[number]>(
    database,
    'update meta set next_slot = next_slot + 1 returning next_slot - 1',
  );
  const free = prepare(database, 'insert into free_slot (slot) values (?)');
  return {
    take() {
      const slot = takeFreed.get()?.[0] ?? takeNew.get()?.[0];
      if (slot === undefined) throw new Error('no slot');
      return slot;
    },
    free: (slot) => void free.run(slot),
  };
}
