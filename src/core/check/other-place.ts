import { tunables } from '../../../config/tunables.ts';
import { shareOf, standing, type WeighedWord } from './align.ts';
import type { Evidence, EvidenceUnit } from './evidence.ts';

/** What a fact or name is looked for by. */
export type Search<Rival> = {
  /** The words around it in its sentence. */
  readonly words: readonly WeighedWord[];
  readonly evidences: readonly Evidence[];
  /** True for a unit that says it. */
  readonly holds: (unit: EvidenceUnit) => boolean;
  /** What a unit says in its place. */
  readonly rivalIn: (unit: EvidenceUnit) => Rival | undefined;
};

/**
 * What stands in the place that the words around something speak of, when that is not the thing itself: in a unit that has
 * more of these words than every unit that says it, and all of theirs. « Tranche B : 4,10 € » is said where the row of
 * tranche B says 2,35 €, although 4,10 € stands in another row.
 */
export function rivalInPlace<Rival>({ words, evidences, holds, rivalIn }: Search<Rival>): Rival | undefined {
  const places = evidences.flatMap((evidence) => {
    const context = standing(words, evidence.context, evidence.language);
    return evidence.units.map((unit) => ({
      unit,
      stand: standing(words, unit, evidence.language).map((one, at) => Math.max(one, context[at] ?? 0)),
    }));
  });
  const own = places.filter(({ unit }) => holds(unit));
  const { samePlace, otherPlace, ownWords } = tunables.checking;
  const rivals = places
    .map(({ unit, stand }) => ({ unit, stand, share: shareOf(words, stand) }))
    .filter(({ unit, share }) => share >= samePlace && !holds(unit))
    .sort((a, b) => b.share - a.share);
  for (const { unit, stand } of rivals) {
    const rival = rivalIn(unit);
    if (rival === undefined) continue;
    const wins = own.every(
      (place) => lead(words, stand, place.stand) >= otherPlace && lead(words, place.stand, stand) <= ownWords,
    );
    if (wins) return rival;
  }
  return undefined;
}

/** Share of the words that stand in the one place and not in the other. */
function lead(words: readonly WeighedWord[], here: readonly number[], there: readonly number[]): number {
  return shareOf(
    words,
    words.map((_, at) => Math.max(0, (here[at] ?? 0) - (there[at] ?? 0))),
  );
}
