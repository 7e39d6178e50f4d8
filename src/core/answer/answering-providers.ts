import type { Sensitivity } from '../document.ts';
import type { Routing } from '../providers/choose-providers.ts';
import type { AnswerPolicy } from '../providers/policy.ts';
import type { TrustLevel } from '../trust.ts';
import type { AnsweringModel } from './answering-model.ts';

/** A model that may be asked, with the id of its provider. */
export type RoutedModel = AnsweringModel & {
  readonly id: string;
  readonly trust: TrustLevel;
  /** A cheaper one of the same provider, for answers that must keep to a budget. */
  readonly smaller?: AnsweringModel;
};

/** Who may answer an organisation's questions, as its administrators set it up when the question was asked. */
export type AnsweringProviders = {
  readonly policy: AnswerPolicy;
  /** Of all providers that may be asked for. */
  readonly models: readonly RoutedModel[];
  /** True when a provider of this id or name may be asked for. */
  readonly knows: (wanted: string) => boolean;
  /** Decides from all that would be sent (see `chooseProviders`). */
  readonly route: (request: {
    readonly spaces: readonly string[];
    readonly sensitivities: readonly Sensitivity[];
    readonly wanted?: string | undefined;
  }) => Routing<RoutedModel>;
};
