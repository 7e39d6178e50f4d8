import { useCallback, useEffect, useState } from 'react';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';
import { useLanguage } from '../language.ts';
import { type Demo, readDemo } from './demo.ts';

/** What the demonstration holds, or why it cannot be read. */
export type DemoState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly demo: Demo }
  | { readonly status: 'failed'; readonly problem: Problem };

/** Reads the demonstration once; `reload` tries again. */
export function useDemo(): { readonly state: DemoState; readonly reload: () => void } {
  const { language } = useLanguage();
  const [state, setState] = useState<DemoState>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another reading.
  useEffect(() => {
    const controller = new AbortController();
    readDemo(language, { signal: controller.signal }).then(
      (demo) => setState({ status: 'ready', demo }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ status: 'failed', problem: toProblem(error) });
      },
    );
    return () => controller.abort();
  }, [attempt, language]);
  return { state, reload: useCallback(() => setAttempt((count) => count + 1), []) };
}
