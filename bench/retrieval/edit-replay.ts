/**
 * `node bench/retrieval/edit-replay.ts agreements|codes|sheets BEFORE AFTER`: two releases of the same documents (each a
 * folder `node_modules/@socialgouv`), cut into chunks; prints which share of the chunks of the second would be embedded
 * anew, because no chunk of the first has their text hash. Exit code 1 above 5 %.
 */

import type { Article } from '../../eval/socialgouv/articles.ts';
import { readAgreements } from '../../eval/socialgouv/read-agreements.ts';
import { readCodes } from '../../eval/socialgouv/read-codes.ts';
import { readSheets } from '../../eval/socialgouv/read-sheets.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { textHashOf } from '../../src/core/ingest/text-hash.ts';
import type { ParsedBlock } from '../../src/core/parsed-document.ts';

/** Largest share that an edit may cost. */
const allowed = 0.05;

type Source = { readonly id: string; readonly title: string; readonly blocks: readonly ParsedBlock[] };

const kinds: Readonly<Record<string, (packages: string) => Generator<Source>>> = {
  agreements: function* (packages) {
    for (const { id, title, articles } of readAgreements(packages))
      yield { id, title, blocks: blocksOf(articles) };
  },
  codes: function* (packages) {
    for (const { id, title, articles } of readCodes(packages))
      yield { id, title, blocks: blocksOf(articles) };
  },
  sheets: function* (packages) {
    for (const { id, title, text } of readSheets(packages)) yield { id, title, blocks: paragraphs(text) };
  },
};

const [kind = '', before, after] = process.argv.slice(2);
const read = kinds[kind];
if (!read || !before || !after) {
  console.error(`usage: edit-replay.ts ${Object.keys(kinds).join('|')} BEFORE AFTER`);
  process.exit(64);
}
const known = new Map<string, Set<string>>();
for (const source of read(before)) known.set(source.id, new Set(hashesOf(source)));
let documents = 0;
let chunks = 0;
let fresh = 0;
let added = 0;
for (const source of read(after)) {
  const old = known.get(source.id);
  const hashes = hashesOf(source);
  // A document that is new as a whole is no edit.
  if (!old) {
    added += 1;
    continue;
  }
  documents += 1;
  chunks += hashes.length;
  fresh += hashes.filter((hash) => !old.has(hash)).length;
}
const share = chunks === 0 ? 0 : fresh / chunks;
console.log(
  JSON.stringify({ kind, documents, added, chunks, new: fresh, share: Math.round(share * 1e4) / 1e4 }),
);
if (share > allowed) process.exitCode = 1;

function hashesOf({ id, title, blocks }: Source): string[] {
  return chunkDocument({ blocks: [...blocks] }, { documentId: id, title }).chunks.map((chunk) =>
    textHashOf({ ...chunk, title }),
  );
}

/** Articles under the headings of their sections, as their web page has them. */
function blocksOf(articles: readonly Article[]): ParsedBlock[] {
  let above: readonly string[] = [];
  return articles.flatMap(({ sectionPath, title, text }): ParsedBlock[] => {
    const changed = sectionPath.findIndex((section, at) => section !== above[at]);
    const from = changed === -1 ? sectionPath.length : changed;
    above = sectionPath;
    const sections = sectionPath.slice(from).map((section, at) => headingBlock(from + at + 2, section));
    const own = title === sectionPath.at(-1) ? [] : [headingBlock(sectionPath.length + 2, title)];
    return [...sections, ...own, ...paragraphs(text)];
  });
}

function headingBlock(level: number, text: string): ParsedBlock {
  return { kind: 'heading', level: Math.min(6, level), text };
}

function paragraphs(text: string): ParsedBlock[] {
  return text.split('\n').map((line) => ({ kind: 'paragraph', text: line }));
}
