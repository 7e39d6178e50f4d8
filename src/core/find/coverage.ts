import { tunables } from '../../../config/tunables.ts';
import type { WordHits } from '../../ports/search-index.ts';
import type { Passage } from '../answer/passage.ts';
import type { Language } from '../document.ts';
import { analyze } from './analyze.ts';
import { idf } from './idf.ts';
import type { QuestionWord } from './question-words.ts';
import { remember } from './remember.ts';

const { rememberedTexts } = tunables.find;
const stems = {
  fr: remember((text: string) => new Set(analyze(text, 'fr')), rememberedTexts),
  en: remember((text: string) => new Set(analyze(text, 'en')), rememberedTexts),
} satisfies Record<Language, (text: string) => ReadonlySet<string>>;

type Statistics = Pick<WordHits, 'readableChunks' | 'documentFrequency'>;

/** The words of a question by the IDF mass that each of them brings. */
export type WeighedWords = {
  /** IDF mass of all of them; 0 when there is nothing to look for. */
  readonly total: number;
  /** Share (0–1) of the mass whose words stand among these stems; 0 when `total` is. */
  readonly shareIn: (stems: ReadonlySet<string>) => number;
};

/**
 * Weighs the words of a question. A word that several chains stem differently weighs as its commonest stem and stands
 * where any of its stems does, or all words of one of its aliases; a word of the context weighs less.
 */
export function weighWords(words: readonly QuestionWord[], statistics: Statistics): WeighedWords {
  const weighed = words.map((word) => ({
    standsIn: standing(word),
    mass: word.weight * Math.min(...[...word.stems].map((stem) => idf(stem, statistics))),
  }));
  const total = weighed.reduce((sum, { mass }) => sum + mass, 0);
  const shareIn = (there: ReadonlySet<string>) =>
    total > 0
      ? weighed.reduce((sum, { standsIn, mass }) => sum + (standsIn(there) ? mass : 0), 0) / total
      : 0;
  return { total, shareIn };
}

/** The stems of a passage, its title and headings included. */
export function stemsOfPassage({ document, headings, text }: Passage): ReadonlySet<string> {
  return stems[document.language]([document.title, ...headings, text].join('\n'));
}

function standing({ stems: forms, aliases = [] }: QuestionWord): (there: ReadonlySet<string>) => boolean {
  const others = aliases.map(({ words }) => words.map(standing));
  return (there) =>
    [...forms].some((stem) => there.has(stem)) ||
    others.some((words) => words.every((stand) => stand(there)));
}
