import type { DatabaseSync } from 'node:sqlite';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { bytesOf } from './bytes.ts';
import { isDropped, vectorKey } from './schema.ts';
import { prepare } from './statement.ts';

export type VectorRows = {
  /** @throws AppError `CONFLICT` when the generation has another dimension; nothing is written then */
  put(
    generation: string,
    dimension: number,
    vectors: readonly { slot: number; vector: Float32Array }[],
  ): void;
  /** Takes out the vectors that a slot has in any generation. */
  remove(slot: number): void;
  /** Takes out the first `tunables.sqliteIndex.transactionChunks` vectors of a generation. True when none is left. */
  drop(generation: string): boolean;
};

/** The dimension of a generation is that of its first vector. */
export function createVectorRows(database: DatabaseSync): VectorRows {
  const find = prepare<[number, number]>(database, 'select number, dimension from generation where name = ?');
  const list = prepare<[number]>(database, `select number from generation where not (${isDropped})`);
  const add = prepare<[number, number]>(
    database,
    'insert into generation (name, dimension, vectors) values (?, ?, 0) returning number, dimension',
  );
  const count = prepare(database, 'update generation set vectors = vectors + ? where number = ?');
  const insert = prepare(database, 'insert or ignore into vector (key, value) values (?, ?)');
  const update = prepare(database, 'update vector set value = ? where key = ?');
  const erase = prepare(database, 'delete from vector where key = ?');
  const eraseSome = prepare(
    database,
    'delete from vector where key in (select key from vector where key >= ? and key < ? order by key limit ?)',
  );
  const forget = prepare(
    database,
    `update generation set name = 'dropped ' || number || ' ' || name, dimension = 0, vectors = 0 where number = ?`,
  );
  return {
    put(generation, dimension, vectors) {
      const [number, known] = find.get(generation) ?? add.get(generation, dimension) ?? [0, dimension];
      checkDimension(dimension, known);
      let added = 0;
      for (const { slot, vector } of vectors) {
        const key = vectorKey(number, slot);
        if (insert.run(key, bytesOf(vector)) === 1) added += 1;
        else update.run(bytesOf(vector), key);
      }
      count.run(added, number);
    },
    remove(slot) {
      for (const [number] of list.all()) if (erase.run(vectorKey(number, slot)) === 1) count.run(-1, number);
    },
    drop(generation) {
      const [number] = find.get(generation) ?? [];
      if (number === undefined) return true;
      const { transactionChunks } = tunables.sqliteIndex;
      const erased = eraseSome.run(vectorKey(number, 0), vectorKey(number + 1, 0), transactionChunks);
      count.run(-erased, number);
      if (erased === transactionChunks) return false;
      forget.run(number);
      return true;
    },
  };
}

/** @throws AppError `CONFLICT` */
export function checkDimension(dimension: number, known: number): void {
  if (dimension !== known)
    throw new AppError('CONFLICT', { detail: `This generation has ${known} dimensions, not ${dimension}.` });
}
