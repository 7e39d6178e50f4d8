import type { ChatTurn, TokenUsage } from '../../ports/language-model.ts';

/** A model that a provider lists; `contextTokens` is `null` where it does not say. */
export type ListedModel = {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly contextTokens: number | null;
};

/** A piece of a reply as it came; a reply that was cut short is no error here. */
export type ProbePiece = {
  readonly text: string;
  readonly finishReason: string | null;
  readonly usage: TokenUsage | null;
};

/** One provider, called plainly: no retry, no breaker. Every method throws an `AppError` with a code `MODEL_…`. */
export type ProbeClient = {
  readonly traits: {
    readonly hasKey: boolean;
    /** Without it nothing is sent. */
    readonly wantsKey: boolean;
    /** It looks at no key, as documented. */
    readonly ignoresKeys: boolean;
    readonly chats: boolean;
    readonly embeds: boolean;
    readonly reranks: boolean;
    readonly promisesJson: boolean;
    /** It serves one model, whatever name it is asked for. */
    readonly anyModelName: boolean;
  };
  /** `null`: it gives no list. */
  listModels(signal: AbortSignal): Promise<readonly ListedModel[] | null>;
  chat(
    model: string,
    turns: readonly ChatTurn[],
    options: { readonly maxTokens: number; readonly json?: boolean; readonly signal: AbortSignal },
  ): AsyncIterable<ProbePiece>;
  /** Vectors as they came, one per text. */
  embed(
    model: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (readonly number[])[]>;
  /** Scores in the order of the texts. */
  rerank(
    model: string | undefined,
    query: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly number[]>;
  /** The same provider with a key that nobody has. */
  withWrongKey(): ProbeClient;
};
