import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Client } from '../api/client.ts';
import { isAbort, toProblem } from '../api/problem.ts';
import type { ConversationCard, Problem } from '../api/types.ts';

/** The person's saved conversations, the latest first as the server gives them. A removed one is off the screen at once. */
export function useConversations(client: Client) {
  const [conversations, setConversations] = useState<readonly ConversationCard[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [version, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` asks for another reading.
  useEffect(() => {
    const controller = new AbortController();
    client.conversations({ signal: controller.signal }).then(
      (list) => {
        setConversations(list);
        setProblem(null);
      },
      (error: unknown) => {
        if (!isAbort(error)) setProblem(toProblem(error));
      },
    );
    return () => controller.abort();
  }, [client, version]);
  const reload = useCallback(() => setVersion((count) => count + 1), []);
  const remove = async (id: string) => {
    await client.removeConversation(id);
    flushSync(() => setConversations((was) => was.filter((one) => one.id !== id)));
  };
  return { conversations, problem, reload, remove };
}
