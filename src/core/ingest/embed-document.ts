import type { ChunkToEmbed, DocumentStore } from '../../ports/document-store.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { SearchIndex } from '../../ports/search-index.ts';

export type EmbedDeps = {
  readonly documents: Pick<
    DocumentStore,
    'listChunksToEmbed' | 'findVectors' | 'storeVectors' | 'markSearchable'
  >;
  readonly index: Pick<SearchIndex, 'putVectors'>;
  readonly embedder: Embedder;
};

/** Adds vectors to one version of a document. Texts that were embedded before, in any document, are not sent again. */
export async function embedDocument(
  deps: EmbedDeps,
  job: { readonly org: string; readonly id: string; readonly version: number },
  signal: AbortSignal,
): Promise<JobResult> {
  const { embedder, documents } = deps;
  const chunks = await documents.listChunksToEmbed(job, job.version);
  if (chunks.length === 0) return 'skipped';
  const known = new Map(
    await documents.findVectors(job.org, embedder.generation, [
      ...new Set(chunks.map((chunk) => chunk.textHash)),
    ]),
  );
  for (const batch of batchesOf(chunks, known, embedder.maxTextsPerCall)) {
    const vectors = await embedder.embed(batch.map(textToEmbed), { kind: 'passage', signal });
    const made = batch.flatMap(({ textHash }, i) => {
      const vector = vectors[i];
      return vector ? [{ textHash, vector }] : [];
    });
    await documents.storeVectors(job.org, embedder.generation, made);
    for (const { textHash, vector } of made) known.set(textHash, vector);
  }
  const found = chunks.flatMap(({ chunkId, textHash }) => {
    const vector = known.get(textHash);
    return vector ? [{ chunkId, vector }] : [];
  });
  await deps.index.putVectors({ org: job.org, id: job.id }, embedder.generation, found);
  return (await documents.markSearchable(job, job.version, 'searchable')) ? 'indexed' : 'skipped';
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

/** The heading line gives a short passage its subject; it is embedded with it, never stored twice. */
function textToEmbed({ title, headings, text }: ChunkToEmbed): string {
  return `${[title, ...headings].join(' › ')}\n${text}`;
}
