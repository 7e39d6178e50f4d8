import type { Embedder } from '../../ports/embedder.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { GenerationProgress, GenerationStore } from '../../ports/generation-store.ts';
import type { Generation, SearchIndex } from '../../ports/search-index.ts';
import { embedderOf } from '../find/answering-embedder.ts';

export type KeepDeps = {
  readonly generations: GenerationStore;
  readonly index: Pick<SearchIndex, 'dropGeneration'>;
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
  const wanted = await wantedEmbedders(deps, org);
  const generations = wanted.map(({ generation }) => generation);
  if (generations.length > 0) await deps.generations.requestMissing(org, generations, options);
  await deps.generations.switchWhenCovered(org);
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
  const { current } = embedders;
  if (!current) return [];
  const known = await generations.find(org);
  const isSettled =
    known.building === null
      ? known.serving === current.generation
      : known.building.generation === current.generation;
  const { serving, building } = isSettled ? known : await generations.want(org, current.generation);
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

type Told = { readonly generation: Generation } & GenerationProgress;

export type EmbeddingStatus = {
  readonly serving: Told | null;
  readonly building: (Told & { readonly beganAt: Date }) | null;
};

/** What an operator wants to know of the vectors of an organisation; `null` where there is no such generation. */
export async function embeddingStatus(
  generations: Pick<GenerationStore, 'find' | 'progress'>,
  org: string,
): Promise<EmbeddingStatus> {
  const { serving, building } = await generations.find(org);
  return {
    serving: serving === null ? null : { generation: serving, ...(await generations.progress(org, serving)) },
    building: building && { ...building, ...(await generations.progress(org, building.generation)) },
  };
}
