import type { PromptLibrary } from '../../ports/prompt-library.ts';
import { chooseBoundary, fenceOf, type RandomBytes } from '../answer/boundary.ts';
import { neutralise } from '../answer/neutralise.ts';
import { type RenderedPrompt, renderPrompt } from '../answer/render-prompt.ts';
import { texts } from '../answer/texts.ts';
import type { Language } from '../document.ts';
import type { Task } from './task.ts';
import { taskTexts } from './task-texts.ts';

/** The prompts of tasks, and of the notes that are taken on parts of long documents. */
export const taskPrompts = {
  summarise: { id: 'summarise-document', version: 1 },
  compare: { id: 'compare-documents', version: 1 },
  extract: { id: 'extract-decisions', version: 1 },
  draft: { id: 'draft-note', version: 1 },
} as const satisfies Record<Task, unknown>;

export const notesPrompt = { id: 'take-notes', version: 1 } as const;

export type RenderDeps = { readonly prompts: PromptLibrary; readonly random: RandomBytes };

/**
 * The prompt of a task, or (`step: 'notes'`) of notes that serve it. Blocks, whatever they come from, and the
 * instruction stand in fences whose mark is drawn for this prompt (R36).
 */
export function renderTaskPrompt(
  deps: RenderDeps,
  request: {
    readonly task: Task;
    readonly step: 'notes' | 'result';
    readonly language: Language;
    readonly instruction?: string | undefined;
    /** Passages or notes, neutralised. */
    readonly blocks: readonly string[];
  },
): RenderedPrompt {
  const { task, language, blocks } = request;
  const name = request.step === 'notes' ? notesPrompt : taskPrompts[task];
  const prompt = deps.prompts.get({ ...name, language });
  const instruction = neutralise(request.instruction ?? '').trim();
  const { aims, instructionTitle } = taskTexts[language];
  const boundary = chooseBoundary(deps.random, [instruction, ...blocks]);
  const fence = fenceOf(boundary);
  return renderPrompt(prompt, {
    aim: aims[task],
    boundary,
    instruction: instruction === '' ? '' : `${instructionTitle}\n${fence(instruction)}\n\n`,
    notFound: texts[language].modelFoundNothing,
    passages: blocks.map(fence).join('\n\n'),
  });
}
