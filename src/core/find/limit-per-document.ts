/** At most so many items of each document, order kept: with 1, the best of each when the items come best first. */
export function limitPerDocument<Item>(
  items: readonly Item[],
  documentOf: (item: Item) => string,
  most: (document: string) => number = () => 1,
): Item[] {
  const counts = new Map<string, number>();
  return items.filter((item) => {
    const document = documentOf(item);
    const count = (counts.get(document) ?? 0) + 1;
    counts.set(document, count);
    return count <= most(document);
  });
}
