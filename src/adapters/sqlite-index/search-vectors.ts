import type { DatabaseSync } from 'node:sqlite';
import { dotProduct } from '../../core/dot-product.ts';
import { spreadOf } from '../../core/find/spread.ts';
import { sum } from '../../core/sum.ts';
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
  /**
   * Compares with every vector that may be found, with the best of them exactly: scores are exact, and the order is but for what
   * stands as near as a byte tells apart at the very end. Call it like the search by words.
   */
  search(ask: Questions['searchVectors']['ask']): VectorHits;
  /** Memory that the vectors take, in bytes. */
  readonly bytes: () => number;
};

/** Compared exactly beside as many as are wanted: what a byte misjudges is by far not so many places off. */
const spare = 64;

/** Vectors come into memory with the first search of their generation. */
export function createVectorSearch(database: DatabaseSync, view: View, seenBy: SeenBy): VectorSearch {
  const find = prepare<[number, number]>(database, 'select number, dimension from generation where name = ?');
  const readNew = prepare<[number, Uint8Array]>(
    database,
    `select c.slot, v.value from document d join chunk c on c.document = d.number
     join vector v on v.key = ? + c.slot where d.revision > ?`,
  );
  const read = prepare<[Uint8Array]>(database, 'select value from vector where key = ?');
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
      const likely = createBestSlots(view, limit + spare);
      const matrix = refreshed(number, dimension);
      const scanned = matrix.scan(vector, visible.of, findable, (slot, score) => {
        likely.offer(slot, score);
        return likely.floor();
      });
      const { compared } = scanned;
      const best = createBestSlots(view, limit);
      const exact: number[] = [];
      for (const { slot } of likely.best()) {
        const [value] = read.get(vectorKey(number, slot)) ?? [];
        // Its generation is being dropped.
        if (value === undefined) continue;
        const score = dotProduct(vector, floatsOf(value));
        exact.push(score);
        best.offer(slot, score);
      }
      const spread =
        exact.length === compared
          ? spreadOf(compared, sum(exact), sum(exact.map((score) => score * score)))
          : spreadOf(compared, scanned.sum, scanned.sumOfSquares);
      return {
        hits: best.best().map((slot) => hitOf(view, slot)),
        chunks: visible.findableChunks,
        compared,
        ...spread,
      };
    },
    bytes: () => [...matrices.values()].reduce((sum, { matrix }) => sum + matrix.bytes(), 0),
  };
}
