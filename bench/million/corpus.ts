import { tunables } from '../../config/tunables.ts';
import { createWorkerThreadAnalyser } from '../../src/adapters/worker-thread/text-analyser.ts';
import { encodeCard } from '../../src/core/find/encode.ts';
import type { SparseVector } from '../../src/core/find/sparse-vector.ts';
import type { IndexedChunk, IndexedDocument } from '../../src/ports/search-index.ts';
import { sharesOf } from '../capacity/simulate.ts';
import { type Material, makeDocument } from '../growth/realistic-corpus.ts';
import { clusteredVectors } from '../index/synthetic-corpus.ts';
import { markdownBlocks } from '../retrieval/markdown-blocks.ts';

/** What the index keeps of one text, as the product cuts and analyses it. */
type Analysed = { readonly card: SparseVector; readonly chunks: readonly SparseVector[] };

/** One organisation and what it holds. The first has the rank 1, and the most. */
export type Tenant = {
  readonly org: string;
  readonly rank: number;
  readonly documents: number;
  readonly chunks: number;
  /** Distinct sets of readers; documents have them in turn. */
  readonly classes: number;
};

export type MadeDocument = {
  readonly document: IndexedDocument;
  readonly chunks: readonly IndexedChunk[];
  readonly vectors: readonly { readonly chunkId: string; readonly vector: Float32Array }[];
};

export type Corpus = {
  readonly tenants: readonly Tenant[];
  /** The documents of all of them, one organisation after the other, always the same. */
  documents(): IterableIterator<MadeDocument>;
};

export const dimension = 384;
const mostClasses = 2_000;

/** Analyses so many made documents (see `makeDocument()`), whose texts then come again and again. */
export async function analysePool(material: Material, count: number): Promise<Analysed[]> {
  const analyser = createWorkerThreadAnalyser(tunables.analysis);
  try {
    const pool: Analysed[] = [];
    for (let number = 0; number < count; number += 1) {
      const { title, markdown } = makeDocument(material, number);
      const { language, chunked } = await analyser.chunk(
        { blocks: markdownBlocks(markdown) },
        { documentId: String(number), title },
      );
      const words = await analyser.encode(
        chunked.chunks.map(({ headings, text, language: own }) => ({ title, headings, text, language: own })),
      );
      // Copies: those of the analyser are views of buffers that it shares among the chunks of a document.
      const chunks = words.map(({ ids, weights }) => ({ ids: ids.slice(), weights: weights.slice() }));
      pool.push({ card: encodeCard(title, language), chunks });
    }
    return pool;
  } finally {
    await analyser.close();
  }
}

/** Deals texts of the pool out to organisations whose sizes fall as 1/rank, until each has its share of all chunks. */
export function dealOut(
  pool: readonly Analysed[],
  { chunks, organisations }: { readonly chunks: number; readonly organisations: number },
): Corpus {
  const textOf = (rank: number, at: number) => pool[(rank * 7 + at) % pool.length] as Analysed;
  const tenants = sharesOf({ organisations, skew: 1 }).map((share, at): Tenant => {
    const rank = at + 1;
    const wanted = Math.max(1, Math.round(share * chunks));
    let documents = 0;
    let held = 0;
    while (held < wanted) {
      held += textOf(rank, documents).chunks.length;
      documents += 1;
    }
    return {
      org: `organisation-${rank}`,
      rank,
      documents,
      chunks: held,
      classes: Math.min(mostClasses, documents),
    };
  });
  function* documentsOf({ org, rank, documents, classes }: Tenant): Generator<MadeDocument> {
    const vectorOf = clusteredVectors(dimension, rank);
    for (let at = 0; at < documents; at += 1) {
      const { card, chunks: words } = textOf(rank, at);
      const id = `d${at}`;
      const chunks = words.map((own, part) => ({ id: `${id}-${part}`, words: own }));
      const placed = { accessClass: at % classes, space: `s${at % 8}`, path: `f${at % 40}/${id}.md` };
      yield {
        document: { org, id, version: 1, ...placed, card },
        chunks,
        vectors: chunks.map(({ id: chunkId }) => ({ chunkId, vector: vectorOf() })),
      };
    }
  }
  return {
    tenants,
    *documents() {
      for (const tenant of tenants) yield* documentsOf(tenant);
    },
  };
}
