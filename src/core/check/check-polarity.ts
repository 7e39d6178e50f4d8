import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { shareOf, standing, unitsIn, type WeighedWord, type Window } from './align.ts';
import type { EvidenceUnit } from './evidence.ts';
import type { Polarity } from './polarity.ts';

/** `contradicted`: the same is affirmed here and denied there. `doubtful`: only one of the two denies something. */
export type Agreement = 'agrees' | 'doubtful' | 'contradicted';

/** Compares what a sentence and the place that it was aligned with affirm and deny. */
export function checkPolarity(
  said: Polarity,
  words: readonly WeighedWord[],
  window: Window,
  language: Language,
): Agreement {
  // Across languages no stem of one is a stem of the other.
  if (language !== window.evidence.language) return 'agrees';
  const units = unitsIn(window)
    .map((unit) => ({ unit, share: shareOf(words, standing(words, unit, language)) }))
    .sort((a, b) => b.share - a.share)
    .map(({ unit }) => unit);
  const written = units.map((unit) => unit.polarity());
  const isTurned = [...said.concepts].some(([concept, signs]) => {
    const there = written.find(({ concepts }) => concepts.has(concept))?.concepts.get(concept);
    return there !== undefined && ![...signs].some((sign) => there.has(sign));
  });
  const isExcepted = written.some((one) => exceptsOtherwise(said, one));
  // « Fermé le lundi » is what « ouvert tous les jours sauf le lundi » says.
  if (isTurned !== isExcepted) return 'contradicted';
  if (isTurned) return 'agrees';
  const heads = [...said.denied];
  const isShared = heads.some((head) => written.some(({ concepts }) => concepts.has(head)));
  const denies = written.some(({ denied, excepted }) => denied.size + excepted.size > 0);
  if (heads.length > 0 && !isShared && !denies && said.excepted.size === 0) return 'doubtful';
  return heads.length === 0 && said.excepted.size === 0 && leavesDenialOut(said, units[0])
    ? 'doubtful'
    : 'agrees';
}

/** An exception on one side only, of something that both speak of. */
function exceptsOtherwise(said: Polarity, written: Polarity): boolean {
  const main = [...written.concepts.keys()].filter((concept) => !written.excepted.has(concept));
  const shared = main.filter((concept) => said.concepts.has(concept)).length;
  if (main.length === 0 || shared / main.length < tunables.checking.sameStatement) return false;
  const lost = [...written.excepted].some((one) => said.concepts.has(one) && !said.excepted.has(one));
  const added = written.excepted.size === 0 && [...said.excepted].some((one) => written.concepts.has(one));
  return (lost && said.excepted.size === 0) || added;
}

/** The sentence says nearly all that the unit says, but for its « ne … pas ». */
function leavesDenialOut(said: Polarity, unit: EvidenceUnit | undefined): boolean {
  const written = unit?.polarity();
  if (!written || written.denied.size === 0) return false;
  const concepts = [...written.concepts.keys()];
  const shared = concepts.filter((concept) => said.concepts.has(concept)).length;
  const isSaid = [...written.denied].some((head) => said.concepts.has(head));
  return !isSaid && shared / concepts.length >= tunables.checking.sameStatement;
}
