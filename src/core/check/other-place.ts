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
  const standOf = (unit: EvidenceUnit, { context, language }: Evidence): readonly number[] => {
    const beside = standing(words, context, language);
    return standing(words, unit, language).map((one, at) => Math.max(one, beside[at] ?? 0));
  };
  const { rivalPlace, otherPlace, ownWords } = tunables.checking;
  const own: (readonly number[])[] = [];
  const rivals: { readonly rival: Rival; readonly stand: readonly number[]; readonly share: number }[] = [];
  for (const evidence of evidences)
    for (const unit of evidence.units) {
      if (holds(unit)) own.push(standOf(unit, evidence));
      else {
        const rival = rivalIn(unit);
        if (rival === undefined) continue;
        const stand = standOf(unit, evidence);
        const share = shareOf(words, stand);
        if (share >= rivalPlace) rivals.push({ rival, stand, share });
      }
    }
  return rivals
    .sort((a, b) => b.share - a.share)
    .find(({ stand }) =>
      own.every((place) => lead(words, stand, place) >= otherPlace && lead(words, place, stand) <= ownWords),
    )?.rival;
}

/** Share of the words that stand in the one place and not in the other. */
function lead(words: readonly WeighedWord[], here: readonly number[], there: readonly number[]): number {
  return shareOf(
    words,
    words.map((_, at) => Math.max(0, (here[at] ?? 0) - (there[at] ?? 0))),
  );
}
