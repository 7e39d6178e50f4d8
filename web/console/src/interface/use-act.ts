import { useState } from 'react';
import { toProblem } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';

/** Work that somebody asked for: whether it goes on, and why it failed. */
type Act = {
  readonly run: (work: () => Promise<void>) => Promise<void>;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
};

/** Does one thing at a time, and keeps what went wrong until the next one. */
export function useAct(): Act {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (work: () => Promise<void>) => {
    setRunning(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setRunning(false);
    }
  };
  return { run, isRunning, problem };
}
