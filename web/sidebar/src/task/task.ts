/** What the assistant makes of documents that a person names, how many each task takes, and what it needs. */
export const tasks = {
  summarise: { least: 1, most: 1, needsInstruction: false, needsModel: false },
  compare: { least: 2, most: 5, needsInstruction: false, needsModel: true },
  extract: { least: 1, most: 5, needsInstruction: false, needsModel: false },
  draft: { least: 1, most: 5, needsInstruction: true, needsModel: true },
} as const;

export type TaskName = keyof typeof tasks;
export const taskNames = Object.keys(tasks) as readonly TaskName[];

/** Those that cannot be done here: quotations stand for the others where there is no language model. */
export function tasksOff(hasModel: boolean): readonly TaskName[] {
  return hasModel ? [] : taskNames.filter((name) => tasks[name].needsModel);
}

/** A task as it is asked for. */
export type TaskRequest = {
  readonly task: TaskName;
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  readonly instruction: string;
};
