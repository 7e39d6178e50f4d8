import { encodeChunk } from '../../src/core/find/encode.ts';
import { analyseDocument } from '../../src/core/ingest/analyse-document.ts';
import { type Material, makeDocument } from '../growth/realistic-corpus.ts';
import { markdownBlocks } from '../retrieval/markdown-blocks.ts';

const sampled = 200;

/**
 * How the time of the thread that analyses texts divides between cutting them and encoding their words: measured here on a sample,
 * since one thread does both.
 */
export function shareOfChunking(material: Material): { readonly chunk: number; readonly encode: number } {
  let chunkMs = 0;
  let encodeMs = 0;
  for (let number = 0; number < sampled; number += 1) {
    const { title, markdown } = makeDocument(material, number);
    const blocks = markdownBlocks(markdown);
    const begun = performance.now();
    const { chunked } = analyseDocument({ blocks }, { documentId: String(number), title });
    const cut = performance.now();
    for (const chunk of chunked.chunks) encodeChunk({ title, ...chunk });
    chunkMs += cut - begun;
    encodeMs += performance.now() - cut;
  }
  const chunk = Math.round((chunkMs / (chunkMs + encodeMs)) * 100) / 100;
  return { chunk, encode: Math.round((1 - chunk) * 100) / 100 };
}
