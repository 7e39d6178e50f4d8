import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import { sentencesOf } from '../find/sentences.ts';
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
  readonly stems: ReadonlySet<string>;
  readonly roots: ReadonlySet<string>;
  readonly facts: readonly Fact[];
  readonly names: readonly SaidName[];
  readonly polarity: () => Polarity;
};

/** All that a passage says, ready to be compared with. */
export type Evidence = {
  readonly n: number;
  readonly language: Language;
  readonly units: readonly EvidenceUnit[];
  /** Title, headings and date: they stand beside each of the units. */
  readonly context: Pick<EvidenceUnit, 'stems' | 'roots' | 'facts'>;
  /** Every word of it, folded. */
  readonly words: ReadonlySet<string>;
  /** All of it for quotations, see `plainWords()`. */
  readonly plain: string;
  readonly acronyms: readonly string[];
};

/** Reads a passage once for all sentences of an answer. */
export function readEvidence({ n, title, headings, date, excerpt, language }: OfferedPassage): Evidence {
  const context = [title, ...headings].join('\n');
  const day: Fact = {
    kind: 'date',
    said: '',
    at: 0,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
  const units = unitsOf(excerpt, language).map((text): EvidenceUnit => {
    let polarity: Polarity | null = null;
    return {
      text,
      ...setsOf(wordsOf(text, language)),
      facts: factsIn(text, language),
      names: namesIn(text, language),
      polarity: () => (polarity ??= polarityOf(text, language)),
    };
  });
  const whole = `${context}\n${excerpt}`;
  const folded = fold(whole);
  return {
    n,
    language,
    units,
    context: { ...setsOf(wordsOf(context, language)), facts: [...factsIn(context, language), day] },
    words: new Set([
      ...(folded.match(/[\p{L}\p{N}]+/gu) ?? []),
      ...(folded.match(/\p{L}(?:[.&]\p{L})+/gu) ?? []).map((dotted) => dotted.replace(/[.&]/g, '')),
    ]),
    plain: ` ${plainWords(whole)} `,
    acronyms: [...new Set(whole.match(/(?<![\p{L}\p{N}])\p{Lu}{2,8}(?![\p{L}\p{N}])/gu) ?? [])].slice(
      0,
      tunables.checking.acronyms,
    ),
  };
}

/** Sentences; those too long to say one thing are cut at semicolons. */
function unitsOf(excerpt: string, language: Language): string[] {
  return sentencesOf(excerpt, language).flatMap(({ text }) =>
    text.length > tunables.checking.longUnit ? text.split(/(?<=;)\s+/) : [text],
  );
}

function setsOf(words: readonly Word[]): { stems: Set<string>; roots: Set<string> } {
  return {
    stems: new Set(words.map(({ stem }) => stem)),
    roots: new Set(words.map(({ surface }) => rootOf(surface))),
  };
}
