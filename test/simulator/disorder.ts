/** The same sequence of numbers from 0 to 1 for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a bad line makes of a history: each event some times, none lost unless said, in any order. */
export function disorder<Event>(
  history: readonly Event[],
  {
    seed,
    copies = 1,
    shuffle = true,
    lose = 0,
  }: { readonly seed: number; readonly copies?: number; readonly shuffle?: boolean; readonly lose?: number },
): Event[] {
  const random = randomFrom(seed);
  const kept = history.filter(() => random() >= lose);
  const sent = Array.from({ length: copies }, () => kept).flat();
  if (!shuffle) return sent;
  for (let at = sent.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [sent[at], sent[other]] = [sent[other] as Event, sent[at] as Event];
  }
  return sent;
}
