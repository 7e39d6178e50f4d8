import type { ChatTurn } from '../../ports/language-model.ts';
import type { Prompt } from '../../ports/prompt-library.ts';
import { renderTemplate } from './render-template.ts';

/** What goes to the model: one system and one user turn, which every chat template accepts. */
export type RenderedPrompt = {
  readonly turns: readonly ChatTurn[];
  readonly sampling: Pick<Prompt, 'temperature' | 'maxTokens'>;
};

/**
 * A prompt with values in place of its names. The same values give the same bytes (R02).
 * @throws AppError `INTERNAL` when it wants a value that was not given
 */
export function renderPrompt(
  { system, user, temperature, maxTokens }: Prompt,
  values: Readonly<Record<string, string>>,
): RenderedPrompt {
  const given = new Map(Object.entries(values));
  return {
    turns: [
      { role: 'system', content: renderTemplate(system, given) },
      { role: 'user', content: renderTemplate(user, given) },
    ],
    sampling: { temperature, maxTokens },
  };
}
