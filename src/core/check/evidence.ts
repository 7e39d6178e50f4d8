import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { sentencesOf } from '../find/sentences.ts';
import { saidDayOf } from './day-ranges.ts';
import type { Fact } from './fact.ts';
import { factsIn } from './facts-in.ts';
import { namesIn, type SaidName } from './names-in.ts';
import { type Polarity, polarityOf } from './polarity.ts';
import { plainWords } from './quotations-in.ts';
import { rootOf, type Word, wordsOf } from './words-of.ts';

/** A passage as it was offered to a model: nothing else counts as said by it. */
export type OfferedPassage = {
  readonly n: number;
  readonly title: string;
  readonly headings: readonly string[];
  /** The date that stood beside the title. */
  readonly date: Date;
  readonly excerpt: string;
  readonly language: Language;
};

/** A sentence, item or row of a passage. */
export type EvidenceUnit = {
  readonly text: string;
  /** Every word, folded. */
  readonly words: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  readonly roots: ReadonlySet<string>;
  readonly facts: readonly Fact[];
  readonly names: readonly SaidName[];
  readonly polarity: Polarity;
};

/** All that a passage says, ready to be compared with. */
export type Evidence = {
  readonly n: number;
  readonly language: Language;
  readonly units: readonly EvidenceUnit[];
  /** Title, headings and date: they stand beside each of the units. */
  readonly context: Pick<EvidenceUnit, 'text' | 'words' | 'stems' | 'roots' | 'facts'>;
  /** What stands anywhere in it. */
  readonly whole: Pick<EvidenceUnit, 'stems' | 'roots'>;
  /** Every word of it, folded. */
  readonly words: ReadonlySet<string>;
  /** All of it for quotations, see `plainWords()`. */
  readonly plain: string;
  readonly acronyms: readonly string[];
};

const acronym = /(?<![\p{L}\p{N}])\p{Lu}{2,8}(?![\p{L}\p{N}])/gu;

/**
 * Reads a passage once for all sentences of an answer. By their stems all passages are compared with a sentence; the rest is read when it
 * is first asked for, since most answers are drawn from one or two of the passages, and nobody else is served meanwhile.
 */
export function readEvidence({ n, title, headings, date, excerpt, language }: OfferedPassage): Evidence {
  const context = [title, ...headings].join('\n');
  const whole = `${context}\n${excerpt}`;
  const contextFacts = once((): Fact[] => [
    ...context.split('\n').flatMap((line) => factsOf(line, language)),
    saidDayOf(date),
  ]);
  const words = once(() => foldedSet(whole));
  const plain = once(() => ` ${plainWords(whole)} `);
  const acronyms = once(() => [...new Set(whole.match(acronym) ?? [])].slice(0, tunables.checking.acronyms));
  const units = unitsOf(excerpt, language).map((unit) => readUnit(unit, language));
  const ofContext = setsOf(wordsOf(context, language));
  return {
    n,
    language,
    units,
    context: {
      text: context,
      words: foldedSet(context),
      ...ofContext,
      get facts() {
        return contextFacts();
      },
    },
    whole: {
      stems: new Set([ofContext, ...units].flatMap(({ stems }) => [...stems])),
      roots: new Set([ofContext, ...units].flatMap(({ roots }) => [...roots])),
    },
    get words() {
      return words();
    },
    get plain() {
      return plain();
    },
    get acronyms() {
      return acronyms();
    },
  };
}

function readUnit({ text, header }: { text: string; header: string }, language: Language): EvidenceUnit {
  const words = once(() => foldedSet(text));
  const facts = once(() => factsOf(text, language));
  const names = once(() => namesIn(text, language));
  const polarity = once(() => polarityOf(text, language));
  return {
    text,
    ...setsOf([...wordsOf(header, language), ...wordsOf(text, language)]),
    get words() {
      return words();
    },
    get facts() {
      return facts();
    },
    get names() {
      return names();
    },
    get polarity() {
      return polarity();
    },
  };
}

function once<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | null = null;
  return () => {
    known ??= { result: compute() };
    return known.result;
  };
}

/** Sentences, cut at semicolons; rows of a table with the header above them, whose words stand beside each. */
function unitsOf(excerpt: string, language: Language): { text: string; header: string }[] {
  let header: string | null = null;
  return sentencesOf(excerpt, language).flatMap(({ text }) => {
    const isRow = text.includes('|') || text.includes('\t');
    const above = isRow ? (header ?? '') : '';
    header = isRow ? (header ?? text) : null;
    if (/^[\s|:+=-]+$/.test(text)) return [];
    return (isRow ? [text] : text.split(/(?<=;)\s+/)).map((piece) => ({ text: piece, header: above }));
  });
}

function setsOf(words: readonly Word[]): { stems: Set<string>; roots: Set<string> } {
  return {
    stems: new Set(words.map(({ stem }) => stem)),
    roots: new Set(words.map(({ surface }) => rootOf(surface))),
  };
}

const itemNumber = /^\s*\(?(\d{1,3})(?:[.)°]|\s?[–—])\s*(?=\p{L})/u;

/** Its facts; the number that an item or heading begins with counts nothing, it is what the item is called by. */
function factsOf(text: string, language: Language): Fact[] {
  const [lead = '', number] = itemNumber.exec(text) ?? [];
  const facts = factsIn(text.slice(lead.length), language);
  if (number === undefined) return facts;
  return [
    ...facts,
    { kind: 'reference', said: number, at: 0, keys: [number, `article${number}`, `${number}°`] },
  ];
}

/** Folded words; those with dots or `&` inside also without: « S.N.C.F. ». */
function foldedSet(text: string): ReadonlySet<string> {
  const folded = fold(text);
  return new Set([
    ...(folded.match(/[\p{L}\p{N}]+/gu) ?? []),
    ...(folded.match(/\p{L}(?:[.&]\p{L})+/gu) ?? []).map((dotted) => dotted.replace(/[.&]/g, '')),
  ]);
}
