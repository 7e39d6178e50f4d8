import type { ConfirmCaller } from '../access/watch-rights.ts';
import type { AnswerEvent } from '../answer/answer.ts';
import type { DocumentCard, Language } from '../document.ts';

/** What may be asked of documents beside questions. */
export const tasks = ['summarise', 'compare', 'extract', 'draft'] as const;
export type Task = (typeof tasks)[number];

/** How many documents each task takes, and whether it needs an instruction. */
export const taskRules: Readonly<
  Record<Task, { readonly least: number; readonly most: number; readonly needsInstruction: boolean }>
> = {
  summarise: { least: 1, most: 1, needsInstruction: false },
  compare: { least: 2, most: 5, needsInstruction: false },
  extract: { least: 1, most: 5, needsInstruction: false },
  draft: { least: 1, most: 5, needsInstruction: true },
};

/** True of a task for whose result quotations can stand where no model writes one. */
export const canBeQuoted = (task: Task): task is 'summarise' | 'extract' =>
  task === 'summarise' || task === 'extract';

export type TaskRequest = {
  readonly task: Task;
  /** Ids, in the order in which they are to be treated. */
  readonly documents: readonly string[];
  /** What the person wants beside the task itself. */
  readonly instruction?: string | undefined;
  /** Of the result; absent: that of the instruction, else of the first document. */
  readonly language?: Language | undefined;
  readonly conversationId?: string | undefined;
  /** Id or name of the provider to use; absent: the one chosen for the spaces of the documents. */
  readonly provider?: string | undefined;
  /** Asked again and again while the work goes on; absent: the caller needs no token. */
  readonly confirm?: ConfirmCaller;
  readonly signal: AbortSignal;
};

/** The first event: what is about to be done, by what, with which documents. */
export type TaskMeta = {
  readonly type: 'meta';
  readonly conversationId: string;
  readonly messageId: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly language: Language;
  readonly task: Task;
  readonly documents: readonly Pick<DocumentCard, 'id' | 'title'>[];
  /** It goes on for a while without a listener, and can be resumed and stopped. */
  readonly resumable?: true;
};

/** Step `step` of `of` begins, counted from 1; the last one writes the result. */
export type Progress = { readonly type: 'progress'; readonly step: number; readonly of: number };

/** Before `done` come text and citations as those of an answer; a later `sources` takes the place of an earlier one. */
export type TaskEvent = TaskMeta | WorkEvent;

/** What the work itself gives while it goes on. */
export type WorkEvent = Progress | AnswerEvent;
