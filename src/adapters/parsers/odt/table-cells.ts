import type { CellPlace } from '../flow/merged-table.ts';
import type { XmlElement } from '../xml-reader.ts';

/** Places the cells of one table, whose merged cells are followed by the cells that they cover. */
export type CellPlaces = {
  readonly openRow: () => void;
  /** Where a cell stands; `null` for one that its neighbour to the left covers. */
  readonly place: (cell: XmlElement) => CellPlace | null;
};

/** Larger numbers of columns or rows are a slip or an attack. */
const most = 10_000;

export function createCellPlaces(): CellPlaces {
  let column = 0;
  const below = new Map<number, { rows: number; readonly span: number }>();
  return {
    openRow: () => {
      column = 0;
    },
    place: ({ name, attributes }) => {
      const count = (attribute: string): number =>
        Math.min(most, Math.max(1, Number(attributes.get(`table:${attribute}`) ?? 1) || 1));
      const start = column;
      const repeated = count('number-columns-repeated');
      column += repeated;
      if (name === 'table:covered-table-cell') {
        const above = below.get(start);
        if (above === undefined) return null;
        above.rows -= 1;
        if (above.rows === 0) below.delete(start);
        return { column: start, span: above.span, continues: true };
      }
      const span = Math.max(repeated, count('number-columns-spanned'));
      const rows = count('number-rows-spanned');
      if (rows > 1) below.set(start, { rows: rows - 1, span });
      else below.delete(start);
      return { column: start, span, continues: false };
    },
  };
}
