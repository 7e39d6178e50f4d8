import type { Passage } from '../answer/passage.ts';
import { datesIn, type Period, type SaidDate, toDay } from './calendar.ts';
import { fold } from './fold.ts';

/** When a document is from, as far as it says. */
export type DocumentDate = Period & {
  /** False when only the file's own date is known: a copy may be younger than what it says. */
  readonly said: boolean;
  /** The number of its version, `[2, 1]` for « v2.1 »; empty when it has none. */
  readonly version: readonly number[];
  /** Where it lies and what it is called, without dates and versions: what the documents of a family share. */
  readonly family: string;
};

const version =
  /(?<![\p{L}\p{N}])(?:v|ver|version|rev|revision|indice) ?\.?(\d{1,3}(?:\.\d{1,3}){0,2})(?![\p{L}\p{N}])/gu;
const state =
  /(?<![\p{L}\p{N}])(?:finale?|definitif|definitive|provisoire|projet|draft|copie|copy|archives?|ancien|anciennes?|anciens|old)(?![\p{L}\p{N}])/gu;

/**
 * Dates a passage by what its document is called (title, else file name, else folders), else by its headings, else by
 * the day on which its file was changed.
 */
export function documentDateOf({ document, headings }: Passage): DocumentDate {
  const title = spaced(document.title);
  const path = document.path.split('/').map(spaced).toReversed();
  const texts = [title, ...path, ...headings.map(spaced)];
  const dates = texts.map(datesIn).find((found) => found.length > 0);
  const day = toDay(document.modifiedAt);
  return {
    ...(dates === undefined ? { from: day, to: day, said: false } : { ...around(dates), said: true }),
    version:
      texts
        .slice(0, 2)
        .map(versionIn)
        .find((numbers) => numbers.length > 0) ?? [],
    family: [document.space, ...path.slice(1).map(undated), undated(title)]
      .filter((part) => part !== '')
      .join(' / '),
  };
}

/** File names join their words by hyphens and underscores. */
function spaced(text: string): string {
  return fold(text)
    .replaceAll('_', ' ')
    .replace(/(?<=\p{L})-|-(?=\p{L})/gu, ' ');
}

function around(dates: readonly SaidDate[]): Period {
  const from = dates.map((date) => date.from).toSorted()[0] ?? '';
  const to =
    dates
      .map((date) => date.to)
      .toSorted()
      .at(-1) ?? '';
  return { from, to };
}

function versionIn(text: string): number[] {
  const [, numbers] = [...text.matchAll(version)].at(-1) ?? [];
  return numbers?.split('.').map(Number) ?? [];
}

/** « Compte rendu du 12 mars 2025 » as « compte rendu », a folder « 2024 » as nothing. */
function undated(text: string): string {
  const rest = datesIn(text)
    .toReversed()
    .reduce((kept, { at, end }) => kept.slice(0, at) + kept.slice(end), text);
  return (
    rest
      .replace(version, ' ')
      .replace(state, ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
    .filter((word) => !left.has(word))
    .join(' ');
}

/** What is left of « du 12 mars 2025 » and "for the year 2025" without the date. */
const left: ReadonlySet<string> = new Set([
  'du',
  'de',
  'des',
  'en',
  'le',
  'au',
  'annee',
  'exercice',
  'of',
  'the',
  'for',
  'on',
  'year',
]);
