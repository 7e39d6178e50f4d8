import { useState } from 'react';
import { toProblem } from '../api/problem.ts';
import type { Problem } from '../api/types.ts';

/** Work that somebody asked for: whether it goes on, and why it failed. */
type Act = {
  readonly run: (work: () => Promise<void>) => Promise<void>;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  readonly forget: () => void;
};

/**
 * Does what is asked, and keeps what went wrong until the next time, or until it is forgotten. The button that asks for it
 * takes `isPending` while it runs: a disabled one would lose the focus, and with it the keyboard of a dialog.
 */
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
  return { run, isRunning, problem, forget: () => setProblem(null) };
}
