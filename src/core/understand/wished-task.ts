import { foldInPlace } from '../find/fold.ts';
import type { Task } from '../tasks/task.ts';
import { asksSomewhere } from './courtesy-patterns.ts';
import { partAsides } from './part-asides.ts';
import { shownDocument, taskWishes, wishedLength } from './task-wish-patterns.ts';

/** A task on documents that a message asks for in place of an answer: « Résume la charte du télétravail en cinq points ». */
export type TaskWish = {
  readonly task: Task;
  /** What the person wants beside the task itself, as tasks take it; empty: nothing. */
  readonly instruction: string;
  /** What tells which documents: « la charte du télétravail »; what a summary is wished of, or a note about. */
  readonly about: string;
  /** It is what the person sees (« ce document »), which is not found by words. */
  readonly isShown: boolean;
};

/** The task that a question, already without courtesy and asides, asks for; `null`: it asks a question. */
export function wishedTask(question: string): TaskWish | null {
  const { text, folded } = foldInPlace(question.trim());
  for (const { task, pattern, names } of taskWishes) {
    const wish = pattern.exec(folded)?.[0];
    if (wish === undefined) continue;
    const rest = text.slice(wish.length);
    const foldedRest = folded.slice(wish.length);
    if (names && asksSomewhere.test(foldedRest)) return null;
    const length = task === 'draft' ? null : wishedLength.exec(foldedRest);
    const about = rest.slice(0, length?.index).trim();
    const instruction = task === 'draft' ? text : rest.slice(length?.index ?? rest.length);
    const isShown = about === '' || shownDocument.test(foldedRest.slice(0, length?.index).trim());
    return { task, about, isShown, instruction: instruction.replace(/[\s.!?]+$/u, '').trim() };
  }
  return null;
}

/** The same for a message as it was written. */
export const taskWishIn = (message: string): TaskWish | null => wishedTask(partAsides(message).question);
