import { tunables } from '../../../config/tunables.ts';
import { analyze } from '../find/analyze.ts';
import type { Day } from '../find/calendar.ts';
import { type Definition, definitionOf, termAskedFor } from '../find/definition.ts';
import { rarityOf } from '../find/rarity.ts';
import { remember } from '../find/remember.ts';
import { dayOf } from '../local-time.ts';
import { partAsides } from '../understand/part-asides.ts';
import type { Source } from './answer.ts';
import { type Fit, fitOf, givenIn } from './fit-of.ts';
import { plainUnitsOf, type QuoteUnit, quoteUnitsOf } from './quote-units.ts';

/** A piece of a source with its worth as an answer; `place` is its index among the source's pieces, as they are read. */
export type RatedQuote = Pick<Fit, 'fits'> & {
  readonly source: Source;
  readonly unit: QuoteUnit;
  readonly place: number;
  /** Of its text alone. */
  readonly words: ReadonlySet<string>;
  /** The heading right over it says what is asked about, and it does not: « Gym douce » over « Le jeudi, au salon ». */
  readonly isUnderAsked: boolean;
  readonly score: number;
};

/** The heading, or the question, right over a piece. */
export function headingOver({ unit, source }: Pick<RatedQuote, 'unit' | 'source'>): string {
  const inside = unit.kind === 'sentence' ? unit.context : unit.under;
  return inside || source.headings.at(-1) || '';
}

type ReadUnit = Omit<RatedQuote, 'score' | 'isUnderAsked'> &
  Fit & {
    /** The question's words, as the language of the source spells their stems. */
    readonly asked: ReadonlySet<string>;
    /** Names of the columns of a row, which are shown with it; of them those under which it holds a number. */
    readonly columns: ReadonlySet<string>;
    readonly counted: ReadonlySet<string>;
    /** Of what asks for it: « Pièces à fournir » asks for the items below, and a question for its answer, which have none of its words. */
    readonly under: ReadonlySet<string>;
    /** Of the heading right over it. */
    readonly heading: ReadonlySet<string>;
    readonly context: ReadonlySet<string>;
    readonly neighbours: ReadonlySet<string>;
  };

const asksForNumber =
  /(?<!\p{L})(?:combien|quand|dates?|délais?|tarifs?|prix|montants?|coûts?|taux|âge|horaires?|heures?|durée|années?|pourcentage|how (?:much|many|long|old|often)|when|price|cost|amount|rate|deadline|hours?|year|fee)(?!\p{L})/iu;

/** What an act is based on and why it was made, before what it decides: « Vu le code… », « Considérant que… ». */
const recital = /^(?:vu l(?:['’]|a |es? )|considérant |whereas |having regard to )/iu;

const asksForGround =
  /(?<!\p{L})(?:pourquoi|raisons?|motifs?|motivations?|visas?|considérants?|fondements?|bases?|juridiques?|textes?|lois?|décrets?|codes?|articles?|arrêtés?|directives?|règlements?|avis|why|reasons?|grounds?|legal|laws?|decrees?|opinion)(?!\p{L})/iu;

/** All pieces of the sources, the best first; equal ones as they are read. */
export function rateQuotes(
  spoken: string,
  sources: readonly Source[],
  {
    otherForms = [],
    today = dayOf(new Date()),
  }: { readonly otherForms?: readonly string[]; readonly today?: Day } = {},
): RatedQuote[] {
  const { question } = partAsides(spoken);
  const asked = { text: [question, ...otherForms].join('\n'), today };
  const telling = sources.flatMap((source) => readUnits(asked, source, quoteUnitsOf));
  const units =
    telling.length > 0 ? telling : sources.flatMap((source) => readUnits(asked, source, plainUnitsOf));
  const weigh = rarity(units.map(({ words, columns, under }) => new Set([...words, ...columns, ...under])));
  const asksFor = termAskedFor(question);
  const wanted = {
    number: asksForNumber.test(question.normalize('NFC')),
    ground: asksForGround.test(question.normalize('NFC')),
    definition: asksFor && definitionOf(asksFor.term, otherForms),
  };
  return units
    .map((unit) => ({
      ...unit,
      isUnderAsked: [...unit.asked].some((word) => unit.heading.has(word) && !unit.words.has(word)),
      score: rate(unit, weigh, wanted),
    }))
    .sort(bestFirst);
}

/** Orders pieces by score, equal ones as they are read. */
export function bestFirst(a: RatedQuote, b: RatedQuote): number {
  return b.score - a.score || a.source.n - b.source.n || a.place - b.place;
}

type Asked = { readonly text: string; readonly today: Day };

function readUnits({ text: question, today }: Asked, source: Source, cut: typeof quoteUnitsOf): ReadUnit[] {
  const language = source.document.language;
  const asked = new Set(analyze(question, language));
  const about = analyze([source.document.title, ...source.headings].join('\n'), language);
  const units = cut(source, language);
  const given = givenIn(question, language, today);
  // Many pieces stand under one heading.
  const headingStems = remember(
    (heading: string): ReadonlySet<string> => new Set(analyze(heading, language)),
    units.length,
  );
  const read = units.map((unit, place) => {
    const words = new Set(analyze(unit.text, language));
    const named = (cells: QuoteUnit['cells']) =>
      new Set(analyze(cells.map(({ name }) => name).join('\n'), language));
    const counted = named(unit.cells.filter(({ value }) => /\d/.test(value)));
    const under = new Set(analyze(unit.under ?? '', language));
    return { source, unit, place, asked, words, columns: named(unit.cells), counted, under };
  });
  return read.map((one) => ({
    ...one,
    heading: headingStems(headingOver(one)),
    context: new Set([...about, ...analyze(one.unit.context, language)]),
    neighbours: new Set([...(read[one.place - 1]?.words ?? []), ...(read[one.place + 1]?.words ?? [])]),
    ...fitOf(one.unit, given, language),
  }));
}

/** What the question asks for beside its words. */
type Wanted = {
  readonly number: boolean;
  /** The text that something is based on, or why it was decided. */
  readonly ground: boolean;
  readonly definition: Definition | null;
};

function rate(unit: ReadUnit, weigh: (word: string) => number, wanted: Wanted): number {
  const { columnWeight, headingWeight, contextWeight, neighbourWeight } = tunables.answering.quoting;
  const { numberBonus, bracketBonus, definitionBonus, passageWeight } = tunables.answering.quoting;
  let found = 0;
  let total = 0;
  for (const word of unit.asked) {
    total += weigh(word);
    if (unit.words.has(word) || unit.under.has(word)) found += weigh(word);
    // « Combien de jours… ? » is answered by the number in the column « Jours ».
    else if (wanted.number && unit.counted.has(word)) found += weigh(word);
    else if (unit.columns.has(word)) found += weigh(word) * columnWeight;
    else if (unit.heading.has(word)) found += weigh(word) * headingWeight;
    else if (unit.context.has(word)) found += weigh(word) * contextWeight;
    else if (unit.neighbours.has(word)) found += weigh(word) * neighbourWeight;
  }
  const number = wanted.number && /\d/.test(unit.unit.text) ? numberBonus : 0;
  const bracket = unit.fits && unit.isWithin ? bracketBonus : 0;
  const isDefinition = wanted.definition?.isMetBy(unit.unit.text, unit.source.document.language) ?? false;
  const score =
    ((total > 0 ? found / total : 0) + number + bracket + (isDefinition ? definitionBonus : 0)) *
      ease(unit.unit) +
    unit.source.score * passageWeight;
  return score * share(unit, wanted);
}

/** Less than the whole for what hardly answers, however good its passage: a letterhead, a recital, and what speaks of another matter or another bracket. */
function share({ unit, asked, words, under, heading, fits }: ReadUnit, wanted: Wanted): number {
  const { formalityShare, otherMatterShare } = tunables.answering.quoting;
  const isLetterhead = unit.kind === 'sentence' && !/[.!?…:;»”"')\]]$/.test(unit.text);
  const isRecital = !wanted.ground && recital.test(unit.text);
  // What a row is about stands in the heading of its table.
  const isAside =
    unit.kind !== 'row' && ![...asked].some((word) => [words, under, heading].some((said) => said.has(word)));
  return (
    (isLetterhead || isRecital ? formalityShare : 1) *
    (fits === false || (isAside && !fits) ? otherMatterShare : 1)
  );
}

/** 1 for a sentence of a good length, less for scraps and for very long ones. */
function ease({ kind, text }: QuoteUnit): number {
  const { shortSentence, longSentence } = tunables.answering.quoting;
  if (kind === 'sentence' && text.length < shortSentence) return text.length / shortSentence;
  return Math.min(1, longSentence / Math.max(1, text.length));
}

/** IDF over the pieces at hand: a word that stands in all of them tells nothing apart. Absent words weigh nothing. */
function rarity(pieces: readonly ReadonlySet<string>[]): (word: string) => number {
  const frequency = new Map<string, number>();
  for (const words of pieces) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return (word) => {
    const known = frequency.get(word);
    return known === undefined ? 0 : rarityOf(pieces.length, known);
  };
}
