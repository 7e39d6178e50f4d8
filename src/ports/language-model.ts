/** What a provider says of the cost of one answer; `null` where it says nothing. */
export type TokenUsage = {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** What the provider charges; it goes before a price card. */
  readonly costEuro?: number | null;
  /** Watt-hours that the call took; the middle of a range. */
  readonly energyWh?: number | null;
};

export type ChatTurn = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** What streams out of a model: text, then once the usage. Nothing else a provider sends gets through (R44). */
export type ModelEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: TokenUsage };

/** A chat model behind a provider. */
export type LanguageModel = {
  readonly provider: string;
  readonly model: string;
  /**
   * Streams the answer. Aborting `signal` closes the upstream call.
   * @throws AppError `MODEL_UNAVAILABLE`, `MODEL_RATE_LIMITED`, `MODEL_REFUSED_KEY`, `MODEL_BAD_REPLY` or another code that
   * begins with `MODEL_`; never a vendor's text
   */
  stream(turns: readonly ChatTurn[], options: { readonly signal: AbortSignal }): AsyncIterable<ModelEvent>;
};
