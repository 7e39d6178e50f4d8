import type { Side } from './side-of.ts';
import type { Unit } from './units.ts';

type Said = {
  /** The words of the text, as they were written. */
  readonly said: string;
  /** Offset into the original text. */
  readonly at: number;
};

/** A number with what it counts or measures. */
export type Quantity = Said & {
  readonly kind: 'quantity';
  /** The number as said, and in the unit that all of its family are reckoned in. */
  readonly raw: number;
  readonly value: number;
  readonly unit: Unit;
  /** A small number in words before a noun, or a rank: « deux » may be a mere determiner. */
  readonly isWeak: boolean;
  /** « environ », « plus de », « moins de »: what it says of the true number. */
  readonly bound: 'about' | 'over' | 'under' | null;
  readonly side: Side | null;
};

/** A day, month or year; parts that are not said are `null`. */
export type SaidDay = Said & {
  readonly kind: 'date';
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
};

/** An article, a decree, a file, an identifier, by all the names under which it may be found. */
export type SaidReference = Said & {
  readonly kind: 'reference';
  readonly keys: readonly string[];
};

export type Fact = Quantity | SaidDay | SaidReference;
