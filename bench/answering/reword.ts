import type { Language } from '../../src/core/document.ts';
import type { Random } from '../fuzz/random.ts';

type Rewording = { readonly kind: string; readonly text: string };

const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
);
const englishMonths =
  'January February March April May June July August September October November December'.split(' ');
const small =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
const smallEnglish = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const counted = '(?=[ \u00a0](?:mois|jours|semaines|ans|heures|euros|months|days|weeks|years|hours))';

/** Numbers and dates in another writing. Each gives the text unchanged when it holds nothing of its kind. */
const otherWritings: readonly ((text: string, language: Language) => string)[] = [
  (text) =>
    text.replace(
      /(\d{1,2})(?:er)? (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (\d{4})/g,
      (_, day: string, month: string, year: string) =>
        `${day.padStart(2, '0')}/${String(months.indexOf(month) + 1).padStart(2, '0')}/${year}`,
    ),
  (text) =>
    text.replace(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, (found, day: string, month: string, year: string) => {
      const name = months[Number(month) - 1];
      return name === undefined
        ? found
        : `${day === '01' || day === '1' ? '1er' : Number(day)} ${name} ${year}`;
    }),
  (text, language) =>
    language === 'en'
      ? text.replace(new RegExp(`(${englishMonths.join('|')}) (\\d{1,2}) ?, (\\d{4})`, 'g'), '$2 $1 $3')
      : text,
  (text) => text.replace(/(\d) ?%/g, '$1 pour cent'),
  (text) => text.replace(/(\d)[ \u00a0]000 (?:€|euros)/g, '$1 k€'),
  (text) => text.replace(/(\d)[ \u00a0](\d{3})[ \u00a0](?=€|euros)/g, '$1$2 '),
  (text) => text.replace(/(\d) ?€/g, '$1 euros'),
  (text) => text.replace(/(\d) euros/g, '$1 €'),
  (text) =>
    text.replace(
      /(\d+),(\d) millions? d'euros/g,
      (_, whole: string, tenth: string) => `${Number(whole) * 1000 + Number(tenth) * 100} 000 €`,
    ),
  (text, language) =>
    text.replace(
      new RegExp(`\\b(\\d{1,2})${counted}`, 'g'),
      (found) => (language === 'fr' ? small : smallEnglish)[Number(found)] ?? found,
    ),
  (text, language) =>
    text.replace(
      new RegExp(`\\b(${(language === 'fr' ? small : smallEnglish).slice(2).join('|')})${counted}`, 'g'),
      (found) => String((language === 'fr' ? small : smallEnglish).indexOf(found)),
    ),
  (text) => text.replace(/\b([LRD])\. ?(\d+(?:-\d+)+)/g, '$1$2'),
  (text) => text.replace(/\b([LRD])(\d+-\d+)/g, '$1. $2'),
];

const synonyms: Readonly<Record<Language, readonly (readonly [RegExp, string])[]>> = {
  fr: [
    [/\btoutefois\b/gi, 'cependant'],
    [/\bafin de\b/gi, 'pour'],
    [/\bégalement\b/gi, 'aussi'],
    [/\beffectuer\b/gi, 'réaliser'],
    [/\bvous devez\b/gi, 'il faut'],
    [/\bvous pouvez\b/gi, 'il est possible de'],
    [/\bpermet d(?:e |')/gi, 'sert à '],
    [/\bnotamment\b/gi, 'entre autres'],
    [/\blorsque\b/gi, 'quand'],
    [/\bpar ailleurs\b/gi, 'en outre'],
    [/\bainsi que\b/gi, 'et'],
    [/\bdès lors que\b/gi, 'si'],
    [/\bau cours de\b/gi, 'pendant'],
    [/\bdispose d'/gi, "bénéficie d'"],
    [/\ben cas de\b/gi, 's’il y a'],
  ],
  en: [
    [/\bhowever\b/gi, 'yet'],
    [/\bin order to\b/gi, 'to'],
    [/\bmust\b/g, 'have to'],
    [/\balso\b/gi, 'as well'],
    [/\bsuch as\b/gi, 'like'],
    [/\buse\b/g, 'employ'],
    [/\bfor example\b/gi, 'for instance'],
    [/\bensure\b/g, 'make sure'],
    [/\bmany\b/g, 'numerous'],
  ],
};

const leads: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Selon le document, ',
    'Il est précisé que ',
    'D’après les extraits, ',
    'Oui, ',
    'En résumé, ',
    'Les textes indiquent que ',
  ],
  en: [
    'According to the document, ',
    'The extract states that ',
    'Yes, ',
    'In short, ',
    'The sources say that ',
  ],
};

/** One light rewording that leaves the meaning as it is; `verbatim` when none applies. */
export function reword(text: string, language: Language, random: Random): Rewording {
  const ways = [
    () => rewritten(text, language),
    () => reordered(text),
    () => replaced(text, language),
    () => led(text, language, random),
    () => shortened(text),
  ];
  const first = random.below(ways.length);
  if (random.next() < 0.15) return { kind: 'verbatim', text };
  // Numbers in another writing are the rarest: they are taken wherever there are some.
  const numbers = rewritten(text, language);
  if (numbers && random.next() < 0.5) return numbers;
  for (let turn = 0; turn < ways.length; turn += 1) {
    const found = ways[(first + turn) % ways.length]?.();
    if (found) return found;
  }
  return { kind: 'verbatim', text };
}

function rewritten(text: string, language: Language): Rewording | null {
  for (const write of otherWritings) {
    const other = write(text, language);
    if (other !== text) return { kind: 'other-writing', text: other };
  }
  return null;
}

/** « Depuis 2003, il … » → « Il …, depuis 2003. » */
function reordered(text: string): Rewording | null {
  const match =
    /^((?:Pour|En|Dans|Depuis|Avant|Après|Lors|À|Au|Si|Lorsque|In|For|After|Before|When|If|Since|During)(?! effet| outre| revanche| fait)[^,.;:()]{4,80}), ([^.;:]{25,})\.$/u.exec(
      text,
    );
  if (!match) return null;
  const [, lead = '', main = ''] = match;
  const capital = `${main[0]?.toUpperCase() ?? ''}${main.slice(1)}`;
  return { kind: 'reordered', text: `${capital}, ${lead[0]?.toLowerCase() ?? ''}${lead.slice(1)}.` };
}

function replaced(text: string, language: Language): Rewording | null {
  let other = text;
  for (const [pattern, word] of synonyms[language]) other = other.replace(pattern, word);
  return other === text ? null : { kind: 'synonyms', text: other };
}

function led(text: string, language: Language, random: Random): Rewording | null {
  const common =
    /^(?:Le|La|Les|L['’]|Un|Une|Des|Ce|Cette|Ces|Il|Elle|Ils|On|Vous|The|A|An|This|These|It|They|You) ?/u.exec(
      text,
    );
  if (!common) return null;
  return {
    kind: 'led',
    text: `${random.pick(leads[language])}${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`,
  };
}

/** Without what stands in brackets and without some adverbs. */
function shortened(text: string): Rewording | null {
  const other = text
    .replace(/ \([^()]{3,80}\)/g, '')
    .replace(
      / (?:notamment|également|ainsi|principalement|généralement|particulièrement|entièrement|usually|generally|typically|also)(?= )/g,
      '',
    );
  return other === text || other.length < 40 ? null : { kind: 'shortened', text: other };
}
