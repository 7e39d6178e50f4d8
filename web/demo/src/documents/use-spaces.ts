import { useEffect, useState } from 'react';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { Problem, Space } from '../../../shared/api/types.ts';

/** The person's spaces, `null` while they load, and the one that is shown: the first until one is chosen (`chosenId`). */
export function useSpaces(client: Client) {
  const [spaces, setSpaces] = useState<readonly Space[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [chosenId, selectSpace] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another reading.
  useEffect(() => {
    const controller = new AbortController();
    setProblem(null);
    client.spaces({ signal: controller.signal }).then(setSpaces, (error: unknown) => {
      if (!isAbort(error)) setProblem(toProblem(error));
    });
    return () => controller.abort();
  }, [client, attempt]);
  const space = spaces?.find(({ id }) => id === chosenId) ?? spaces?.[0] ?? null;
  return { spaces, space, chosenId, problem, selectSpace, reload: () => setAttempt((count) => count + 1) };
}
