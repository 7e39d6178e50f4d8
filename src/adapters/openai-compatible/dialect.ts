import type { RerankServer } from '../../../config/env.ts';
import type { ListedModel, ProbeClient } from '../../core/providers/probe-client.ts';
import type { DialectName } from '../../core/providers/provider.ts';
import type { ProviderWarning } from '../../core/providers/provider-warnings.ts';
import type { TokenUsage } from '../../ports/language-model.ts';
import type { Refusal, RefusalCause } from './refusal.ts';

/** How a provider speaks: all that sets it apart is here, and the clients have no other `if`. */
export type Dialect = {
  readonly name: DialectName;
  /** Where it usually is, up to and including `/v1` where there is one. `null`: each deployment has its own. */
  readonly usualBaseUrl: string | null;
  /** `ignored`: the server answers whatever key it is given. A missing `required` key is our error, before any call. */
  readonly key: 'required' | 'optional' | 'ignored';
  readonly chat: ChatProfile | null;
  readonly models: ModelListProfile;
  readonly embeddings: EmbeddingsProfile | null;
  readonly rerank: RerankServer['dialect'] | null;
  /** What a refusal means where this provider differs from the usual; `null` or absent: the usual meaning. */
  readonly causeOf?: (refusal: Refusal) => RefusalCause | null;
  /** What an administrator should know of it. */
  readonly warnings: readonly ProviderWarning[];
};

/** Whether it wants a key, and what it can be used for. */
export function traitsOf({
  key,
  chat,
  embeddings,
  rerank,
}: Dialect): Pick<ProbeClient['traits'], 'wantsKey' | 'chats' | 'embeds' | 'reranks'> {
  return {
    wantsKey: key === 'required',
    chats: chat !== null,
    embeds: embeddings !== null,
    reranks: rerank !== null,
  };
}

/** Fields of a chat request that not every server takes; what is not listed is never sent. */
export type ChatField = 'temperature' | 'maxTokens' | 'seed' | 'json';

export type ChatProfile = {
  readonly takes: readonly ChatField[];
  readonly maxTokensName: 'max_tokens' | 'max_completion_tokens';
  readonly seedName: 'seed' | 'random_seed';
  /** `asked`: at the end of a stream when asked with `stream_options`. `always`: without being asked, and the field is refused. */
  readonly usage: 'asked' | 'always';
  /** What is left out from then on when the server refuses a request: some of its models do not know it. */
  readonly concedes: readonly ('usage' | 'temperature')[];
  /** `first-user-turn`: its templates know no system role. */
  readonly system: 'own-turn' | 'first-user-turn';
  /** Its templates refuse two turns of one role in a row. */
  readonly alternates: boolean;
  /** Sent with every request. */
  readonly always: Readonly<Record<string, unknown>>;
  /** It cuts a request that is too long and says nothing: only the tokens that it counted tell. */
  readonly cutsSilently: boolean;
  /** Reads what it reports of cost and energy beside the tokens. */
  readonly spendingOf?: (usage: unknown) => Pick<TokenUsage, 'costEuro' | 'energyWh'>;
};

export type ModelListProfile = {
  readonly path: string;
  /** Reads a reply loosely; what is no list gives `null`. */
  readonly read: (body: unknown) => readonly ListedModel[] | null;
  /** It serves one model, whatever name it is asked for. */
  readonly anyName: boolean;
};

export type EmbeddingsProfile = {
  readonly path: string;
  readonly textsPerCall: number;
  readonly body: (model: string, texts: readonly string[]) => Readonly<Record<string, unknown>>;
  /** Reads a reply loosely, in the order in which it came; what has no vectors gives `null`. */
  readonly read: (body: unknown) => readonly EmbeddedText[] | null;
};

/** `at`: place of the text in the call. A string is base64 of float32, little-endian. */
export type EmbeddedText = { readonly at: number; readonly vector: readonly number[] | string };
