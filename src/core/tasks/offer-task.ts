import type { TaskWish } from '../understand/wished-task.ts';
import { type Task, taskRules } from './task.ts';

/** A task as it can be asked for at once; without enough documents the person chooses them. */
export type OfferedTask = {
  readonly task: Task;
  readonly documents: readonly NamedDocument[];
  /** What the person wants beside the task itself; empty: nothing. */
  readonly instruction: string;
};

type NamedDocument = { readonly id: string; readonly title: string };

/** A wished task on the documents that were found for it, the best first: as few as it takes. */
export function offerTask(
  { task, instruction, isShown }: TaskWish,
  found: readonly { readonly document: NamedDocument }[],
): OfferedTask {
  const documents = new Map(found.map(({ document: { id, title } }) => [id, { id, title }]));
  const most = isShown ? 0 : taskRules[task].least;
  return { task, documents: [...documents.values()].slice(0, most), instruction };
}
