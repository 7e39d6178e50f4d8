/** Rarity (IDF) of what stands in `frequency` of `count` texts: never negative, highest for what stands in none. */
export function rarityOf(count: number, frequency: number): number {
  return Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
}
