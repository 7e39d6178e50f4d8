/** nDCG of a ranking cut at `depth`, all relevant documents weighing the same. */
export function ndcg(ranking: readonly string[], relevant: ReadonlySet<string>, depth = 10): number {
  const gain = (rank: number) => 1 / Math.log2(rank + 2);
  let got = 0;
  for (const [rank, id] of ranking.slice(0, depth).entries()) if (relevant.has(id)) got += gain(rank);
  let best = 0;
  for (let rank = 0; rank < Math.min(depth, relevant.size); rank += 1) best += gain(rank);
  return got / best;
}

/** Share of the relevant documents that stand in a ranking cut at `depth`. */
export function recall(ranking: readonly string[], relevant: ReadonlySet<string>, depth = 10): number {
  return ranking.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size;
}
