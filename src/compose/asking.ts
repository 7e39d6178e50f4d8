import { randomBytes } from 'node:crypto';
import type { AccessFilter } from '../core/access/access-filter.ts';
import { answeringEmbedder } from '../core/find/answering-embedder.ts';
import { chosenPrompts } from '../core/prompts/chosen-prompts.ts';
import { presentSource } from '../http/presenters/present-passage.ts';
import type { Logger } from '../ports/logger.ts';
import { createAnsweringProviders } from './answering-providers.ts';
import { openDoor } from './door.ts';
import type { Engines } from './engines.ts';
import type { EnginesIn } from './organisation-engines.ts';
import type { Stores } from './stores.ts';

/** What questions are answered with, for people and for evaluations of this process alike: who asks takes turns at one door. */
export type Asking = ReturnType<typeof createAsking>;

export function createAsking(
  stores: Stores,
  engines: Pick<Engines, 'clients' | 'deployed' | 'prompts'>,
  { enginesIn, logger }: { readonly enginesIn: EnginesIn; readonly logger: Logger },
) {
  const door = openDoor(stores);
  return {
    door,

    /**
     * What finds in the organisation's documents when it is the turn of who asks, with the embedder that made their vectors, and
     * their weight.
     * @param asker whose turn it is, where that is not the person
     */
    findingFor: async (within: AccessFilter, signal?: AbortSignal, asker = within.user) => {
      const { org } = within;
      const takeTurn = <T>(work: () => Promise<T>) => door.takeTurn({ org, user: asker }, work, signal);
      const [{ embedders, reranker }, fusion] = await Promise.all([
        enginesIn(org),
        stores.fittedFusion.find(org),
      ]);
      const embedder = await answeringEmbedder({ ...stores, embedders }, org);
      return { ...stores, reranker, logger, embedder, takeTurn, fusion: fusion ?? undefined };
    },

    answeringIn: createAnsweringProviders({
      providers: stores.providers,
      clients: engines.clients,
      secretBox: stores.secretBox,
      deployed: engines.deployed,
      logger,
    }),

    /** The prompts as the organisation wants them for what is asked in these spaces. */
    promptsIn: async (org: string, spaces: readonly string[] = []) =>
      chosenPrompts(engines.prompts, await stores.promptChoices.list(org), spaces),

    answering: {
      prompts: engines.prompts,
      presentSource,
      clock: performance,
      random: (size: number) => randomBytes(size),
    },
  };
}
