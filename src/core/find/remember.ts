/** Makes a pure function of one string remember its results, at most `limit` of them; when full it forgets all. */
export function remember<Result>(compute: (key: string) => Result, limit: number): (key: string) => Result {
  const known = new Map<string, Result>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, result);
    return result;
  };
}
