import { fold } from '../find/fold.ts';

/** A word of a question, and in how many of the passages that the caller may read it stands, in any of its forms. */
export type AskedWord = { readonly surface: string; readonly passages: number };

const most = 2;
const wordsOfAShortQuestion = 3;
const word = /[\p{L}\p{N}]+/gu;

/**
 * Up to two other ways to ask, for a question that found nothing: as it was perhaps meant to be spelt (`respelt`), with the words alone that
 * readable documents have, in the long form of its acronyms or the acronym of its long form, or with its rarest words. Where
 * less than most of its words are left it would be another question, which is not offered.
 */
export function otherWordsFor(
  question: string,
  asked: readonly AskedWord[],
  {
    otherForms = [],
    respelt = null,
  }: { readonly otherForms?: readonly string[]; readonly respelt?: string | null } = {},
): string[] {
  const known = asked.filter(({ passages }) => passages > 0);
  const rarest = known.toSorted((a, b) => a.passages - b.passages).slice(0, wordsOfAShortQuestion);
  const withFewer = (words: readonly AskedWord[]) =>
    words.length < asked.length && words.length > asked.length / 2 ? spelled(question, words) : '';
  const ways = [
    respelt ?? '',
    withFewer(known),
    ...otherForms.filter((form) => !fold(question).includes(fold(form))),
    withFewer(rarest),
  ];
  const distinct = new Map(ways.map((way) => [fold(way).trim(), way]));
  distinct.delete('');
  distinct.delete(fold(question).trim());
  return [...distinct.values()].slice(0, most);
}

/** The words as the person wrote them, in the order of the question. */
function spelled(question: string, words: readonly AskedWord[]): string {
  const wanted = new Set(words.map(({ surface }) => surface));
  const written = question.match(word) ?? [];
  return written.filter((one) => wanted.has(fold(one))).join(' ');
}
