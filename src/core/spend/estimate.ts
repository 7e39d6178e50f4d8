import { tunables } from '../../../config/tunables.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import { condenseExchange } from '../answer/condense-exchange.ts';
import type { Reading } from '../answer/pick-sources.ts';
import { answerPrompt } from '../answer/render-answer-prompt.ts';
import { opinionPrompt } from '../check/second-opinion.ts';
import type { Language } from '../document.ts';
import { countTokens } from '../ingest/chunking/count-tokens.ts';
import { sum } from '../sum.ts';
import { rewritePrompt } from '../understand/render-rewrite-prompt.ts';

/** Most tokens that an answer can take. */
export type Estimate = { readonly promptTokens: number; readonly completionTokens: number };

/**
 * An upper bound of what a model will read and write for an answer, before anything is looked for: its instructions, the
 * question, earlier exchanges, as many passages as may be read, and the longest reply; with earlier exchanges, the question
 * rewritten too; with second opinions, each of them with all passages. A margin allows for models that cut text into more tokens.
 */
export function estimateAnswer(
  { prompts }: { readonly prompts: PromptLibrary },
  request: {
    readonly question: string;
    readonly language: Language;
    readonly history: readonly EarlierExchange[];
    readonly reading: Reading;
    readonly secondOpinion?: boolean;
  },
): Estimate {
  const { tokenMargin, tokensPerSource } = tunables.budgets;
  const { language, reading } = request;
  const said = [
    request.question,
    ...request.history.slice(-tunables.answering.historyTurns).map(condenseExchange),
  ].map(countTokens);
  const passages = reading.sourceTokens + reading.sources * tokensPerSource;
  const opinions = request.secondOpinion ? tunables.checking.secondOpinion.most : 0;
  const used = [
    answerPrompt,
    ...(request.history.length > 0 ? [rewritePrompt] : []),
    ...Array.from({ length: opinions }, () => opinionPrompt),
  ].map((name) => prompts.get({ ...name, language }));
  // Together, the sentences in doubt are at most the whole reply.
  const doubted = opinions > 0 ? prompts.get({ ...answerPrompt, language }).maxTokens : 0;
  const promptTokens =
    passages * (1 + opinions) +
    doubted +
    sum(used.map(({ system, user }) => countTokens(system) + countTokens(user) + fenceTokens + sum(said)));
  return {
    promptTokens: Math.ceil(promptTokens * tokenMargin),
    completionTokens: sum(used.map(({ maxTokens }) => maxTokens)),
  };
}

/** Fences around question and history, and the frame that chat templates put around turns. */
export const fenceTokens = 150;
