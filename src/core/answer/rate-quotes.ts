import { tunables } from '../../../config/tunables.ts';
import { bracketsIn, liesIn, quantitiesIn } from '../check/brackets-in.ts';
import type { Quantity } from '../check/fact.ts';
import type { Language } from '../document.ts';
import { analyze } from '../find/analyze.ts';
import { rarityOf } from '../find/rarity.ts';
import type { Source } from './answer.ts';
import { plainUnitsOf, type QuoteUnit, quoteUnitsOf } from './quote-units.ts';

/** A piece of a source with its worth as an answer; `place` is its index among the source's pieces, as they are read. */
export type RatedQuote = {
  readonly source: Source;
  readonly unit: QuoteUnit;
  readonly place: number;
  readonly words: ReadonlySet<string>;
  readonly score: number;
};

type ReadUnit = Omit<RatedQuote, 'score'> & {
  /** The question's words, as the language of the source spells their stems. */
  readonly asked: ReadonlySet<string>;
  readonly context: ReadonlySet<string>;
  readonly neighbours: ReadonlySet<string>;
  /** Whether it is said of a number that the question gives; `null`: it names no bracket of such numbers. */
  readonly fits: boolean | null;
};

const asksForNumber =
  /(?<!\p{L})(?:combien|quand|dates?|délais?|tarifs?|prix|montants?|coûts?|taux|âge|horaires?|heures?|durée|années?|pourcentage|how (?:much|many|long|old|often)|when|price|cost|amount|rate|deadline|hours?|year|fee)(?!\p{L})/iu;

/** All pieces of the sources, the best first; equal ones as they are read. */
export function rateQuotes(
  question: string,
  sources: readonly Source[],
  otherForms: readonly string[] = [],
): RatedQuote[] {
  const asked = [question, ...otherForms].join('\n');
  const telling = sources.flatMap((source) => readUnits(asked, source, quoteUnitsOf));
  const units =
    telling.length > 0 ? telling : sources.flatMap((source) => readUnits(asked, source, plainUnitsOf));
  const weigh = rarity(units.map((unit) => unit.words));
  const wantsNumber = asksForNumber.test(question.normalize('NFC'));
  return units
    .map((unit) => ({ ...unit, score: rate(unit, weigh, wantsNumber) }))
    .sort((a, b) => b.score - a.score || a.source.n - b.source.n || a.place - b.place);
}

function readUnits(question: string, source: Source, cut: typeof quoteUnitsOf): ReadUnit[] {
  const language = source.document.language;
  const asked = new Set(analyze(question, language));
  const about = analyze([source.document.title, ...source.headings].join('\n'), language);
  const units = cut(source, language);
  const given = quantitiesIn(question, language);
  const words = units.map((unit) => new Set(analyze(unit.text, language)));
  return units.map((unit, place) => ({
    source,
    unit,
    place,
    asked,
    words: words[place] ?? new Set(),
    context: new Set([...about, ...analyze(unit.context, language)]),
    neighbours: new Set([...(words[place - 1] ?? []), ...(words[place + 1] ?? [])]),
    fits: fits(unit.text, given, language),
  }));
}

/** « pour un quotient familial de 850 € » asks for the line of « de 701 € à 950 € », and for no other. */
function fits(text: string, given: readonly Quantity[], language: Language): boolean | null {
  if (given.length === 0) return null;
  const said = bracketsIn(text, language).flatMap((bracket) =>
    given.map((number) => liesIn(number, bracket)),
  );
  return said.includes(true) || (said.includes(false) ? false : null);
}

function rate(unit: ReadUnit, weigh: (word: string) => number, wantsNumber: boolean): number {
  const { contextWeight, neighbourWeight, numberBonus, bracketBonus, passageWeight } =
    tunables.answering.quoting;
  let found = 0;
  let total = 0;
  for (const word of unit.asked) {
    total += weigh(word);
    if (unit.words.has(word)) found += weigh(word);
    else if (unit.context.has(word)) found += weigh(word) * contextWeight;
    else if (unit.neighbours.has(word)) found += weigh(word) * neighbourWeight;
  }
  const number = wantsNumber && /\d/.test(unit.unit.text) ? numberBonus : 0;
  const bracket = unit.fits === null ? 0 : unit.fits ? bracketBonus : -bracketBonus;
  return (
    ((total > 0 ? found / total : 0) + number + bracket) * ease(unit.unit) + unit.source.score * passageWeight
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
