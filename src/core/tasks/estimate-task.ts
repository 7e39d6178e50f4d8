import { tunables } from '../../../config/tunables.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { Reading } from '../answer/pick-sources.ts';
import type { Language } from '../document.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { type Estimate, fenceTokens } from '../spend/estimate.ts';
import { sum } from '../sum.ts';
import type { Plan } from './plan-parts.ts';
import { notesPrompt, taskPrompts } from './render-task-prompt.ts';
import type { Task } from './task.ts';

/** Parts of documents that are read where a budget lets an answer read so much: fewer in the same measure. */
export function partsFor({ sourceTokens }: Reading): number {
  return Math.ceil((tunables.tasks.parts * sourceTokens) / tunables.answering.sourceTokens);
}

/**
 * An upper bound of what models read and write for a task: notes on each part, the result, and each of them tried again. A
 * margin allows for models that cut text into more tokens.
 */
export function estimateTask(
  { prompts }: { readonly prompts: PromptLibrary },
  request: {
    readonly task: Task;
    readonly language: Language;
    readonly instruction?: string | undefined;
    readonly plan: Plan;
  },
): Estimate {
  const { attempts, partTokens } = tunables.tasks;
  const { tokenMargin, tokensPerSource } = tunables.budgets;
  const { task, language, instruction = '', plan } = request;
  const get = (name: { readonly id: string; readonly version: number }) => prompts.get({ ...name, language });
  const read = plan.parts.map(({ tokens, passages }) => tokens + passages.length * tokensPerSource);
  const fromNotes = partTokens + plan.parts.length * tokensPerSource;
  const calls = plan.isShort
    ? read.map((tokens) => ({ prompt: get(taskPrompts[task]), tokens }))
    : [
        ...read.map((tokens) => ({ prompt: get(notesPrompt), tokens })),
        { prompt: get(taskPrompts[task]), tokens: fromNotes },
      ];
  const said = countTokens(instruction) + fenceTokens;
  const promptTokens = calls.map(
    ({ prompt, tokens }) => tokens + said + countTokens(prompt.system) + countTokens(prompt.user),
  );
  return {
    promptTokens: Math.ceil(attempts * sum(promptTokens) * tokenMargin),
    completionTokens: attempts * sum(calls.map(({ prompt }) => prompt.maxTokens)),
  };
}
