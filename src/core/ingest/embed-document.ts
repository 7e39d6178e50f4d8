import type { ChunkToEmbed, DocumentStore } from '../../ports/document-store.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { GenerationStore } from '../../ports/generation-store.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { SearchIndex } from '../../ports/search-index.ts';
import { embedPassages } from './embed-passages.ts';
import { wantedEmbedders } from './keep-generations.ts';

export type EmbedDeps = {
  readonly documents: Pick<DocumentStore, 'listChunksToEmbed' | 'findVectors' | 'storeVectors'>;
  readonly generations: Pick<GenerationStore, 'find' | 'want' | 'wholeIn' | 'markWhole'>;
  readonly index: Pick<SearchIndex, 'putVectors'>;
  readonly embedders: Embedders;
};

type Job = { readonly org: string; readonly id: string; readonly version: number };

/**
 * Adds to one version of a document the vectors that it lacks: of the generation that answers, then of the one being built.
 * Texts that were embedded before, in any document, are not sent again. A failing embedder does not hold up the other one.
 */
export async function embedDocument(deps: EmbedDeps, job: Job, signal: AbortSignal): Promise<JobResult> {
  const whole = await deps.generations.wholeIn(job, job.version);
  if (whole === null) return 'skipped';
  const wanted = await wantedEmbedders(deps, job.org);
  const missing = wanted.filter(({ generation }) => !whole.includes(generation));
  if (missing.length === 0) return wanted.length === 0 ? 'skipped' : 'unchanged';
  const chunks = await deps.documents.listChunksToEmbed(job, job.version);
  let isMarked = false;
  const failures: unknown[] = [];
  for (const embedder of missing)
    try {
      await embedChunks({ ...deps, embedder }, job, chunks, signal);
      isMarked = (await deps.generations.markWhole(job, job.version, embedder.generation)) || isMarked;
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
  return isMarked ? 'indexed' : 'skipped';
}

async function embedChunks(
  { documents, index, embedder }: Pick<EmbedDeps, 'documents' | 'index'> & { readonly embedder: Embedder },
  { org, id }: Job,
  chunks: readonly ChunkToEmbed[],
  signal: AbortSignal,
): Promise<void> {
  const { generation } = embedder;
  const hashes = new Set(chunks.map(({ textHash }) => textHash));
  const known = new Map(await documents.findVectors(org, generation, [...hashes]));
  for (const batch of batchesOf(chunks, known, embedder.maxTextsPerCall)) {
    const vectors = await embedPassages(embedder, batch.map(textToEmbed), signal);
    const made = batch.flatMap(({ textHash }, i) => {
      const vector = vectors[i];
      return vector ? [{ textHash, vector }] : [];
    });
    await documents.storeVectors(org, generation, made);
    for (const { textHash, vector } of made) known.set(textHash, vector);
  }
  const found = chunks.flatMap(({ chunkId, textHash }) => {
    const vector = known.get(textHash);
    return vector ? [{ chunkId, vector }] : [];
  });
  await index.putVectors({ org, id }, generation, found);
}

/** Distinct texts that have no vector yet, of like lengths together, because a batch costs what its longest text costs. */
function batchesOf(
  chunks: readonly ChunkToEmbed[],
  known: ReadonlyMap<string, unknown>,
  size: number,
): ChunkToEmbed[][] {
  const missing = new Map(
    chunks.filter(({ textHash }) => !known.has(textHash)).map((chunk) => [chunk.textHash, chunk]),
  );
  const sorted = [...missing.values()].sort((a, b) => a.text.length - b.text.length);
  const batches: ChunkToEmbed[][] = [];
  for (let from = 0; from < sorted.length; from += size) batches.push(sorted.slice(from, from + size));
  return batches;
}

/**
 * The heading line gives a short passage its subject; it is embedded with it, never stored twice. A change here makes other
 * vectors of the same texts: raise `tunables.embedding.textVersion`.
 */
export function textToEmbed({
  title,
  headings,
  text,
}: Pick<ChunkToEmbed, 'title' | 'headings' | 'text'>): string {
  return `${[title, ...headings].join(' › ')}\n${text}`;
}
