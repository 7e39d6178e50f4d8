import { tunables } from '../../../config/tunables.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import { chooseBoundary, type RandomBytes } from '../answer/boundary.ts';
import { condenseExchange } from '../answer/condense-exchange.ts';
import { neutraliseLine } from '../answer/neutralise.ts';
import type { AnswerPrompt } from '../answer/render-answer-prompt.ts';
import { renderTemplate } from '../answer/render-template.ts';
import type { Language } from '../document.ts';

/** The prompt that this code knows the values of. */
export const rewritePrompt = { id: 'rewrite-question', version: 1 } as const;

/** The prompt that asks for a question to be rewritten; exchanges and question stand in a fence, as data (R36). */
export function renderRewritePrompt(
  deps: { readonly prompts: PromptLibrary; readonly random: RandomBytes },
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
  },
): AnswerPrompt {
  const prompt = deps.prompts.get({ ...rewritePrompt, language: request.language });
  const question = neutraliseLine(request.question);
  const history = request.history.slice(-tunables.answering.historyTurns).map(condenseExchange).join('\n');
  const boundary = chooseBoundary(deps.random, [question, history]);
  const values = new Map([
    ['boundary', boundary],
    ['history', history],
    ['question', question],
  ]);
  return {
    turns: [
      { role: 'system', content: renderTemplate(prompt.system, values) },
      { role: 'user', content: renderTemplate(prompt.user, values) },
    ],
    sampling: { temperature: prompt.temperature, maxTokens: prompt.maxTokens },
  };
}
