/** At most `limit` items of each document, order kept: with 1, the best of each when the items come best first. */
export function limitPerDocument<Item>(
  items: readonly Item[],
  documentOf: (item: Item) => string,
  limit: number,
): Item[] {
  const counts = new Map<string, number>();
  return items.filter((item) => {
    const count = (counts.get(documentOf(item)) ?? 0) + 1;
    counts.set(documentOf(item), count);
    return count <= limit;
  });
}
