import type { DatabaseSync } from 'node:sqlite';
import { spreadOf } from '../../core/find/spread.ts';
import type { VectorHits } from '../../ports/search-index.ts';
import { createBestSlots, hitOf } from './best-slots.ts';
import { floatsOf } from './bytes.ts';
import type { Questions } from './protocol.ts';
import { isDropped, vectorKey } from './schema.ts';
import { prepare } from './statement.ts';
import { createVectorMatrix, type VectorMatrix } from './vector-matrix.ts';
import { checkDimension } from './vector-rows.ts';
import type { View } from './view.ts';
import { findable, type SeenBy } from './visibility.ts';

export type VectorSearch = {
  /** Compares with every vector that may be found, so the result is exact. Call it like the search by words. */
  search(ask: Questions['searchVectors']['ask']): VectorHits;
  /** Memory that the vectors take, in bytes. */
  readonly bytes: () => number;
};

/** Vectors come into memory with the first search of their generation. */
export function createVectorSearch(database: DatabaseSync, view: View, seenBy: SeenBy): VectorSearch {
  const find = prepare<[number, number]>(database, 'select number, dimension from generation where name = ?');
  const readNew = prepare<[number, Uint8Array]>(
    database,
    `select c.slot, v.value from document d join chunk c on c.document = d.number
     join vector v on v.key = ? + c.slot where d.revision > ?`,
  );
  const listDropped = prepare<[number]>(database, `select number from generation where ${isDropped}`);
  const matrices = new Map<number, { readonly matrix: VectorMatrix; revision: number }>();

  function refreshed(generation: number, dimension: number): VectorMatrix {
    const known = matrices.get(generation) ?? { matrix: createVectorMatrix(dimension), revision: 0 };
    matrices.set(generation, known);
    if (known.revision === view.revision()) return known.matrix;
    for (const { slots, revision } of view.documents.values())
      if (revision > known.revision) for (const slot of slots) known.matrix.clear(slot);
    for (const [slot, value] of readNew.iterate(vectorKey(generation, 0), known.revision))
      known.matrix.set(slot, floatsOf(value));
    known.revision = view.revision();
    return known.matrix;
  }

  return {
    search({ generation, vector, limit, ...sight }) {
      for (const [dropped] of listDropped.all()) matrices.delete(dropped);
      const visible = seenBy(sight);
      const [number, dimension] = find.get(generation) ?? [];
      if (number === undefined || dimension === undefined)
        return {
          hits: [],
          chunks: visible.findableChunks,
          compared: 0,
          ...spreadOf(0, 0, 0),
        };
      checkDimension(vector.length, dimension);
      const best = createBestSlots(view, limit);
      const matrix = refreshed(number, dimension);
      let compared = 0;
      let sum = 0;
      let squares = 0;
      matrix.scan(vector, visible.of, findable, (firstSlot, dots) => {
        compared += dots.length;
        for (let i = 0; i < dots.length; i++) {
          const score = dots[i] ?? 0;
          sum += score;
          squares += score * score;
          best.offer(firstSlot + i, score);
        }
      });
      return {
        hits: best.best().map((slot) => hitOf(view, slot)),
        chunks: visible.findableChunks,
        compared,
        ...spreadOf(compared, sum, squares),
      };
    },
    bytes: () => [...matrices.values()].reduce((sum, { matrix }) => sum + matrix.bytes(), 0),
  };
}
