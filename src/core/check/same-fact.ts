import type { Fact, Quantity, SaidDay, SaidReference } from './fact.ts';
import { areOpposite } from './side-of.ts';
import type { Unit } from './units.ts';

/** How far « environ » may be from the number itself, and « plus de » below it. */
const aboutShare = 0.05;
const boundShare = 0.1;

/** True when what a sentence says is what a text says: in any writing, and no more exactly than the text. */
export function isSameFact(said: Fact, written: Fact): boolean {
  if (said.kind === 'quantity')
    return written.kind === 'quantity'
      ? isSameQuantity(said, written)
      : written.kind === 'date' && said.raw === written.year && isBare(said);
  if (said.kind === 'date')
    return written.kind === 'date'
      ? isSameDay(said, written)
      : written.kind === 'quantity' && isBare(written) && said.month === null && said.year === written.raw;
  if (written.kind === 'reference') return said.keys.some((key) => written.keys.includes(key));
  // « n° 52 » is 52, but no article is: « 12 agents » do not tell of an article 12.
  return (
    written.kind === 'quantity' &&
    isBare(written) &&
    said.keys.length === 1 &&
    said.keys[0] === String(written.raw)
  );
}

/** True when both measure the same kind of thing, so that one stands where the other should. */
export function areRivals(said: Fact, written: Fact): boolean {
  if (said.kind === 'quantity' && written.kind === 'quantity') return areRivalQuantities(said, written);
  if (said.kind === 'date' && written.kind === 'date')
    return (
      (said.day === null) === (written.day === null) && (said.month === null) === (written.month === null)
    );
  return said.kind === 'reference' && written.kind === 'reference' && shapeOf(said) === shapeOf(written);
}

function areRivalQuantities(said: Quantity, written: Quantity): boolean {
  const [one, other] = [said.unit, written.unit];
  if (isBare(said) && isBare(written)) return one.family !== other.family || one.name === other.name;
  if (isTime(one) && isTime(other)) return true;
  if (one.family === other.family)
    return (one.family !== 'measure' && one.family !== 'ordinal') || one.name === other.name;
  return said.raw === written.raw && !isBare(said) && !isBare(written);
}

function isTime({ family }: Unit): boolean {
  return family === 'months' || family === 'minutes';
}

function isSameQuantity(said: Quantity, written: Quantity): boolean {
  if (said.unit.family === 'ordinal' || written.unit.family === 'ordinal')
    return (
      said.raw === written.raw &&
      (said.unit.family === written.unit.family || isBare(written) || isBare(said))
    );
  if (
    said.unit.family === written.unit.family &&
    said.unit.name === written.unit.name &&
    said.unit.family !== 'noun'
  )
    return isNear(said, written, said.value, written.value);
  // A table says the unit in its header, a person « agents » where the text says « fonctionnaires ».
  return (
    (isBare(said) || written.unit.family === 'none') &&
    ((isBare(said) && isBare(written)) || said.unit.family === 'none' || written.unit.family === 'none') &&
    isNear(said, written, said.raw, written.raw)
  );
}

function isBare({ unit }: Quantity): boolean {
  return unit.family === 'none' || unit.family === 'noun';
}

/** A text that is no more exact itself must be repeated as it is. */
function isNear({ bound, side }: Quantity, text: Quantity, said: number, written: number): boolean {
  if (areOpposite(side, text.side)) return false;
  const size = Math.max(Math.abs(said), Math.abs(written), Number.MIN_VALUE);
  const difference = (written - said) / size;
  if (Math.abs(difference) < 1e-9) return true;
  if (text.bound !== null) return false;
  if (bound === 'about') return Math.abs(difference) <= aboutShare;
  if (bound === 'over') return difference > 0 && difference <= boundShare;
  return bound === 'under' && difference < 0 && difference >= -boundShare;
}

function isSameDay(said: SaidDay, written: SaidDay): boolean {
  const agrees = (a: number | null, b: number | null) => a === null || a === b;
  // « 1er mars » in a text of 2026 is what an answer calls « 1er mars 2026 »: the year is looked for by itself.
  const year = agrees(said.year, written.year) || (written.year === null && said.day !== null);
  return year && agrees(said.month, written.month) && agrees(said.day, written.day);
}

function shapeOf({ keys }: SaidReference): string {
  return (keys[0] ?? '').replace(/\d+/g, '9');
}
