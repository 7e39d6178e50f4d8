import type { Language } from '../document.ts';

/** A reference found in folded text: one exact token for the whole, and the parts by which it may also be looked for. */
export type Reference = { readonly whole: string; readonly parts: readonly string[] };

type Kind = {
  /** Matches folded text; no capturing group of its own may be named like another kind's. */
  readonly pattern: string;
  readonly read: (match: string, language: Language) => Reference;
};

const monthNumbers: Readonly<Record<Language, readonly string[]>> = {
  fr: 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'.split(' '),
  en: 'january february march april may june july august september october november december'.split(' '),
};
const anyMonth = [...monthNumbers.fr, ...monthNumbers.en].join('|');

/**
 * What is kept whole, tried in this order at each place of the text. Everything is written for folded text
 * (see `fold()`), so that case, accents and kinds of apostrophe and space cannot matter.
 */
export const referenceKinds = {
  /** 12 mars 2026, 1er mars 2026, March 12, 2026 */
  writtenDate: {
    pattern: `\\d{1,2}(?:er|st|nd|rd|th)? (?:of )?(?:${anyMonth}) \\d{4}|(?:${anyMonth}) \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}`,
    read: (match, language) => {
      const month = /[a-z]{3,}/.exec(match.replace(/\b(?:of|st|nd|rd|th|er)\b/g, ''))?.[0] ?? '';
      const year = match.slice(-4);
      const day = /\d{1,2}/.exec(match)?.[0] ?? '';
      return dateReference(Number(year), monthOf(month), Number(day), language);
    },
  },
  /** 12/03/2026, 12.03.2026, 2026-03-12: day before month, as in France */
  digitDate: {
    pattern: '\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}|\\d{4}-\\d{2}-\\d{2}',
    read: (match, language) => {
      const [first = 0, month = 0, last = 0] = match.split(/[/.-]/).map(Number);
      return first > 31
        ? dateReference(first, month, last, language)
        : dateReference(last, month, first, language);
    },
  },
  /** 01 23 45 67 89 */
  telephone: {
    pattern: '0\\d(?:[ .-]?\\d\\d){4}',
    read: (match) => ({ whole: match.replace(/\D/g, ''), parts: [] }),
  },
  /** L. 1222-10, L1222-10, R*123-4, D. 45 */
  codeArticle: {
    pattern: '[lrda](?:\\. ?\\*?|\\*\\.? ?)\\d+(?:-\\d+)*|[lrda]\\d+(?:-\\d+)+|[lrd] \\d+(?:-\\d+)+',
    read: (match) => {
      const number = match.slice(1).replace(/^[.* ]+/, '');
      return { whole: `${match.charAt(0)}${number}`, parts: number.includes('-') ? [number] : [] };
    },
  },
  /** article 6, art. 121-3 */
  article: {
    pattern: 'art(?:icles?|\\.)? (?:n ?° ?)?\\d+(?:-\\d+)*',
    read: (match) => {
      const number = /[\d-]+$/.exec(match)?.[0] ?? '';
      return { whole: `article${number}`, parts: ['article', number] };
    },
  },
  /** n° 2024-113, 2026/114 */
  fileNumber: {
    pattern: '\\d{2,4}[-/]\\d{1,6}(?:[-/]\\d{1,6})*',
    read: (match) => ({ whole: match.replaceAll('/', '-'), parts: match.split(/[-/]/) }),
  },
  /** 12 000, 1 234,56, 1,234.56, 14,2 */
  amount: {
    pattern: '\\d{1,3}(?: \\d{3})+(?:[.,]\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+[.,]\\d+',
    read: (match, language) => ({ whole: amountOf(match, language), parts: [] }),
  },
  /** S.N.C.F. */
  dottedAcronym: {
    pattern: '[a-z](?:\\.[a-z])+\\.?',
    read: (match) => ({ whole: match.replaceAll('.', ''), parts: [] }),
  },
  /** covid-19, iso-27001, f1427, 12345*01 */
  identifier: {
    pattern: '(?:[a-z]+[-_/.*]?\\d|\\d+[-_/.*]?[a-z]|\\d+\\*\\d)[a-z0-9]*(?:[-_/.*][a-z0-9]+)*',
    read: (match) => ({
      whole: match.replace(/[-_/.*]/g, ''),
      parts: /[-_/.*]/.test(match) ? match.split(/[-_/.*]/) : [],
    }),
  },
} as const satisfies Record<string, Kind>;

export type ReferenceKind = keyof typeof referenceKinds;

/** True for a folded word that names a month. */
export function isMonth(word: string): boolean {
  return monthOf(word) > 0;
}

function monthOf(word: string): number {
  return Math.max(monthNumbers.fr.indexOf(word), monthNumbers.en.indexOf(word)) + 1;
}

function dateReference(year: number, month: number, day: number, language: Language): Reference {
  const two = (value: number) => String(value).padStart(2, '0');
  const name = monthNumbers[language][month - 1];
  return {
    whole: `${year}-${two(month)}-${two(day)}`,
    parts: [...(name === undefined ? [] : [name]), String(year)],
  };
}

/** Digits with a point before decimals: a lone `1,234` is a decimal in French and a thousand in English. */
function amountOf(match: string, language: Language): string {
  const bare = match.replaceAll(' ', '');
  const grouped =
    language === 'en'
      ? /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
      : /^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$/;
  return grouped.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.');
}
