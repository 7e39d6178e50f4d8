import type { Embedder } from '../../ports/embedder.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { GenerationStore } from '../../ports/generation-store.ts';
import type { Generation } from '../../ports/search-index.ts';

/** The embedder that makes vectors of a generation, if this process has it. */
export function embedderOf(
  { current, previous }: Embedders,
  generation: Generation | undefined | null,
): Embedder | undefined {
  return [current, previous].find((embedder) => embedder?.generation === generation);
}

/**
 * The embedder to ask of an organisation's documents with: a question must be embedded by the model that made the vectors
 * it is compared with. That of the serving generation; when this process has it no more, the current one, whose vectors
 * `retrieve()` leaves alone while they are too few. `undefined` without any: words only.
 */
export async function answeringEmbedder(
  deps: { readonly generations: Pick<GenerationStore, 'find'>; readonly embedders: Embedders },
  org: string,
): Promise<Embedder | undefined> {
  const { embedders } = deps;
  if (!embedders.previous) return embedders.current;
  const { serving } = await deps.generations.find(org);
  return embedderOf(embedders, serving) ?? embedders.current;
}
