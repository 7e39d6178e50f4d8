import type { ChatTurn, LanguageModel, ModelEvent } from '../../ports/language-model.ts';
import type { Prompt } from '../../ports/prompt-library.ts';

/** A language model that may also be told how freely and how long to write; one that knows neither leaves them aside. */
export type AnsweringModel = Pick<LanguageModel, 'provider' | 'model'> & {
  stream(
    turns: readonly ChatTurn[],
    options: { readonly signal: AbortSignal } & Partial<Pick<Prompt, 'temperature' | 'maxTokens'>>,
  ): AsyncIterable<ModelEvent>;
};
