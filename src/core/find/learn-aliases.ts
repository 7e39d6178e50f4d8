import { tunables } from '../../../config/tunables.ts';
import { type AliasPair, acronymKey, keysOfAlias } from './alias.ts';
import { fold } from './fold.ts';
import { findSpelling } from './spell-acronym.ts';

const { longestExpansion, longestAcronym, expansionWords, learnedPerDocument } = tunables.aliases;

/** Two letters and more, capitals foremost: CPF, DREAL, DINum, R&D, C.C.A.P., EPCIs. */
const acronym = `(?:(?:\\p{Lu}\\.){2,${longestAcronym}}|\\p{Lu}[\\p{L}\\p{N}&]{1,${longestAcronym}})`;
/** What stands between a long form and its acronym: « ci-après dénommé "le », "hereinafter the". */
const leadIn = new RegExp(
  '^(?:[\\s«»"“”„\',:*_]|(?:ci[- ]après|dite?s?|(?:dé)?nommée?s?|désignée?s?|appelée?s?|abrégée?s?|sigle|soit|ou|en|' +
    "pour|le|la|les|l['’]|un|une|hereinafter|hereafter|referred|to|called|as|or|for|the|an?|i\\.e\\.)(?![\\p{L}\\p{N}]))*",
  'u',
);
const opening = new RegExp(`^(${acronym})(?=$|[\\s»”"'’*_]*(?:$|[,;:/–—]|\\s(?:ou|or|en|in)\\s))`, 'u');
const closing = new RegExp(`(?<![\\p{L}\\p{N}])(${acronym})[\\s»”"*_]*$`, 'u');
const bracket = new RegExp(`\\(([^()\\n]{2,${longestExpansion}})\\)`, 'gu');
const announced = /,? ci[- ]après([^()\n]{2,60})/gu;
const definition = new RegExp(
  `^[ \\t]{0,8}(?:[-–•*] {0,2})?(${acronym})(?: {0,3}[:=|–—]| - ) {0,3}(.{3,${longestExpansion}})`,
  'gmu',
);
/** Where a long form cannot go on. */
const fence = /[;:!?|•…()[\]{}«»"“”\n\t]|\.(?=\s|$)|\s[–—-]\s/gu;
/** Where one may end. */
const pause = /[,;:!?|()[\]/]|\.(?=\s|$)|\s[–—-]\s|$/y;
const word = /[\p{L}\p{N}]+/gu;
const romanNumber = /^x{0,3}(?:ix|iv|v?i{0,3})$/;

type Word = { readonly folded: string; readonly start: number; readonly end: number };

/**
 * The acronyms that a text explains, each pair once, in reading order: « Nom complet (SIGLE) », « SIGLE (Nom complet) »,
 * « Nom complet, ci-après "le SIGLE" », and lines « SIGLE : nom complet ». A pair counts only when the words spell the
 * acronym (see `findSpelling`): what does not is left out, so that little is learned wrongly. Never throws; takes time in
 * proportion to the text, whatever it holds.
 */
export function learnAliases(text: string): AliasPair[] {
  const known = new Map<string, AliasPair>();
  const learn = (written: string, expansion: string | undefined) => {
    if (expansion === undefined || known.size >= learnedPerDocument) return;
    const pair = { acronym: withoutDots(written), expansion: expansion.replace(/\s+/g, ' ') };
    const keys = keysOfAlias(pair);
    const key = `${keys.acronym} ${keys.expansion}`;
    if (keys.expansion !== '' && !known.has(key)) known.set(key, pair);
  };
  for (const { index, 1: inside = '' } of text.matchAll(bracket)) {
    const before = text.slice(Math.max(0, index - longestExpansion), index);
    const after = inside.replace(leadIn, '');
    const last = opening.exec(after)?.[1];
    const first = closing.exec(before)?.[1];
    if (last !== undefined) learn(last, expansionBefore(last, before));
    if (first !== undefined) learn(first, expansionAfter(first, after));
  }
  for (const { index, 1: said = '' } of text.matchAll(announced)) {
    const written = opening.exec(said.replace(leadIn, ''))?.[1];
    const before = text.slice(Math.max(0, index - longestExpansion), index);
    if (written !== undefined) learn(written, expansionBefore(written, before));
  }
  for (const { 1: written = '', 2: said = '' } of text.matchAll(definition))
    learn(written, expansionAfter(written, said.replace(leadIn, '')));
  return [...known.values()];
}

/** The shortest end of a text that spells the acronym. */
function expansionBefore(written: string, before: string): string | undefined {
  const letters = lettersOf(written);
  if (letters === null) return undefined;
  const passage = afterLast(fence, before.replace(/[\s«»"“”*_,]+$/u, ''));
  const words = wordsOf(passage).slice(-expansionWords);
  const ends = words.map((_, from) => words.slice(from)).reverse();
  return passageOf(passage, findSpelling(letters, ends));
}

/** The shortest beginning of a text that spells the acronym and after which there is a pause. */
function expansionAfter(written: string, after: string): string | undefined {
  const letters = lettersOf(written);
  if (letters === null) return undefined;
  const words = wordsOf(after).slice(0, expansionWords);
  const beginnings = words.flatMap(({ end }, at) => (isPause(after, end) ? [words.slice(0, at + 1)] : []));
  return passageOf(after, findSpelling(letters, beginnings));
}

/** Folded letters of what may be an acronym; `null` for anything else: a name, a Roman number, a word in capitals. */
function lettersOf(written: string): string | null {
  const capitals = written.match(/\p{Lu}/gu)?.length ?? 0;
  const letters = acronymKey(written);
  const isWord = capitals < 2 || letters.length < 2 || letters.length > longestAcronym;
  return isWord || romanNumber.test(letters) ? null : letters;
}

function wordsOf(passage: string): Word[] {
  return [...passage.matchAll(word)].map(({ 0: text, index }) => ({
    folded: fold(text),
    start: index,
    end: index + text.length,
  }));
}

function passageOf(text: string, words: readonly Word[] | undefined): string | undefined {
  const [first, last] = [words?.[0], words?.at(-1)];
  return first && last ? text.slice(first.start, last.end) : undefined;
}

function isPause(text: string, at: number): boolean {
  const gap = /[\s»”"*_]*/y;
  gap.lastIndex = at;
  pause.lastIndex = at;
  if (pause.test(text)) return true;
  gap.exec(text);
  pause.lastIndex = gap.lastIndex;
  return pause.test(text);
}

function afterLast(pattern: RegExp, text: string): string {
  let from = 0;
  for (const match of text.matchAll(pattern)) from = match.index + match[0].length;
  return text.slice(from);
}

function withoutDots(written: string): string {
  return written.replaceAll('.', '').replace(/(?<=[\p{Lu}\p{N}])s$/u, '');
}
