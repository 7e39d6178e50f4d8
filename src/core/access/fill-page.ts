/** Rows that are read at once to replace those that are not shown. */
const furtherRows = 500;

/**
 * A page of at most `limit` rows, of which only those are shown that `keep` leaves: what is left out is replaced by what comes
 * after it, so that a page which is not full is the last one.
 */
export async function fillPage<Row>(
  read: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
  keep: (rows: readonly Row[]) => Promise<readonly Row[]>,
  limit: number,
): Promise<readonly Row[]> {
  const kept: Row[] = [];
  for (let last: Row | undefined; ; ) {
    const most = last === undefined ? limit : Math.max(limit, furtherRows);
    const rows = await read(last, most);
    kept.push(...(await keep(rows)));
    last = rows.at(-1);
    if (kept.length >= limit || rows.length < most) return kept.slice(0, limit);
  }
}
