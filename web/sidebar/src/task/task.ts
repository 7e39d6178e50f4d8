/** What the assistant makes of documents that a person names, and how many each task takes. */
export const tasks = {
  summarise: { least: 1, most: 1, needsInstruction: false },
  compare: { least: 2, most: 5, needsInstruction: false },
  extract: { least: 1, most: 5, needsInstruction: false },
  draft: { least: 1, most: 5, needsInstruction: true },
} as const;

export type TaskName = keyof typeof tasks;
export const taskNames = Object.keys(tasks) as readonly TaskName[];

/** A task as it is asked for. */
export type TaskRequest = {
  readonly task: TaskName;
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly instruction: string;
};
