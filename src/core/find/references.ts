import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';

const { longestRange } = tunables.references;

/** A reference found in folded text: one exact token for the whole, and the parts by which it may also be looked for. */
export type Reference = {
  readonly whole: string;
  readonly parts: readonly string[];
  /**
   * What a document or an article is called by when this stands in its title or heading (« article 12 » and « 12. » are one
   * name); absent for what names nothing, as amounts do.
   */
  readonly names?: readonly string[];
  /** The same written with less, as people may ask for it: « 1222-10 » for « L. 1222-10 ». */
  readonly shortNames?: readonly string[];
};

type Kind = {
  /** Matches folded text; no capturing group of its own may be named like another kind's. */
  readonly pattern: string;
  readonly read: (match: string, language: Language) => Reference;
};

/** Names of the months in folded text, January first. */
export const monthNumbers: Readonly<Record<Language, readonly string[]>> = {
  fr: 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'.split(' '),
  en: 'january february march april may june july august september october november december'.split(' '),
};
const anyMonth = [...monthNumbers.fr, ...monthNumbers.en].join('|');

const repetition = '(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)';
/** 10 bis, and 10 A where nothing but the name of the text follows: elsewhere a lone letter is « à » or « a ». */
const suffix = `(?:[ -]?${repetition}| [a-h](?=$| ?[,;:]| d[eu] ))?`;
/** 10, 10-1, 10 bis */
const articleNumber = `\\d+(?:-\\d+)*${suffix}`;
const hyphenated = `\\d+(?:-\\d+)+${suffix}`;
const codeLetters = '(?:l\\.?o|[lrda])';
/** A letter alone is « à » or « l' » before a number, unless a point, an asterisk, hyphens or « article » tell. */
const codeArticle = [
  `${codeLetters}(?: ?[.*]){1,3} ?${articleNumber}`,
  `${codeLetters}${hyphenated}`,
  `(?:l\\.?o|[lrd]) ${hyphenated}`,
  `(?<=art(?:icles?|\\.)? )(?:l\\.?o|[lrd]) ${articleNumber}`,
].join('|');
const articleLead = 'art(?:icles?|\\.)? ?(?:n ?°|no\\.?)? ?';
const articleStart = new RegExp(`^${articleLead}`);

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
  /** 01 23 45 67 89, +33 1 23 45 67 89 */
  telephone: {
    pattern: '(?:(?:\\+|00)33[ .]?(?:\\(0\\) ?)?|0)[1-9](?:[ .-]?\\d\\d){4}',
    read: (match) => ({ whole: `0${match.replace(/\D/g, '').slice(-9)}`, parts: [] }),
  },
  /** L. 311-1 à L. 311-5 */
  codeArticleRange: {
    pattern: `(?:${codeArticle}) (?:a|to) (?:l'article )?(?:${codeArticle})`,
    read: (match) => rangeReference(match),
  },
  /** L. 1222-10, L1222-10, LO 111-3, R*123-4, D. 45, L. 1222-10 bis */
  codeArticle: {
    pattern: `(?:arts?\\.? ?)?(?:${codeArticle})`,
    read: (match) => {
      const { parts, ...reference } = codeArticleReference(match.replace(/^arts?\.? ?/, ''));
      return { ...reference, parts: match.startsWith('art') ? ['article', ...parts] : parts };
    },
  },
  /** article 6, art. 121-3, article 3.2, article 1er, article 4 bis */
  article: {
    pattern: `${articleLead}(?:1er|premier|\\d+(?:\\.\\d+)+|${articleNumber})`,
    read: (match) => {
      const number = compact(match.replace(articleStart, '').replace(/^(?:1er|premier)$/, '1'));
      const base = baseOf(number);
      return {
        whole: `article${number}`,
        parts: ['article', number, ...(base === number ? [] : [`article${base}`, base])],
        names: [number],
      };
    },
  },
  /** n° 2024-113, 2026/114 */
  fileNumber: {
    pattern: '\\d{2,4}[-/]\\d{1,6}(?:[-/]\\d{1,6})*',
    read: (match) => {
      const parts = match.split(/[-/]/);
      const whole = parts.map((part, at) => (at === 0 ? part : withoutZeros(part))).join('-');
      return { whole, parts, names: [whole] };
    },
  },
  /** 3.2.1 */
  sectionNumber: {
    pattern: '\\d+(?:\\.\\d+){2,}',
    read: (match) => ({ whole: match, parts: [], names: [match] }),
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
    read: (match) => {
      const whole = match.replace(/(?<=\d)[-_/.*](?=\d)/g, '-').replace(/[-_/.*](?!\d)|(?<!\d)[-_/.*]/g, '');
      return { whole, parts: /[-_/.*]/.test(match) ? match.split(/[-_/.*]/) : [], names: [whole] };
    },
  },
} as const satisfies Record<string, Kind>;

/** An article that begins a line of text and gives it its name: « Article 12 – Congés », not « Article 6 du RGPD ». */
export const articleOpening = new RegExp(
  `^ ?(?:articles? (?:${codeArticle})|${referenceKinds.article.pattern})(?= ?(?:[.:)–—-]+(?: |$)|$))`,
);

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
  const whole = `${year}-${two(month)}-${two(day)}`;
  return {
    whole,
    names: [whole],
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
  return (grouped.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.')).replace(/\.0+$/, '');
}

function codeArticleReference(match: string): Reference {
  const start = match.search(/\d/);
  const letters = match.slice(0, start).replace(/[^a-z]/g, '');
  const number = compact(match.slice(start));
  const base = baseOf(number);
  const whole = `${letters}${number}`;
  return {
    whole,
    parts: [
      ...(number.includes('-') ? [number] : []),
      ...(base === number ? [] : [`${letters}${base}`, base]),
    ],
    names: [whole],
    ...(number.includes('-') && { shortNames: [number] }),
  };
}

/** The articles of a range are all meant, where their last numbers tell which these are. */
function rangeReference(match: string): Reference {
  const [from = '', to = ''] = match
    .split(/ (?:a|to) (?:l'article )?/)
    .map((one) => codeArticleReference(one).whole);
  const [, series = '', first = ''] = /^(.*\D)(\d+)$/.exec(from) ?? [];
  const [, lastSeries, last = ''] = /^(.*\D)(\d+)$/.exec(to) ?? [];
  const count = Number(last) - Number(first) + 1;
  const known = series === lastSeries && count > 1 && count <= longestRange;
  const articles = known
    ? Array.from({ length: count }, (_, at) => `${series}${Number(first) + at}`)
    : [from, to];
  const references = articles.map(codeArticleReference);
  return {
    whole: `${from}/${to}`,
    parts: references.flatMap(({ whole, parts }) => [whole, ...parts]),
    names: articles,
  };
}

/** 10 bis, 10-bis and 10bis are one number. */
function compact(number: string): string {
  return number.replace(/[ -]?(?=[a-z])/, '');
}

/** 10 of 10bis. */
function baseOf(number: string): string {
  return number.replace(/[a-z]+$/, '');
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}
