import { textToEmbed } from '../../src/core/ingest/text-to-embed.ts';
import type { CachedEmbedder } from './cached-embedder.ts';
import { createExactIndex } from './exact-index.ts';
import type { RetrievalSet } from './load-set.ts';
import { ingest, type Vectors } from './measure.ts';

/** Vectors of all chunks of a set, of the text that the product embeds; those of its questions are made as they are asked. */
export async function vectorsOfSet(
  set: Pick<RetrievalSet, 'sources'> & { readonly questions: readonly { readonly text: string }[] },
  embedder: CachedEmbedder,
): Promise<Vectors> {
  const passages = [...ingest(set, createExactIndex()).values()];
  const texts = passages.map(({ document, headings, text }) =>
    textToEmbed({ title: document.title, headings, text }),
  );
  await embedder.fill(texts, 'passage');
  await embedder.fill(
    set.questions.map(({ text }) => text),
    'query',
  );
  const vectors = await embedder.embed(texts, { kind: 'passage' });
  const byChunk = new Map(passages.map(({ id }, at) => [id, vectors[at]]));
  return { embedder, ofChunk: (id) => byChunk.get(id) ?? undefined };
}
