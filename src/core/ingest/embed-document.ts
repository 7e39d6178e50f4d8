import type { ChunkToEmbed, DocumentStore } from '../../ports/document-store.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Embedders } from '../../ports/embedders.ts';
import type { GenerationStore } from '../../ports/generation-store.ts';
import type { JobResult } from '../../ports/job-queue.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ProviderRepository } from '../../ports/provider-repository.ts';
import type { Generation, SearchIndex } from '../../ports/search-index.ts';
import { codeOf } from '../errors.ts';
import { mayReceive } from '../trust.ts';
import { embedPassages } from './embed-passages.ts';
import { wantedEmbedders } from './keep-generations.ts';
import { textToEmbed } from './text-to-embed.ts';

export type EmbedDeps = {
  readonly documents: Pick<
    DocumentStore,
    'findSensitivity' | 'listChunksToEmbed' | 'findVectors' | 'storeVectors'
  >;
  readonly providers: Pick<ProviderRepository, 'readPolicy'>;
  readonly generations: Pick<
    GenerationStore,
    'find' | 'want' | 'wholeIn' | 'markWhole' | 'noteFailure' | 'askAgain'
  >;
  readonly logger?: Pick<Logger, 'warn'>;
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
  // Another process asked, in which the model was there sooner.
  if (!deps.embedders.current) {
    await deps.generations.askAgain(job);
    return 'skipped';
  }
  const wanted = await wantedEmbedders(deps, job.org);
  const allowed = await whoMaySee(deps, job, wanted);
  const missing = allowed.filter(({ generation }) => !whole.includes(generation));
  if (missing.length === 0) return allowed.length === 0 ? 'skipped' : 'unchanged';
  let isMarked = false;
  const failures: unknown[] = [];
  for (const embedder of missing)
    try {
      isMarked = (await embedWhole({ ...deps, embedder }, job, signal)) || isMarked;
    } catch (error) {
      failures.push(error);
      if (!signal.aborted) await noteFailure(deps, job.org, embedder.generation, error);
    }
  if (failures.length > 0) throw failures[0];
  return isMarked ? 'indexed' : 'skipped';
}

type OneEmbedder = Pick<EmbedDeps, 'documents' | 'generations' | 'index'> & { readonly embedder: Embedder };

/** Embeds all chunks under the title that the document has, and once more when it was renamed meanwhile: whoever writes last writes what holds. */
async function embedWhole(deps: OneEmbedder, job: Job, signal: AbortSignal): Promise<boolean> {
  const list = () => deps.documents.listChunksToEmbed(job, job.version);
  for (let chunks = await list(); ; ) {
    await embedChunks(deps, job, chunks, signal);
    const title = chunks[0]?.title;
    if (await deps.generations.markWhole(job, job.version, deps.embedder.generation, title)) return true;
    chunks = await list();
    if (chunks[0] === undefined || chunks[0].title === title) return false;
  }
}

/** Whoever waits for the vectors is told why none come, and the log once. */
async function noteFailure(
  { generations, logger }: Pick<EmbedDeps, 'generations' | 'logger'>,
  org: string,
  generation: Generation,
  error: unknown,
): Promise<void> {
  const code = codeOf(error) ?? 'INTERNAL';
  if (await generations.noteFailure(org, generation, code))
    logger?.warn({ org, generation, code }, 'vectors not made');
}

/** The embedders that text so sensitive may be sent to: for the others the document is found by its words (R67). */
async function whoMaySee(
  { documents, providers }: Pick<EmbedDeps, 'documents' | 'providers'>,
  job: Job,
  embedders: readonly Embedder[],
): Promise<readonly Embedder[]> {
  const [sensitivity, { matrix }] = await Promise.all([
    documents.findSensitivity(job),
    providers.readPolicy(job.org),
  ]);
  return embedders.filter(({ trust }) => sensitivity !== null && mayReceive(trust, sensitivity, matrix));
}

async function embedChunks(
  { documents, generations, index, embedder }: OneEmbedder,
  { org, id, version }: Job,
  chunks: readonly ChunkToEmbed[],
  signal: AbortSignal,
): Promise<void> {
  const { generation } = embedder;
  const hashes = new Set(chunks.map(({ textHash }) => textHash));
  const known = new Map(await documents.findVectors(org, generation, [...hashes]));
  for (const batch of batchesOf(chunks, known, embedder.maxTextsPerCall)) {
    // Nothing more is sent of what was removed, or excluded from the assistant, meanwhile.
    if ((await generations.wholeIn({ org, id }, version)) === null) return;
    const vectors = await embedPassages(embedder, batch.map(textToEmbed), signal);
    const made = batch.flatMap(({ textHash }, i) => {
      const vector = vectors[i];
      return vector ? [{ textHash, vector }] : [];
    });
    await documents.storeVectors({ org, id }, generation, made);
    for (const { textHash, vector } of made) known.set(textHash, vector);
  }
  await index.putVectors({ org, id }, generation, vectorsOf(chunks, known));
}

/** The vectors that chunks have by their texts; a text that the model refuses has none. */
export function vectorsOf(
  chunks: readonly Pick<ChunkToEmbed, 'chunkId' | 'textHash'>[],
  known: ReadonlyMap<string, Float32Array>,
): { readonly chunkId: string; readonly vector: Float32Array }[] {
  return chunks.flatMap(({ chunkId, textHash }) => {
    const vector = known.get(textHash);
    return vector ? [{ chunkId, vector }] : [];
  });
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
