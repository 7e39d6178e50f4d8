import type { Language } from '../../src/core/document.ts';
import { fold } from '../../src/core/find/fold.ts';
import { isStopWord } from '../../src/core/find/stop-words.ts';
import type { Random } from '../fuzz/random.ts';
import type { Answered } from './good-answers.ts';

/** Makes a good answer wrong in one way; `null` when it holds nothing of the kind. */
type Corruption = (answer: Answered, random: Random, foreign: () => Answered) => Answered | null;

const monthNames: Readonly<Record<Language, readonly string[]>> = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const anyMonth = [...monthNames.fr, ...monthNames.en].join('|');
const amount =
  /\d[\d \u00a0.,]*(?= ?(?:€|euros?|k€|M€|millions? d|milliards? d|dollars?|\$))|(?<=[$€£] ?)\d[\d,.]*/gu;
const counted =
  /\d+(?= (?:ans?|mois|jours?|semaines?|heures?|minutes?|years?|months?|weeks?|days?|hours?)\b)|\b(?:deux|trois|quatre|cinq|six|huit|dix|quinze|trente|two|three|four|five|six|ten)(?= (?:ans|mois|jours|semaines|heures|years|months|weeks|days|hours)\b)/gu;
const words = ['deux', 'trois', 'quatre', 'cinq', 'six', 'huit', 'dix', 'quinze', 'trente'];
const englishWords = ['two', 'three', 'four', 'five', 'six', 'ten'];

export const corruptions: Readonly<Record<string, Corruption>> = {
  amount: (answer, random) => replaceOne(answer, amount, random, (found) => otherNumber(found, random)),
  percentage: (answer, random) =>
    replaceOne(answer, /\d+(?:[.,]\d+)?(?= ?(?:%|pour cent|percent))/gu, random, (found) =>
      otherNumber(found, random),
    ),
  duration: (answer, random) =>
    replaceOne(answer, counted, random, (found) =>
      /\d/.test(found)
        ? otherNumber(found, random)
        : other(answer.language === 'fr' ? words : englishWords, found, random),
    ),
  date: (answer, random) =>
    replaceOne(
      answer,
      new RegExp(
        `\\b\\d{1,2}(?:er)? (?:${anyMonth})\\b|\\b(?:${anyMonth}) \\d{1,2}\\b|\\b\\d{2}/\\d{2}/\\d{4}\\b|\\b(?:1[5-9]|20)\\d\\d\\b(?! ?(?:€|euros|%|000))`,
        'gu',
      ),
      random,
      (found) => otherDate(found, answer.language, random),
    ),
  number: (answer, random) =>
    replaceOne(
      answer,
      /(?<![\p{L}\d.,/-]|[LRD]\. |article |n° )\d{1,3}(?:[ \u00a0]\d{3})*(?![\d.,/-]| ?(?:€|euros|%|er |ans?\b|mois|jours?\b|heures?\b|h\b|°|years?|months?|days?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))/gu,
      random,
      (found) => otherNumber(found, random),
    ),
  article: (answer, random) =>
    replaceOne(
      answer,
      /(?<=\b[LRD]\.? ?\*?)\d+(?:-\d+)+|(?<=\barticles? )\d+(?:-\d+)*/gu,
      random,
      (found) => {
        const parts = found.split('-');
        const at = random.below(parts.length);
        parts[at] = String(Number(parts[at]) + 1 + random.below(9));
        return parts.join('-');
      },
    ),
  name: (answer, random, foreign) => {
    const name = /(?<=[\p{Ll},] )\p{Lu}\p{Ll}{3,}(?: \p{Lu}\p{Ll}{2,})*(?=[ ,.])/gu;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const [substitute] = foreign().text.match(name) ?? [];
      if (substitute === undefined || answer.text.includes(substitute) || isCommon(substitute)) continue;
      return replaceOne(answer, name, random, () => substitute);
    }
    return null;
  },
  negation: (answer, random) => negate(answer, random),
  opposite: (answer, random) => {
    const pair = random.pick(
      opposites[answer.language].filter(([from]) => from.test(answer.text)).concat([[/$^/, '']]),
    );
    const text = answer.text.replace(pair[0], pair[1]);
    return text === answer.text ? null : { ...answer, text };
  },
  unit: (answer, random) =>
    replaceOne(
      answer,
      /(?<=(?:\d|deux|trois|quatre|cinq|six|dix|quinze|trente|two|three|four|five|six|ten) )(?:ans|mois|jours|semaines|heures|minutes|years|months|weeks|days|hours|€|euros|%|km|kg|hectares)(?![\p{L}])/gu,
      random,
      (found) => other(unitsLike(found), found, random),
    ),
  'citation-not-offered': (answer) => ({ ...answer, citations: [9] }),
  'citation-of-another': (answer, random) => {
    const saysIt = ({ excerpt }: { excerpt: string }) =>
      excerpt.replace(/\s+/g, ' ').includes(answer.text.slice(-50, -10));
    const wrong = answer.passages.flatMap((one) =>
      answer.sources.includes(one.n) || saysIt(one) ? [] : [one.n],
    );
    if (wrong.length === 0) return null;
    return { ...answer, citations: [random.pick(wrong)] };
  },
  'another-document': (answer, random, foreign) => {
    const { text, language } = foreign();
    return { ...answer, text, language, citations: [random.pick(answer.passages).n], sources: [] };
  },
  'added-clause': (answer, _random, foreign) => {
    const { text, language } = foreign();
    const added = `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;
    const and = language === 'fr' ? 'et' : 'and';
    return language === answer.language
      ? { ...answer, text: `${answer.text.replace(/\.$/, '')}, ${and} ${added}` }
      : null;
  },
  'amount-of-the-same-passage': (answer, random) =>
    replaceOne(
      answer,
      /\d[\d \u00a0]*(?:,\d+)?(?= ?(?:€|euros?|%|ans?\b|mois\b|jours?\b))/gu,
      random,
      (found, at) => {
        const unit =
          /^ ?(?:€|euros?|%|ans?|mois|jours?)/u.exec(answer.text.slice(at + found.length))?.[0].trim() ?? '';
        const source = answer.passages.find(({ n }) => n === answer.sources[0])?.excerpt ?? '';
        const alike = [
          ...source.matchAll(/\d[\d \u00a0]*(?:,\d+)?(?= ?(?:€|euros?|%|ans?\b|mois\b|jours?\b))/gu),
        ]
          .filter((match) =>
            source
              .slice(match.index + match[0].length)
              .trim()
              .startsWith(unit.replace(/s$/, '')),
          )
          .map(([value]) => value.trim())
          .filter((value) => !answer.text.includes(value));
        return alike.length === 0 ? null : random.pick(alike);
      },
    ),
};

/** What the targets are about; the other kinds are shown beside them. */
export const extraKinds: ReadonlySet<string> = new Set(['amount-of-the-same-passage', 'added-clause']);

/** A function word that lost its full stop before it. */
function isCommon(name: string): boolean {
  const first = fold(name.split(' ')[0] ?? '');
  return isStopWord(first, 'fr') || isStopWord(first, 'en');
}

type Replace = (found: string, at: number) => string | null;

function replaceOne(answer: Answered, pattern: RegExp, random: Random, replace: Replace): Answered | null {
  const places = [...answer.text.matchAll(pattern)];
  if (places.length === 0) return null;
  const { 0: found, index } = random.pick(places);
  const bare = found.trimEnd();
  const replacement = replace(bare, index);
  if (replacement === null || replacement === bare) return null;
  const text = answer.text.slice(0, index) + replacement + answer.text.slice(index + bare.length);
  return { ...answer, text };
}

/** Another number of the same size and writing. */
function otherNumber(found: string, random: Random): string {
  const digits = found.replace(/\D/g, '');
  for (;;) {
    const at = random.below(digits.length);
    const digit = String((Number(digits[at]) + 1 + random.below(8)) % 10);
    if (at === 0 && digit === '0') continue;
    let seen = -1;
    return found.replace(/\d/g, (one) => {
      seen += 1;
      return seen === at ? digit : one;
    });
  }
}

function otherDate(found: string, language: Language, random: Random): string {
  const month = new RegExp(anyMonth).exec(found)?.[0];
  if (month !== undefined && random.next() < 0.5)
    return found.replace(month, other(monthNames[language], month, random));
  if (/^\d{2}\//.test(found))
    return found.replace(/\d{4}$/, (year) => String(Number(year) + 1 + random.below(4)));
  if (/^\d{4}$/.test(found))
    return String(Number(found) + (random.next() < 0.5 ? -1 : 1) * (1 + random.below(8)));
  return found.replace(/\d{1,2}(?:er)?/, (day) =>
    String(((Number.parseInt(day, 10) + 1 + random.below(25)) % 28) + 1),
  );
}

function other<Item>(items: readonly Item[], one: Item, random: Random): Item {
  return random.pick(items.filter((item) => item !== one));
}

function unitsLike(found: string): readonly string[] {
  if (/^(?:years|months|weeks|days|hours)$/.test(found)) return ['years', 'months', 'weeks', 'days', 'hours'];
  if (/^(?:ans|mois|jours|semaines|heures|minutes)$/.test(found))
    return ['ans', 'mois', 'jours', 'semaines', 'heures'];
  return ['€', '%', 'jours', 'km'];
}

const verbs: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  fr: [
    [/ (?:n'est|n’est) pas /, ' est '],
    [/ ne (sont|peut|peuvent|doit|doivent|fait|permet) pas /, ' $1 '],
    [/(?<! ne| qui| c) est (?=\p{L})/u, " n'est pas "],
    [/ sont (?=\p{L})/u, ' ne sont pas '],
    [
      / (peut|peuvent|doit|doivent|permet|pouvez|devez|fait|comprend|donne|reste|devient|constitue|faut) /,
      ' ne $1 pas ',
    ],
    [/ a (?=\p{Ll}+(?:é|i|u)\b)/u, " n'a pas "],
  ],
  en: [
    [/ (is|are|was|were|can|must|should|may|will|does|do) not /, ' $1 '],
    [/ (is|are|was|were|can|must|should|may|will) (?!not|no |only|then|never)/, ' $1 not '],
  ],
};

function negate(answer: Answered, random: Random): Answered | null {
  const fitting = verbs[answer.language].filter(([pattern]) => pattern.test(answer.text));
  if (fitting.length === 0) return null;
  // What denies already is freed of it; else one of the verbs is denied.
  const [pattern, replacement] =
    fitting[0]?.[0].source.includes('not ') || / pas /.test(fitting[0]?.[0].source ?? '')
      ? (fitting[0] ?? random.pick(fitting))
      : random.pick(fitting);
  const text = answer.text.replace(pattern, replacement);
  return text === answer.text ? null : { ...answer, text };
}

const opposites: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  fr: [
    [/\bobligatoire\b/, 'facultatif'],
    [/\bobligatoires\b/, 'facultatifs'],
    [/\bgratuit(e?)\b/, 'payant$1'],
    [/\bautorisé(e?)\b/, 'interdit$1'],
    [/\binterdit(e?)\b/, 'autorisé$1'],
    [/\bau moins\b/, 'au plus'],
    [/\bau maximum\b/, 'au minimum'],
    [/\bplus de (?=\d)/, 'moins de '],
    [/\bavant\b(?!-)/, 'après'],
    [/(?<!’|'|[Cc]i-)\baprès\b(?!-)/, 'avant'],
    [/\binférieur(e?s?)\b/, 'supérieur$1'],
    [/\bsupérieur(e?s?)\b/, 'inférieur$1'],
    [/\bpublic\b/, 'privé'],
    [/\bmajeur\b/, 'mineur'],
    [/\bsauf\b/, 'y compris'],
    [/\bpossible\b/, 'impossible'],
    [/\bsans\b/, 'avec'],
  ],
  en: [
    [/\bmandatory\b/, 'optional'],
    [/\brequired\b/, 'optional'],
    [/\bbefore\b/, 'after'],
    [/\bafter\b/, 'before'],
    [/\bat least\b/, 'at most'],
    [/\bmore than\b/, 'less than'],
    [/\bwithout\b/, 'with'],
    [/\bpublic\b/, 'private'],
    [/\bpossible\b/, 'impossible'],
    [/\ballowed\b/, 'forbidden'],
  ],
};
