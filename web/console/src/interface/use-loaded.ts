import { useCallback, useEffect, useState } from 'react';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';

/** Something that is read from the server. `value` stays while it is read again, so that a page does not blink. */
export type Loaded<Value> = {
  readonly value: Value | null;
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
};

/**
 * Reads when it is first shown, when `load` becomes another function (so keep it in `useCallback`), and at `reload`.
 * `everyMs` reads it again as long as it is shown.
 */
export function useLoaded<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  everyMs: number | null = null,
): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another reading.
  useEffect(() => {
    const controller = new AbortController();
    setLoading(true);
    load(controller.signal).then(
      (read) => {
        setValue(read);
        setProblem(null);
        setLoading(false);
      },
      (error: unknown) => {
        if (isAbort(error)) return;
        setProblem(toProblem(error));
        setLoading(false);
      },
    );
    return () => controller.abort();
  }, [load, attempt]);

  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  return { value, problem, isLoading, reload };
}
