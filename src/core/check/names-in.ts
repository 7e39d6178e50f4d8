import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { isMonth } from '../find/references.ts';
import { isStopWord } from '../find/stop-words.ts';

/** A word that its capital tells from others: of a person, a place, an organisation; or an acronym. */
export type SaidName = {
  readonly said: string;
  readonly at: number;
  /** Its folded parts: « Saint-Denis » has two. */
  readonly parts: readonly string[];
  readonly isAcronym: boolean;
  /** Its parts and those of the names written right beside it: « Claire Morel » is one person. */
  readonly run: readonly string[];
  /** At the beginning of a sentence every word has a capital. */
  readonly opens: boolean;
  /** The two folded words before it and the one after. */
  readonly neighbours: readonly [string, string, string];
};

const capitalised = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]*(?:(?:[-.&]|['’](?=\p{Lu}))[\p{L}\p{N}]+)*/gu;
/** Names joined to one on either side: people and places have fewer. */
const longestRun = 4;
const opening = /^[\s«“"'’([*_#>–—•-]*(?:\d{1,2}[.)]\s*)?[\s«“"'([*_–—•-]*$/u;
const afterEnd = /[.!?…:][»”"')\]*_]*\s+[«“"'([*_–—•-]*$|\n\s*[^\p{L}]*$/u;
/** Capitals without being a name. */
const noNames = new Set(
  'm mm mme mmes mr mrs ms dr me monsieur madame i lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday oui non yes no note nb ps'.split(
    ' ',
  ),
);

/** The names in a text as it was written. */
export function namesIn(text: string, language: Language): SaidName[] {
  const names = [...text.matchAll(capitalised)].flatMap((match) => {
    // « L'ASS » is named ASS.
    const elided = /^(?:[CDJLMNST]|Qu)['’]/u.exec(match[0])?.[0].length ?? 0;
    const said = match[0].slice(elided);
    const at = match.index + elided;
    const folded = fold(said);
    // What holds a digit is checked as a reference.
    if (
      /\d/.test(said) ||
      noNames.has(folded) ||
      isMonth(folded) ||
      (said.length > 1 && isStopWord(folded, language))
    )
      return [];
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const isStart = match.index <= 40 ? opening.test(text.slice(0, match.index)) : false;
    const letters = said.replace(/[^\p{L}\p{N}]/gu, '');
    const isAcronym = letters.length > 1 && letters === letters.toUpperCase() && /\p{L}{2}/u.test(letters);
    // A lone capital is a name when it tells one thing from another: « tarif B », « catégorie A ».
    if (letters.length === 1 && (isStart || afterEnd.test(before))) return [];
    const after = text.slice(at + said.length, at + said.length + 40);
    return [
      {
        said,
        at,
        parts: isAcronym ? [fold(letters)] : folded.split(/[-.&' ]/).filter((part) => part !== ''),
        isAcronym,
        opens: isStart || afterEnd.test(before),
        neighbours: [...lastWords(before), firstWord(after)] as const,
      },
    ];
  });
  return names.map((name, index) => ({ ...name, run: runAt(names, index, text) }));
}

/** Parts of the names around one, as far as they are joined to it. */
function runAt(names: readonly Omit<SaidName, 'run'>[], index: number, text: string): string[] {
  let from = index;
  let to = index;
  while (index - from < longestRun && joins(names[from - 1], names[from], text)) from -= 1;
  while (to - index < longestRun && joins(names[to], names[to + 1], text)) to += 1;
  return [...new Set(names.slice(from, to + 1).flatMap(({ parts }) => parts))];
}

type Placed = Pick<SaidName, 'said' | 'at' | 'opens'>;

/** True for two names with a space alone between them. The first word of a sentence is too doubtful to be part of one. */
function joins(first: Placed | undefined, second: Placed | undefined, text: string): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    !first.opens &&
    /^\s$/.test(text.slice(first.at + first.said.length, second.at))
  );
}

function lastWords(text: string): [string, string] {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [words.at(-2) ?? '', words.at(-1) ?? ''];
}

function firstWord(text: string): string {
  return /[\p{L}\p{N}]+/u.exec(fold(text))?.[0] ?? '';
}
