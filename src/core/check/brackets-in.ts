import type { Language } from '../document.ts';
import { fold } from '../find/fold.ts';
import type { Quantity } from './fact.ts';
import { factsIn, over, under } from './facts-in.ts';

/** The numbers from `low` to `high` of one kind: « de 401 € à 700 € », « jusqu’à 400 € », « plus de 1 200 € ». */
export type Bracket = { readonly unit: Quantity['unit']; readonly low: number; readonly high: number };

const between = /^ ?(?:h\.?t\.? |t\.?t\.?c\.? )?(?:a|et|to|and|-|–|—) ?(?:les? |l'|the )?$/u;
const upTo = /(?:jusqu'a|au plus|au maximum|inferieure?s? ou egale?s? a|up to|at most|≤) ?$/u;
const from = /(?:a partir de|au moins|superieure?s? ou egale?s? a|at least|from|≥) ?$/u;
/** Of these bounds, as of `over` and `under`, the number itself is none. */
const beyond = /(?:au[- ]dessus de|>) ?$/u;
const fewer = /(?:fewer than|<) ?$/u;
const orLess = /^ ?(?:et|ou|and|or) (?:moins|less|under)|^ ?(?:au plus|au maximum|at most)/u;
const orMore = /^ ?(?:et|ou|and|or) (?:plus|davantage|more|over)|^ ?\+|^ ?(?:au moins|at least)/u;
/** Without its accent it would be an article. */
const asSoonAs = /(?<!\p{L})dès $/iu;
/** Characters around a number in which its bound is said. */
const reach = 28;

/** The brackets that a text names, in their order: a number alone makes none. */
export function bracketsIn(text: string, language: Language): Bracket[] {
  const numbers = quantitiesIn(text, language);
  const brackets: Bracket[] = [];
  for (let at = 0; at < numbers.length; at += 1) {
    const one = numbers[at] as Quantity;
    const next = numbers[at + 1];
    const end = one.at + one.said.length;
    if (next && isSameKind(one, next) && one.value < next.value && isBetween(text, one, next)) {
      brackets.push({ unit: next.unit, low: one.value, high: next.value });
      at += 1;
      continue;
    }
    const written = text.slice(Math.max(0, one.at - reach), one.at);
    const before = fold(written);
    const after = fold(text.slice(end, end + reach));
    const { unit, value } = one;
    const isUnder = under.test(before) || fewer.test(before);
    const isOver = over.test(before) || beyond.test(before);
    if (isUnder || upTo.test(before) || orLess.test(after))
      brackets.push({ unit, low: Number.NEGATIVE_INFINITY, high: isUnder ? below(value) : value });
    else if (isOver || from.test(before) || asSoonAs.test(written) || orMore.test(after))
      brackets.push({ unit, low: isOver ? above(value) : value, high: Number.POSITIVE_INFINITY });
  }
  return brackets;
}

/** The numbers of a text that could lie in brackets, as they are read. */
export function quantitiesIn(text: string, language: Language): Quantity[] {
  return factsIn(text, language)
    .filter(
      (fact): fact is Quantity => fact.kind === 'quantity' && fact.unit.family !== 'ordinal' && !fact.isWeak,
    )
    .sort((a, b) => a.at - b.at);
}

/** Where something is said of a number: that it is one of the bracket's, that it is none, or nothing (`null`). */
export function liesIn(number: Quantity, { unit, low, high }: Bracket): boolean | null {
  if (!isSameKind(number, { unit })) return null;
  // « un marché de plus de 90 000 € » is one of those above 90 000.
  const value =
    number.bound === 'over'
      ? above(number.value)
      : number.bound === 'under'
        ? below(number.value)
        : number.value;
  return value >= low && value <= high;
}

const above = (value: number) => value * (1 + 1e-9);
const below = (value: number) => value * (1 - 1e-9);

/** « 10-20 jours » was read as two numbers at one place. */
const isBetween = (text: string, one: Quantity, next: Quantity) =>
  one.at === next.at || between.test(fold(text.slice(one.at + one.said.length, next.at)));

function isSameKind(one: Pick<Quantity, 'unit'>, other: Pick<Quantity, 'unit'>): boolean {
  return one.unit.family === other.unit.family && one.unit.name === other.unit.name;
}
