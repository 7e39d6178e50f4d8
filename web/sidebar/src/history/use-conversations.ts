import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Client } from '../../../shared/api/client.ts';
import { isAbort, toProblem } from '../../../shared/api/problem.ts';
import type { ConversationCard, Problem } from '../../../shared/api/types.ts';
import { saveFile } from '../../../shared/interface/save-file.ts';

/** Time without another key before titles are looked through. */
const typingMs = 250;

/**
 * The person's saved conversations, the latest first as the server gives them, or those with some words in their title. What
 * is removed or renamed is so on the screen at once.
 */
export function useConversations(client: Client) {
  const [conversations, setConversations] = useState<readonly ConversationCard[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [version, setVersion] = useState(0);
  const [query, setQuery] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` asks for another reading.
  useEffect(() => {
    const controller = new AbortController();
    const read = () =>
      client.conversations(query.trim(), { signal: controller.signal }).then(
        (list) => {
          setConversations(list);
          setProblem(null);
        },
        (error: unknown) => {
          if (!isAbort(error)) setProblem(toProblem(error));
        },
      );
    const timer = setTimeout(read, query === '' ? 0 : typingMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, version, query]);
  const reload = useCallback(() => setVersion((count) => count + 1), []);
  const remove = async (id: string) => {
    await client.removeConversation(id);
    flushSync(() => setConversations((was) => was.filter((one) => one.id !== id)));
  };
  const rename = async (id: string, title: string) => {
    const renamed = await client.renameConversation(id, title);
    setConversations((was) => was.map((one) => (one.id === id ? renamed : one)));
  };
  const save = async ({ id, title }: ConversationCard) =>
    saveFile(`${title.replace(/[/\\:*?"<>|]+/g, ' ').trim()}.md`, await client.exportConversation(id));
  return { conversations, problem, query, search: setQuery, reload, remove, rename, save };
}
