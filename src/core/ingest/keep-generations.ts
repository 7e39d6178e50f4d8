import type { Embedder } from '../../ports/embedder.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { GenerationProgress, GenerationStore, WantedGeneration } from '../../ports/generation-store.ts';
import type { ProviderRepository } from '../../ports/provider-repository.ts';
import type { Generation, SearchIndex } from '../../ports/search-index.ts';
import { sensitivities } from '../document.ts';
import { embedderOf } from '../find/answering-embedder.ts';
import type { EmbeddingChoice } from '../providers/engine-choice.ts';
import { sendableTo } from '../trust.ts';

export type KeepDeps = {
  readonly generations: GenerationStore;
  readonly index: Pick<SearchIndex, 'dropGeneration'>;
  readonly providers: Pick<ProviderRepository, 'readPolicy'>;
  readonly embedders: Embedders;
};

/**
 * Makes the vectors of an organisation follow the embedder that is configured: begins a generation when it is another one
 * than before, asks for what is missing, and drops what is retired. Every step can be cut off and done again.
 */
export async function keepGenerations(
  deps: KeepDeps,
  org: string,
  options: {
    /** Vectors that were asked for since then are on their way. */
    readonly askedBefore: Date;
    /** Questions that were embedded before may still be looked for in what was retired since then. */
    readonly retiredBefore: Date;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  await dropRetired(deps, org, options);
  const wanted = await wantedGenerations(deps, org, await wantedEmbedders(deps, org));
  if (wanted.length > 0) await deps.generations.requestMissing(org, wanted, options);
  await switchGenerations(deps, org);
}

/** Lets the current embedder's generation take over, if it covers the one that answers. */
export async function switchGenerations(
  deps: Pick<KeepDeps, 'generations' | 'providers' | 'embedders'>,
  org: string,
): Promise<void> {
  const { current } = deps.embedders;
  for (const wanted of await wantedGenerations(deps, org, current ? [current] : []))
    await deps.generations.switchWhenCovered(org, wanted);
}

/** The generations of these embedders, with what the organisation's policy lets each of them see at this moment (R69). */
export async function wantedGenerations(
  { providers }: Pick<KeepDeps, 'providers'>,
  org: string,
  embedders: readonly Embedder[],
): Promise<readonly WantedGeneration[]> {
  if (embedders.length === 0) return [];
  const { matrix } = await providers.readPolicy(org);
  return embedders.map(({ generation, trust }) => ({ generation, sendable: sendableTo(trust, matrix) }));
}

/**
 * The embedders whose vectors a document should have, the one that answers first. None while the current one waits for its
 * own former vectors to be dropped.
 */
export async function wantedEmbedders(
  {
    generations,
    embedders,
  }: { readonly generations: Pick<GenerationStore, 'find' | 'want'>; readonly embedders: Embedders },
  org: string,
): Promise<readonly Embedder[]> {
  const { current, chosen } = embedders;
  if (!current) return [];
  const known = await generations.find(org);
  const isSettled =
    known.building === null
      ? known.serving === current.generation
      : known.building.generation === current.generation;
  const { serving, building } = isSettled ? known : await generations.want(org, current.generation, chosen);
  return [serving, building?.generation].flatMap((generation) => embedderOf(embedders, generation) ?? []);
}

/** The vectors go first and the mention of the generation last, so that a crash leaves something to go on with. */
async function dropRetired(
  { generations, index }: Pick<KeepDeps, 'generations' | 'index'>,
  org: string,
  { retiredBefore, signal }: { readonly retiredBefore: Date; readonly signal: AbortSignal },
): Promise<void> {
  for (const { generation, since } of (await generations.find(org)).retired) {
    if (since >= retiredBefore) continue;
    await index.dropGeneration(org, generation, signal);
    await generations.erase(org, generation, signal);
    await generations.forget(org, generation);
  }
}

type Told = {
  readonly generation: Generation;
  /** The organisation's provider that makes it; `null`: the installation. */
  readonly provider: string | null;
} & GenerationProgress;

export type EmbeddingStatus = {
  readonly serving: Told | null;
  readonly building: (Told & { readonly beganAt: Date }) | null;
};

/** What an operator wants to know of the vectors of an organisation; `null` where there is no such generation. */
export async function embeddingStatus(
  deps: Pick<KeepDeps, 'providers' | 'embedders'> & {
    readonly generations: Pick<GenerationStore, 'find' | 'progress'>;
  },
  org: string,
): Promise<EmbeddingStatus> {
  const { serving, servedBy, building } = await deps.generations.find(org);
  const tell = async (generation: Generation, chosen: EmbeddingChoice | null): Promise<Told> => {
    const embedder = embedderOf(deps.embedders, generation);
    const [wanted] = await wantedGenerations(deps, org, embedder ? [embedder] : []);
    // Of a generation that nobody makes any more, nothing is too sensitive: it is missing.
    return {
      generation,
      provider: chosen?.provider ?? null,
      ...(await deps.generations.progress(org, wanted ?? { generation, sendable: sensitivities })),
    };
  };
  return {
    serving: serving === null ? null : await tell(serving, servedBy),
    building: building && {
      beganAt: building.beganAt,
      ...(await tell(building.generation, building.chosen)),
    },
  };
}
