import type { TrustLevel } from '../trust.ts';

/** Ways to speak the wire that OpenAI made usual; each is one file of `src/adapters/openai-compatible/dialects`. */
export const dialectNames = [
  'openai',
  'mistral',
  'albert',
  'outscale',
  'scaleway',
  'ovh',
  'vllm',
  'ollama',
  'tgi',
  'tei',
  'generic',
] as const;
export type DialectName = (typeof dialectNames)[number];

/** How a provider is reached. */
export type ProviderConnection = {
  readonly dialect: DialectName;
  /** Up to and including `/v1` where there is one. */
  readonly baseUrl: string;
  readonly apiKey?: string;
};

/** Names of the provider's models, by what they are used for; absent: not for that. */
export type ProviderModels = {
  readonly chat?: string;
  /** A cheaper chat model, for answers that must keep to a budget. */
  readonly smallChat?: string;
  readonly embeddings?: string;
  readonly rerank?: string;
};

/** Euros for a million tokens, as the provider's price list says. */
export type PriceCard = { readonly promptEuro: number; readonly completionEuro: number };

/** A provider that an organisation has set up; its secret is elsewhere. */
export type Provider = {
  readonly org: string;
  /** Chosen by the administrator, unique in the organisation: « albert », « mistral-interne ». */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
  readonly dialect: DialectName;
  readonly baseUrl: string;
  readonly models: ProviderModels;
  readonly trust: TrustLevel;
  /** Where it runs, shown to people: « France (Etalab) ». */
  readonly hosting: string | null;
  readonly prices: PriceCard | null;
  readonly enabled: boolean;
  /** True when a key is kept for it; the key itself is written and never read back. */
  readonly hasSecret: boolean;
};

/** One thing that « Tester la connexion » tried. */
export type ProbeResult = {
  readonly probe:
    | 'auth'
    | 'models'
    | 'chat'
    | 'stream'
    | 'stop'
    | 'json'
    | 'accents'
    | 'long-context'
    | 'embedding'
    | 'rerank'
    | 'bad-key';
  /** `skipped`: the provider has no model for it, or an earlier failure makes it pointless. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly tookMs: number;
  /** Stable code of what was seen (`probe-texts.ts` has its sentences); never a vendor's text. */
  readonly finding: string | null;
  /** What was learned: `{ dimension: 1024 }`, `{ usageInStream: true }`. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

/** What a provider was seen to do, and when: it is believed until the next test. */
export type Capabilities = { readonly probedAt: Date; readonly results: readonly ProbeResult[] };
