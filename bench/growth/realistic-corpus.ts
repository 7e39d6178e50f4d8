import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../index/synthetic-corpus.ts';
import { loadSet, type Question } from '../retrieval/load-set.ts';

/** A document as a file would hold it, and where it lies. */
export type MadeDocument = {
  readonly title: string;
  readonly space: string;
  readonly path: string;
  /** Only a few people of its space may read it. */
  readonly isRestricted: boolean;
  readonly markdown: string;
};

/** What documents are made of: the sentences of one real page, under its title. */
type Topic = { readonly title: string; readonly sentences: readonly string[] };

export type Material = { readonly topics: readonly Topic[]; readonly questions: readonly Question[] };

export const spaces = Array.from({ length: 8 }, (_, at) => `espace-${at + 1}`);
export const foldersPerSpace = 40;

const sets = ['piaf', 'crpa', 'service-public'] as const;
const kinds = ['Guide', 'Note de service', 'Délibération', 'Convention', 'Rapport', 'Règlement', 'Fiche'];
const places =
  'Arles Brest Cahors Dole Épinal Foix Gap Hyères Issoire Laval Mende Niort Orthez Privas Redon Sète Tulle Uzès'.split(
    ' ',
  );
const shareRestricted = 0.1;
const shareArticles = 0.3;
/** Of the paragraphs, those about the document's own subjects; the others put common words beside many others. */
const shareOwn = 0.67;
/** Chunks of a document: half have fewer than the median, one in a hundred more than 60. */
const medianChunks = 6;
const mostChunks = 400;
const charactersPerChunk = 900;
const charactersPerHeading = 1_800;
const sentencesPerParagraph = 3;

/** Reads the French sets and the knowledge base below `folder`. */
export function readMaterial(folder: string): Material {
  const loaded = sets.map((name) => loadSet(join(folder, 'retrieval'), name));
  const topics = [...loaded.flatMap(({ sources }) => sources), ...readPages(join(folder, 'corpus-betagouv'))]
    .map(({ title, text }) => ({ title: title.slice(0, 80), sentences: sentencesOf(text) }))
    .filter(({ title, sentences }) => title !== '' && sentences.length > 0);
  return { topics, questions: loaded.flatMap(({ questions }) => questions) };
}

function readPages(folder: string): { title: string; text: string }[] {
  return globSync('**/*.md', { cwd: folder })
    .sort()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const title = /^# (.+)$/m.exec(text)?.[1] ?? '';
      return { title, text: text.replace(/^#+ .*$|[*_`|>[]|\]\([^)]*\)|\{%.*?%\}/gm, ' ') };
    });
}

function sentencesOf(text: string): string[] {
  const sentences = text.split(/(?<=[.!?;:])\s+|\n+/).map((sentence) => sentence.trim());
  return sentences.filter(({ length }) => length >= 30 && length <= 400);
}

/** The document of this number, always the same: sentences of one to three pages, with numbers of its own. */
export function makeDocument({ topics }: Material, number: number): MadeDocument {
  const random = seededRandom(number + 1);
  const below = (most: number) => Math.floor(random() * most);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const own = Array.from({ length: 1 + below(3) }, () => pick(topics));
  const subject = own[0]?.title ?? '';
  const title = `${pick(kinds)} n° ${2012 + below(14)}-${1 + below(900)} : ${subject} (${pick(places)})`;

  const sentence = () =>
    pick((random() < shareOwn ? pick(own) : pick(topics)).sentences).replace(/\d+/g, ({ length }) =>
      String(below(10 ** Math.min(6, length))),
    );
  const heading = () =>
    random() < shareArticles ? `Article L. ${100 + below(900)}-${1 + below(40)}` : pick(own).title;
  const parts = [`# ${title}`];
  let sinceHeading = charactersPerHeading;
  for (let left = chunksOfDocument(random) * charactersPerChunk; left > 0; ) {
    if (sinceHeading >= charactersPerHeading) {
      parts.push(`## ${heading()}`);
      sinceHeading = 0;
    }
    const paragraph = Array.from({ length: sentencesPerParagraph }, sentence).join(' ');
    parts.push(paragraph);
    left -= paragraph.length;
    sinceHeading += paragraph.length;
  }
  return {
    title,
    space: pick(spaces),
    path: `dossier-${below(foldersPerSpace)}/document-${number}.md`,
    isRestricted: random() < shareRestricted,
    markdown: parts.join('\n\n'),
  };
}

/** Log-normal, as sizes of files are. */
function chunksOfDocument(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(mostChunks, Math.max(1, Math.round(medianChunks * Math.exp(normal))));
}
