import { tunables } from '../../../config/tunables.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import { chooseBoundary, type RandomBytes } from '../answer/boundary.ts';
import { condenseExchange } from '../answer/condense-exchange.ts';
import { neutraliseLine } from '../answer/neutralise.ts';
import { type RenderedPrompt, renderPrompt } from '../answer/render-prompt.ts';
import type { Language } from '../document.ts';

/** The prompt that this code knows the values of. */
export const rewritePrompt = { id: 'rewrite-question', version: 2 } as const;

/** The prompt that asks for a question to be rewritten; exchanges and question stand in a fence, as data (R36). */
export function renderRewritePrompt(
  deps: { readonly prompts: PromptLibrary; readonly random: RandomBytes },
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
  },
): RenderedPrompt {
  const prompt = deps.prompts.get({ ...rewritePrompt, language: request.language });
  const question = neutraliseLine(request.question);
  const history = request.history.slice(-tunables.answering.historyTurns).map(condenseExchange).join('\n');
  const boundary = chooseBoundary(deps.random, [question, history]);
  return renderPrompt(prompt, { boundary, history, question });
}
