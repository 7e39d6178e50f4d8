import { createHash } from 'node:crypto';
import type { AnsweringProviders, RoutedModel } from '../core/answer/answering-providers.ts';
import { codeOf } from '../core/errors.ts';
import { chooseProviders } from '../core/providers/choose-providers.ts';
import { connectionOf } from '../core/providers/manage-providers.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderClients } from '../ports/provider-clients.ts';
import type { AnsweringSetup, ProviderRepository } from '../ports/provider-repository.ts';
import type { SecretBox } from '../ports/secret-box.ts';

type Deps = {
  readonly providers: Pick<ProviderRepository, 'readSetup'>;
  readonly clients: ProviderClients;
  readonly secretBox: SecretBox;
  /** The deployer's model, for organisations that have set up none. */
  readonly deployed?: RoutedModel | undefined;
  readonly logger: Pick<Logger, 'error'>;
};

/** Clients kept for later questions, with their connections and breakers; the one used longest ago goes first. */
const mostClients = 500;

/** Makes the function that reads, for each question anew, who may answer an organisation's questions. */
export function createAnsweringProviders(deps: Deps): (org: string) => Promise<AnsweringProviders> {
  const clients = new Map<string, RoutedModel>();

  /** Nobody, when its key cannot be opened: the others go on answering. */
  function modelOf(provider: AnsweringSetup['providers'][number]): RoutedModel[] {
    const { org, id, name, dialect, baseUrl, models, trust, prices, secret } = provider;
    const { chat, smallChat } = models;
    if (chat === undefined) return [];
    const sealed = secret && createHash('sha256').update(secret.sealed).digest('base64');
    const key = JSON.stringify([org, id, name, dialect, baseUrl, chat, smallChat, trust, prices, sealed]);
    try {
      const make = (model: string) => ({
        ...deps.clients.languageModel(connectionOf(deps, provider), { provider: name, model }),
        prices,
      });
      // The price card is that of the usual model: a smaller one is paid at most as much.
      const known = clients.get(key) ?? {
        ...make(chat),
        id,
        trust,
        ...(smallChat !== undefined && { smaller: make(smallChat) }),
      };
      clients.delete(key);
      clients.set(key, known);
      if (clients.size > mostClients) clients.delete(clients.keys().next().value ?? '');
      return [known];
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
