import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { shareOf, standing, unitsIn, type WeighedWord, type Window } from './align.ts';
import type { EvidenceUnit } from './evidence.ts';
import { permission } from './opposites.ts';
import type { Polarity } from './polarity.ts';

/** `contradicted`: the same is affirmed here and denied there. `doubtful`: only one of the two denies something. */
export type Agreement = 'agrees' | 'doubtful' | 'contradicted';

/** Compares what a sentence and the place that it was aligned with affirm and deny. */
export function checkPolarity(
  said: Polarity,
  words: readonly WeighedWord[],
  windows: readonly Window[],
  language: Language,
): Agreement {
  // Across languages no stem of one is a stem of the other.
  const places = windows
    .filter(({ evidence }) => evidence.language === language)
    .map((window) => closestFirst(unitsIn(window), words, language).map((unit) => unit.polarity));
  const written = places.flat();
  if (written.length === 0) return 'agrees';
  const isForbidden = said.denied.has(permission) && written.some(({ denied }) => denied.has(permission));
  const isTurned = [...said.concepts].some(([concept, signs]) => {
    // Each place speaks by the unit of it that is closest to the sentence; one that agrees is enough.
    const speaking = places.flatMap((place) => place.find(({ concepts }) => concepts.has(concept)) ?? []);
    if (!speaking.every(({ concepts }) => isOtherwise(signs, concepts.get(concept) ?? signs))) return false;
    // « Aucune procédure n'est imposée » is « il n'y a pas de procédure imposée ».
    if (speaking.every((unit) => deniesClauseOf(unit, concept)) && deniesClauseOf(said, concept))
      return false;
    // « Son fractionnement est interdit » is « il ne peut être fractionné »: what is denied is the permission.
    const mayNotBe = said.forbidden.has(concept) || speaking.some(({ forbidden }) => forbidden.has(concept));
    return speaking.length > 0 && !(isForbidden && mayNotBe);
  });
  const exception = written.map((one) => exceptsOtherwise(said, one));
  if (isTurned)
    // « Fermé le lundi » is what « ouvert tous les jours sauf le lundi » says.
    return exception.some((one) => one !== 'alike') ? 'agrees' : 'contradicted';
  if (exception.includes('same-statement')) return 'contradicted';
  const heads = [...said.denied];
  const isShared = heads.some((head) => written.some(({ concepts }) => concepts.has(head)));
  const denies = written.some(({ denied, excepted }) => denied.size + excepted.size > 0);
  if (heads.length > 0 && !isShared && !denies && said.excepted.size === 0) return 'doubtful';
  return heads.length === 0 && said.excepted.size === 0 && leavesDenialOut(said, written[0])
    ? 'doubtful'
    : 'agrees';
}

/** For opposites it counts which of the two is denied. */
function deniesClauseOf({ deniedClauses }: Polarity, concept: string): boolean {
  return !concept.startsWith('±') && deniedClauses.some(({ concepts }) => concepts.has(concept));
}

function closestFirst(
  units: readonly EvidenceUnit[],
  words: readonly WeighedWord[],
  language: Language,
): readonly EvidenceUnit[] {
  return units
    .map((unit) => ({ unit, share: shareOf(words, standing(words, unit, language)) }))
    .sort((a, b) => b.share - a.share)
    .map(({ unit }) => unit);
}

/** Denied here and only affirmed there, or only affirmed here and only denied there. */
function isOtherwise(here: ReadonlySet<1 | -1>, there: ReadonlySet<1 | -1>): boolean {
  return here.has(-1) ? !there.has(-1) : !there.has(1);
}

/** Whether an exception stands on one side only of something that both speak of, and if so, in the same statement. */
function exceptsOtherwise(said: Polarity, written: Polarity): 'alike' | 'other-statement' | 'same-statement' {
  const lost = said.excepted.size === 0 && [...written.excepted].some((one) => said.concepts.has(one));
  const added = written.excepted.size === 0 && [...said.excepted].some((one) => written.concepts.has(one));
  if (!lost && !added) return 'alike';
  const main = [...written.concepts.keys()].filter((concept) => !written.excepted.has(concept));
  const shared = main.filter((concept) => said.concepts.has(concept)).length;
  return main.length > 0 && shared / main.length >= tunables.checking.sameStatement
    ? 'same-statement'
    : 'other-statement';
}

/** The sentence says nearly all that a denied clause says, but for its « ne … pas ». */
function leavesDenialOut(said: Polarity, written: Polarity | undefined): boolean {
  return (written?.deniedClauses ?? []).some(({ head, concepts }) => {
    const others = [...concepts].filter((concept) => concept !== head);
    const shared = others.filter((concept) => said.concepts.has(concept)).length;
    return (
      !said.concepts.has(head) &&
      others.length > 1 &&
      shared / others.length >= tunables.checking.sameStatement
    );
  });
}
