import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A prepared statement whose rows are tuples. */
export type Statement<Row extends readonly unknown[]> = {
  get(...parameters: SQLInputValue[]): Row | undefined;
  all(...parameters: SQLInputValue[]): Row[];
  iterate(...parameters: SQLInputValue[]): Iterable<Row>;
  /** Number of rows changed. */
  run(...parameters: SQLInputValue[]): number;
};

/** Prepares a statement; `Row` names the types of the columns, which the tables guarantee because they are strict. */
export function prepare<Row extends readonly unknown[] = []>(
  database: DatabaseSync,
  sql: string,
): Statement<Row> {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return {
    get: (...parameters) => statement.get(...parameters) as unknown as Row | undefined,
    all: (...parameters) => statement.all(...parameters) as unknown as Row[],
    iterate: (...parameters) => statement.iterate(...parameters) as unknown as Iterable<Row>,
    run: (...parameters) => Number(statement.run(...parameters).changes),
  };
}
