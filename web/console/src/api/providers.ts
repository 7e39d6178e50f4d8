import { ProblemError } from '../../../shared/api/problem.ts';
import type { Problem } from '../../../shared/api/types.ts';
import { type Connection, segment } from './connection.ts';

/** Levels of trust, the most trusted first. */
export const trustLevels = ['on-premises', 'state', 'secnumcloud', 'eu', 'other'] as const;
export type TrustLevel = (typeof trustLevels)[number];

/** How sensitive text may be, the least first. */
export const sensitivities = ['ouvert', 'interne', 'sensible', 'SREN31'] as const;
export type Sensitivity = (typeof sensitivities)[number];

/** What a provider may be used for, each with the model that does it. */
export const modelUses = ['chat', 'smallChat', 'embeddings', 'rerank'] as const;
export type ModelUse = (typeof modelUses)[number];

export type Probe = {
  readonly probe: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly tookMs: number;
  readonly finding: string | null;
  readonly text: { readonly fr: string; readonly en: string } | null;
  /** What was measured, in words. */
  readonly learned: { readonly fr: readonly string[]; readonly en: readonly string[] };
};

export type Capabilities = { readonly probedAt: string; readonly results: readonly Probe[] };

/** Euros for a million tokens. */
export type Prices = { readonly promptEuro: number; readonly completionEuro: number };

export type ProviderSettings = {
  readonly name: string;
  readonly dialect: string;
  readonly baseUrl: string;
  readonly models: Readonly<Partial<Record<ModelUse, string>>>;
  readonly trust: TrustLevel;
  readonly hosting: string | null;
  readonly prices: Prices | null;
  readonly enabled: boolean;
};

export type Provider = ProviderSettings & {
  readonly id: string;
  readonly hasSecret: boolean;
  readonly capabilities: Capabilities | null;
};

export type Dialect = {
  readonly name: string;
  readonly usualBaseUrl: string | null;
  readonly wantsKey: boolean;
  readonly chats: boolean;
  readonly embeds: boolean;
  readonly reranks: boolean;
};

type Chosen = { readonly provider: string; readonly model: string };

export type Choices = {
  readonly usual: string | null;
  readonly bySpace: Readonly<Record<string, string>>;
  readonly embeddings: Chosen | null;
  readonly reranking: Chosen | null;
};

export type Warning = { readonly code: string; readonly fr: string; readonly en: string };

type Generation = {
  readonly generation: string;
  readonly provider: string | null;
  readonly total: number;
  readonly done: number;
  readonly tooSensitive: number;
  readonly failedWith: string | null;
};

export type Embedding = {
  readonly serving: Generation | null;
  readonly building: (Generation & { readonly beganAt: string }) | null;
};

export type Choice =
  | { readonly for: 'answers'; readonly space: string | null; readonly provider: string | null }
  | { readonly for: 'embeddings' | 'reranking'; readonly provider: string | null };

export type Policy = {
  readonly version: number;
  readonly matrix: Readonly<Record<TrustLevel, Sensitivity>>;
  readonly withholdUnsupported: boolean;
  readonly secondOpinion: boolean;
  readonly privateDocuments: boolean;
};

export type PolicyChange = Partial<Omit<Policy, 'version'>>;

export type AssistantOffReason = 'leak' | 'incident' | 'maintenance' | 'decision';

export type AssistantState = {
  readonly enabled: boolean;
  readonly since: string | null;
  readonly reason: AssistantOffReason | null;
};

/** Who answers, what may leave, and the switch of the assistant. */
export function providersApi({ get, send, stream }: Connection) {
  const path = (id: string) => `/v1/admin/providers/${segment(id)}`;
  return {
    list: (signal: AbortSignal) =>
      get<{ providers: readonly Provider[]; choices: Choices; embedding: Embedding }>(
        '/v1/admin/providers',
        {},
        signal,
      ),
    dialects: async (signal: AbortSignal) =>
      (await get<{ dialects: readonly Dialect[] }>('/v1/admin/dialects', {}, signal)).dialects,
    /** Without `apiKey` the kept one stays. */
    save: (id: string, settings: ProviderSettings & { readonly apiKey?: string }) =>
      send<Provider & { warnings: readonly Warning[] }>('PUT', path(id), settings),
    remove: (id: string) => send('DELETE', path(id)),
    /** Each probe as it ends. */
    test: async function* (id: string, signal: AbortSignal): AsyncGenerator<Probe> {
      for await (const { event, data } of stream(`${path(id)}/test`, { stream: true }, signal)) {
        if (event === 'probe') yield JSON.parse(data) as Probe;
        if (event === 'error') throw new ProblemError(JSON.parse(data) as Problem);
      }
    },
    choose: (choice: Choice) =>
      send<Choices & { warnings: readonly Warning[] }>('PUT', '/v1/admin/provider-choices', choice),
    policy: (signal: AbortSignal) => get<Policy>('/v1/admin/policy', {}, signal),
    changePolicy: (change: PolicyChange) => send<Policy>('PUT', '/v1/admin/policy', change),
    assistant: (signal: AbortSignal) => get<AssistantState>('/v1/admin/assistant', {}, signal),
    turnAssistant: (change: { readonly enabled: boolean; readonly reason?: AssistantOffReason }) =>
      send<AssistantState>('PUT', '/v1/admin/assistant', change),
  };
}
