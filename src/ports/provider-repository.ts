import type { ProviderChoices } from '../core/providers/choose-providers.ts';
import type { EmbeddingChoice, EngineChoices, RerankChoice } from '../core/providers/engine-choice.ts';
import type { AnswerPolicy } from '../core/providers/policy.ts';
import type { Capabilities, Provider } from '../core/providers/provider.ts';
import type { SealedSecret } from './secret-box.ts';

/** Everything that decides who may be asked, read at once for one question. */
export type AnsweringSetup = {
  /** Enabled ones, the oldest first. */
  readonly providers: readonly (Provider & { readonly secret: StoredSecret | null })[];
  readonly choices: ProviderChoices;
  readonly policy: AnswerPolicy;
};

export type StoredSecret = { readonly host: string; readonly sealed: SealedSecret };

/** What becomes of a provider's secret when it is saved: kept as it is, replaced, or taken away. */
export type SecretChange = 'keep' | 'remove' | StoredSecret;

/** Who did it: a person of the organisation, or nobody for the operator at the command line. */
export type ProviderEditor = string | null;

/** Providers of organisations, the choice among them and the policy. Each change leaves an audit record of ids and codes. */
export type ProviderRepository = {
  readSetup(org: string): Promise<AnsweringSetup>;
  list(org: string): Promise<readonly (Provider & { readonly capabilities: Capabilities | null })[]>;
  find(org: string, id: string): Promise<(Provider & { readonly secret: StoredSecret | null }) | null>;
  /** Makes it or changes it whole. What was tested of another address, dialect or model is forgotten. */
  save(
    provider: Omit<Provider, 'hasSecret'>,
    change: { readonly secret: SecretChange; readonly by: ProviderEditor },
  ): Promise<void>;
  /** Also from the choices. False when there is none. */
  remove(org: string, id: string, by: ProviderEditor): Promise<boolean>;
  /** `space` null: for the organisation; `provider` null: no choice of its own any more. */
  choose(
    org: string,
    choice: { readonly space: string | null; readonly provider: string | null },
    by: ProviderEditor,
  ): Promise<void>;
  readChoices(org: string): Promise<ProviderChoices>;
  readEngineChoices(org: string): Promise<EngineChoices>;
  /** `null`: the installation's own again. A removed provider takes its choices with it. */
  chooseEngine(
    org: string,
    ...choice:
      | [use: 'embeddings', choice: EmbeddingChoice | null, by: ProviderEditor]
      | [use: 'reranking', choice: RerankChoice | null, by: ProviderEditor]
  ): Promise<void>;
  saveCapabilities(org: string, id: string, capabilities: Capabilities): Promise<void>;
  readPolicy(org: string): Promise<AnswerPolicy>;
  savePolicy(org: string, policy: Omit<AnswerPolicy, 'version'>, by: ProviderEditor): Promise<AnswerPolicy>;
  /** For sealing them anew. */
  listSecrets(org: string): Promise<readonly { readonly id: string; readonly secret: StoredSecret }[]>;
  /** False when it is no longer the one that was read. */
  replaceSecret(org: string, id: string, before: StoredSecret, after: StoredSecret): Promise<boolean>;
};
