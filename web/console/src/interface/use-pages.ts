import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';

/** One page of a list that the server gives by cursor. */
export type PageOf<Row> = { readonly rows: readonly Row[]; readonly nextCursor: string | null };

/** A list that is read a page at a time; `rows` is `null` before the first one. */
export type Pages<Row> = {
  readonly rows: readonly Row[] | null;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly loadMore: () => void;
  readonly reload: () => void;
};

type Held<Row> = { readonly rows: readonly Row[] | null; readonly nextCursor: string | null };

/** Reads the first page when shown and whenever `load` becomes another function (so keep it in `useCallback`). */
export function usePages<Row>(
  load: (cursor: string | null, signal: AbortSignal) => Promise<PageOf<Row>>,
): Pages<Row> {
  const [held, setHeld] = useState<Held<Row>>({ rows: null, nextCursor: null });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const controller = useRef<AbortController | null>(null);

  const read = useCallback(
    async (cursor: string | null) => {
      controller.current?.abort();
      const current = new AbortController();
      controller.current = current;
      setLoading(true);
      try {
        const page = await load(cursor, current.signal);
        setHeld(({ rows }) => ({
          rows: cursor === null ? page.rows : [...(rows ?? []), ...page.rows],
          nextCursor: page.nextCursor,
        }));
        setProblem(null);
        setLoading(false);
      } catch (error) {
        if (isAbort(error)) return;
        setProblem(toProblem(error));
        setLoading(false);
      }
    },
    [load],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another reading.
  useEffect(() => {
    void read(null);
    return () => controller.current?.abort();
  }, [read, attempt]);

  return {
    rows: held.rows,
    hasMore: held.nextCursor !== null,
    isLoading,
    problem,
    loadMore: () => void read(held.nextCursor),
    reload: useCallback(() => setAttempt((count) => count + 1), []),
  };
}
