import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfferedPassage } from '../../src/core/check/evidence.ts';
import type { Language } from '../../src/core/document.ts';
import { chunkDocument } from '../../src/core/ingest/chunk-document.ts';
import { loadSet } from '../retrieval/load-set.ts';
import { markdownBlocks } from '../retrieval/markdown-blocks.ts';

/** A chunk of a real document as it would be offered, before it has a number. */
export type RealPassage = Omit<OfferedPassage, 'n'> & { readonly document: string };

type Document = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly language: Language;
};

/** Every second article of the code makes each of its halves: no other set names so many articles. */
export type CorpusName =
  | 'piaf'
  | 'crpa-odd'
  | 'crpa-even'
  | 'service-public'
  | 'mtrag-un-dev'
  | 'rgpd-fr'
  | 'rgpd-en'
  | 'betagouv';

/** The chunks of one of the development sets below `data`, cut as the product cuts documents. */
export function loadPassages(data: string, name: CorpusName): RealPassage[] {
  return documentsOf(data, name).flatMap(({ id, title, text, language }) =>
    chunkDocument({ blocks: markdownBlocks(text) }, { documentId: id, title }).chunks.map((chunk) => ({
      document: `${name}/${id}`,
      title,
      headings: chunk.headings,
      date: new Date('2025-01-06'),
      excerpt: chunk.text,
      language,
    })),
  );
}

function documentsOf(data: string, name: CorpusName): readonly Document[] {
  if (name === 'betagouv') {
    const folder = join(data, 'corpus-betagouv');
    return globSync('**/*.md', { cwd: folder })
      .sort()
      .map((path) => ({
        id: path,
        title: titleOf(path),
        text: readFileSync(join(folder, path), 'utf8'),
        language: 'fr',
      }));
  }
  const folder = join(data, 'retrieval');
  if (name === 'rgpd-fr' || name === 'rgpd-en') {
    const language = name === 'rgpd-fr' ? 'fr' : 'en';
    return loadSet(folder, 'rgpd-own').sources.filter((source) => source.language === language);
  }
  if (name === 'crpa-odd' || name === 'crpa-even')
    return loadSet(folder, 'crpa').sources.filter((_, at) => at % 2 === (name === 'crpa-odd' ? 1 : 0));
  return loadSet(folder, name).sources;
}

function titleOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.md$/, '').replaceAll('-', ' ');
}
