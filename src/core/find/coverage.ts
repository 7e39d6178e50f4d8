import { tunables } from '../../../config/tunables.ts';
import type { WordHits } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import type { Language } from '../document.ts';
import { analyze } from './analyze.ts';
import { termIdOf } from './encode.ts';
import type { QuestionWord } from './question-words.ts';
import { remember } from './remember.ts';

const { rememberedTexts } = tunables.find;
const stems = {
  fr: remember((text: string) => new Set(analyze(text, 'fr')), rememberedTexts),
  en: remember((text: string) => new Set(analyze(text, 'en')), rememberedTexts),
} satisfies Record<Language, (text: string) => ReadonlySet<string>>;

type Statistics = Pick<WordHits, 'readableChunks' | 'documentFrequency'>;

/** The rarity of a term among the chunks that the caller may read, as the index weighs it. */
export function idf(stem: string, { readableChunks, documentFrequency }: Statistics): number {
  const frequency = documentFrequency.get(termIdOf(stem)) ?? 0;
  return Math.log(1 + (readableChunks - frequency + 0.5) / (frequency + 0.5));
}

/**
 * Makes the function that gives the share (0–1) of the question's IDF mass that stands in a passage, its title and
 * headings included; `null` when the question has no word to look for. A word that several chains stem differently
 * weighs as its commonest stem and stands where any of its stems does, or all words of one of its aliases.
 */
export function coverageOf(
  words: readonly QuestionWord[],
  statistics: Statistics,
): (passage: Passage) => number | null {
  const weighed = words.map((word) => ({
    standsIn: standing(word),
    mass: Math.min(...[...word.stems].map((stem) => idf(stem, statistics))),
  }));
  const total = weighed.reduce((sum, { mass }) => sum + mass, 0);
  return ({ document, headings, text }) => {
    if (total <= 0) return null;
    const there = stems[document.language]([document.title, ...headings, text].join('\n'));
    const found = weighed.reduce((sum, { standsIn, mass }) => sum + (standsIn(there) ? mass : 0), 0);
    return found / total;
  };
}

function standing({ stems: forms, aliases = [] }: QuestionWord): (there: ReadonlySet<string>) => boolean {
  const others = aliases.map(({ words }) => words.map(standing));
  return (there) =>
    [...forms].some((stem) => there.has(stem)) ||
    others.some((words) => words.every((stand) => stand(there)));
}
