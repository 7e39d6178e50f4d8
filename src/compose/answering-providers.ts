import type { AnsweringProviders, RoutedModel } from '../core/answer/answering-providers.ts';
import { codeOf } from '../core/errors.ts';
import { chooseProviders } from '../core/providers/choose-providers.ts';
import { connectionOf } from '../core/providers/manage-providers.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderClients } from '../ports/provider-clients.ts';
import type { ProviderRepository } from '../ports/provider-repository.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import { clientKey, keepClients, type StoredProvider } from './kept-clients.ts';

type Deps = {
  readonly providers: Pick<ProviderRepository, 'readSetup'>;
  readonly clients: ProviderClients;
  readonly secretBox: SecretBox;
  /** The deployer's model, for organisations that have set up none. */
  readonly deployed?: RoutedModel | undefined;
  readonly logger: Pick<Logger, 'error'>;
};

/** Makes the function that reads, for each question anew, who may answer an organisation's questions. */
export function createAnsweringProviders(deps: Deps): (org: string) => Promise<AnsweringProviders> {
  const clients = keepClients<RoutedModel>();

  /** Nobody, when its key cannot be opened: the others go on answering. */
  function modelOf(provider: StoredProvider): RoutedModel[] {
    const { org, id, name, models, trust, prices } = provider;
    const { chat, smallChat } = models;
    if (chat === undefined) return [];
    try {
      const make = (model: string) => ({
        ...deps.clients.languageModel(connectionOf(deps, provider), { provider: name, model }),
        prices,
      });
      // The price card is that of the usual model: a smaller one is paid at most as much.
      const model = clients(clientKey(provider, chat, smallChat), () => ({
        ...make(chat),
        id,
        trust,
        ...(smallChat !== undefined && { smaller: make(smallChat) }),
      }));
      return [model];
    } catch (error) {
      deps.logger.error({ org, provider: id, code: codeOf(error) }, 'provider not usable');
      return [];
    }
  }

  return async (org) => {
    const { providers, choices, policy } = await deps.providers.readSetup(org);
    const own = providers.flatMap(modelOf);
    const models = own.length > 0 || !deps.deployed ? own : [deps.deployed];
    const find = (wanted: string) =>
      models.find(({ id }) => id === wanted) ?? models.find(({ provider }) => provider === wanted);
    return {
      policy,
      models,
      knows: (wanted) => find(wanted) !== undefined,
      route: ({ wanted, ...request }) =>
        chooseProviders(models, {
          ...request,
          choices,
          matrix: policy.matrix,
          wanted: wanted === undefined ? undefined : find(wanted)?.id,
        }),
    };
  };
}
