import type { MadeQuestion, QuestionMaker, SentenceRule } from './suggestion.ts';

const subject = '(?<subject>(?:The|Each|Every|An?|All) [^\\s,;:()"“”|?!]+(?: [^\\s,;:()"“”|?!]+){0,9}?)';
const number =
  '(?:\\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)(?!\\p{L}))';
const day =
  '(?:\\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:January|February|March|April|May|June|July|August|September|October|November|December) \\d{1,2})';
/** What points at something that was said before, or begins another clause. */
const leaning =
  /(?<!\p{L})(?:that|which|who|whom|this|these|those|it|its|they|their|he|she|his|her|we|our|you|your|same|other|following|above|previous|former|latter|is|are|was|were|has|have|had|can|may|must|will|shall|should|if|but|said|not)(?!\p{L})/iu;

function rule(
  kind: SentenceRule['kind'],
  rest: string,
  question: (found: Readonly<Record<string, string>>) => string,
): SentenceRule {
  return {
    kind,
    pattern: new RegExp(`^${subject} ${rest}`, 'u'),
    ask: ({ subject: found = '', ...others }) =>
      leaning.test(found)
        ? null
        : question(others).replace('…', () => found.charAt(0).toLowerCase() + found.slice(1)),
  };
}

const base: Readonly<Record<string, string>> = {
  'takes place': 'take place',
  starts: 'start',
  begins: 'begin',
  ends: 'end',
  opens: 'open',
  closes: 'close',
  expires: 'expire',
};

/** Forms of English sentences that say a number, a day, a rule or a definition. */
const sentences: readonly SentenceRule[] = [
  rule(
    'amount',
    `(?<be>is|are) (?:set at |limited to |capped at |fixed at )?[£€$] ?${number}`,
    ({ be }) => `How much ${be} … ?`,
  ),
  rule('amount', `costs? [£€$] ?${number}`, () => 'How much does … cost ?'),
  rule(
    'amount',
    `(?:is|are) (?:set at|limited to|capped at|fixed at) [^.;]{0,12}?${number}`,
    () => 'What is the limit for … ?',
  ),
  rule(
    'amount',
    `(?<be>is|are) entitled to ${number}[^.;]{0,12}? (?<what>days|weeks|hours)`,
    ({ be, what }) => `How many ${what} ${be} … entitled to ?`,
  ),
  rule(
    'day',
    `(?<verb>takes place|starts|begins|ends|opens|closes|expires) [^.;]{0,30}?${day}`,
    ({ verb = '' }) => `When does … ${base[verb]} ?`,
  ),
  rule(
    'day',
    `will (?<verb>take place|start|begin|end|open|close) [^.;]{0,30}?${day}`,
    ({ verb }) => `When will … ${verb} ?`,
  ),
  rule(
    'day',
    `must be (?<done>\\p{L}+(?:ed|nt|de|id)) [^.;]{0,60}?(?:by|before|no later than|within) [^.;]{0,12}?\\d`,
    ({ done }) => `By when must … be ${done} ?`,
  ),
  rule(
    'rule',
    '(?<be>is|are) (?<done>\\p{L}+(?:ed|en|de)) by (?:the|an?) ',
    ({ be, done }) => `Who ${be} … ${done} by ?`,
  ),
  rule('definition', '(?:is|means) an? ', () => 'What is … ?'),
];

const interrogative =
  /^(?:how (?:to|do|does|can|much|many|long|is|are)|what (?:is|are|do|does|can)|when (?:to|is|are|do|does|can|must)|where (?:to|is|are|do|does|can)|who (?:is|are|can|may|must|to contact)|why (?:is|are|do|does)|which \p{L}+ (?:is|are)|can|do|does|should|must) /iu;
const numbering =
  /^(?:(?:article|chapter|section|part|annex|appendix|step)\s+(?:\d+|[ivx]+|[a-z])|(?:\d+|[ivx]+|[a-z])(?:[.-]\d+)*(?=\s?[.)–—:-])|\d+(?:\.\d+)+|\d{1,2}(?= \p{Lu}))\s*[.)–—:-]*\s*/iu;
const empty =
  /^(?:introduction|background|contents|table of contents|annex(?:es)?|appendix|contacts?|references?|definitions?|general|summary|notes?|conclusion|examples?|further reading|overview|see also|external links|preamble|signature|purpose|scope|abstract|imprint|features|sheet ?\d*|slide ?\d*)$/iu;

function askForHeading(heading: string, title: string | null): MadeQuestion | null {
  const bare = heading
    .replace(numbering, '')
    .replace(/\s*[:.]\s*$/, '')
    .trim();
  if (bare.length < 6 || empty.test(bare)) return null;
  if (bare.endsWith('?') || interrogative.test(bare))
    return { kind: 'asked', text: `${bare.charAt(0).toUpperCase()}${bare.slice(1).replace(/\s*\?$/, '')}?` };
  if (title === null || bare.split(' ').length > 9) return null;
  return { kind: 'heading', text: `What does ${title} say about “${bare}”?` };
}

/** Questions in English. */
export const englishQuestions: QuestionMaker = {
  sentences: sentences.map((one) => ({ ...one, ask: (found) => one.ask(found)?.replace(' ?', '?') ?? null })),
  heading: askForHeading,
  number: ({ column, row }) => `What is the ${column.toLowerCase()} for “${row}”?`,
  acronym: (acronym) => `What does ${acronym} stand for?`,
  within: (title, question) =>
    `According to ${title}, ${question.charAt(0).toLowerCase()}${question.slice(1)}`,
  quote: (title) => `“${title}”`,
};
