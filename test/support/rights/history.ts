/** Times are steps of one counter: what is acknowledged before something else starts has the lower number. */
export type Span = { readonly started: number; readonly ended: number };

/** Something took this value: `member:rh` became `false`, `version:d4` became `3`. */
export type Change = Span & { readonly factor: string; readonly value: string | number | boolean };

/** A text was shown or handed to a model; it may be so only while each of its needs may hold. */
export type Use = Span & {
  readonly what: string;
  readonly needs: readonly Pick<Change, 'factor' | 'value'>[];
};

/**
 * The uses that no order of the changes permits (R16): a factor may have the value that was acknowledged last before the use
 * started, or any that was under way meanwhile. A factor that never changed is not there, and permits nothing.
 */
export function forbiddenUses(uses: readonly Use[], changes: readonly Change[]): Use[] {
  const byFactor = Map.groupBy(
    changes.toSorted((a, b) => a.ended - b.ended),
    ({ factor }) => factor,
  );
  return uses.filter((use) =>
    use.needs.some(({ factor, value }) => {
      const mine = byFactor.get(factor) ?? [];
      const before = mine.filter(({ ended }) => ended < use.started);
      const last = before.at(-1);
      // Two that overlapped may have taken effect in either order.
      const possible = mine.filter(
        (change) => change === last || (change.started < use.ended && change.ended > (last?.started ?? 0)),
      );
      return !possible.some((change) => change.value === value);
    }),
  );
}
