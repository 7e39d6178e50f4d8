/** PostgreSQL takes at most 65,535 parameters in a statement. */
const rowsPerInsert = 1_000;

/** Cuts rows into as many as one insert takes; without rows there is no part. */
export function* inParts<Row>(rows: readonly Row[]): Generator<Row[], void> {
  for (let from = 0; from < rows.length; from += rowsPerInsert) yield rows.slice(from, from + rowsPerInsert);
}
