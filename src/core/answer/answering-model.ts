import type { ChatTurn, LanguageModel, ModelEvent } from '../../ports/language-model.ts';
import type { Prompt } from '../../ports/prompt-library.ts';
import type { PriceCard } from '../providers/provider.ts';

/** A language model that may also be told how freely and how long to write; one that knows neither leaves them aside. */
export type AnsweringModel = Pick<LanguageModel, 'provider' | 'model'> & {
  /** What its tokens cost; absent where nobody knows. */
  readonly prices?: PriceCard | null;
  stream(
    turns: readonly ChatTurn[],
    options: { readonly signal: AbortSignal } & Partial<Pick<Prompt, 'temperature' | 'maxTokens'>>,
  ): AsyncIterable<ModelEvent>;
};
