import { useCallback, useState } from 'react';

/** A task that the assistant proposes; the person decides. */
export type TaskDraft = {
  readonly title: string;
  readonly text: string;
  readonly documents: readonly string[];
};
export type Task = TaskDraft & { readonly key: number };

/** What the person works on beside their documents: a text that they write, and tasks. It lasts as long as the page. */
export function useDesk() {
  const [text, setText] = useState<string | null>(null);
  const [draft, setDraft] = useState<TaskDraft | null>(null);
  const [tasks, setTasks] = useState<readonly Task[]>([]);
  const insert = useCallback(
    (added: string) =>
      setText((was) => (was === null || was === '' ? added : `${was.trimEnd()}\n\n${added}`)),
    [],
  );
  const settle = useCallback((task: TaskDraft | null) => {
    setDraft(null);
    if (task !== null) setTasks((was) => [...was, { ...task, key: (was.at(-1)?.key ?? 0) + 1 }]);
  }, []);
  const finish = useCallback((key: number) => setTasks((was) => was.filter((task) => task.key !== key)), []);
  return { text, setText, insert, draft, propose: setDraft, settle, tasks, finish };
}

export type Desk = ReturnType<typeof useDesk>;
