/** Makes a pure function of one value remember its results, at most `limit` of them; when full it forgets all. */
export function remember<Result, Key = string>(
  compute: (key: Key) => Result,
  limit: number,
): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, result);
    return result;
  };
}
