/** What a provider can do for an organisation as a whole, beside answering in its spaces. */
export const engineUses = ['embeddings', 'reranking'] as const;
export type EngineUse = (typeof engineUses)[number];

/** Who makes the vectors of an organisation: one of its providers, with one model and what that wants before texts. */
export type EmbeddingChoice = {
  readonly provider: string;
  readonly model: string;
  readonly queryPrefix: string;
  readonly passagePrefix: string;
};

/** Who puts its passages into order. */
export type RerankChoice = Pick<EmbeddingChoice, 'provider' | 'model'>;

/** The choices of an organisation; `null`: what the installation has, if it has any. */
export type EngineChoices = {
  readonly embeddings: EmbeddingChoice | null;
  readonly reranking: RerankChoice | null;
};
