import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeChunk } from '../../src/core/find/encode.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { markdownBlocks } from './markdown-blocks.ts';

/** `node bench/retrieval/speed.ts [folder]`: seconds to cut and encode the Markdown files of a folder, on one thread. */
const folder = process.argv[2] ?? join(import.meta.dirname, '../../../shared/data/corpus-betagouv');
const documents = globSync('**/*.md', { cwd: folder }).map((path) => ({
  path,
  blocks: markdownBlocks(readFileSync(join(folder, path), 'utf8')),
}));
const started = performance.now();
const chunked = documents.map(({ path, blocks }) => ({
  path,
  ...chunkDocument({ blocks }, { documentId: path, title: path }),
}));
const cut = performance.now();
let terms = 0;
for (const { path, chunks } of chunked)
  for (const { headings, text } of chunks)
    terms += encodeChunk({ title: path, headings, text, language: 'fr' }).ids.length;
const encoded = performance.now();
const tokens = chunked.flatMap(({ chunks }) => chunks.map((chunk) => chunk.tokens)).sort((a, b) => a - b);
const quantile = (share: number) => tokens[Math.floor(share * (tokens.length - 1))];
console.log(
  JSON.stringify({
    documents: documents.length,
    characters: chunked.reduce((sum, { text }) => sum + text.length, 0),
    sections: chunked.reduce((sum, { sections }) => sum + sections.length, 0),
    chunks: tokens.length,
    terms,
    chunkTokens: { p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9), max: quantile(1) },
    chunkSeconds: Math.round(cut - started) / 1000,
    encodeSeconds: Math.round(encoded - cut) / 1000,
  }),
);
