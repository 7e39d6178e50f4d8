import { tunables } from '../../../config/tunables.ts';
import { shareOf, standing, unitsIn, type WeighedWord, type Window, windowsOf, worth } from './align.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { isSameFact } from './same-fact.ts';

/** Where a sentence stands: in one place of the passages, or in two. */
export type Placement = {
  readonly windows: readonly Window[];
  /** How much of each word (0–1) stands there. */
  readonly stand: readonly number[];
  /** Share (0–1) of words and facts that stands there. */
  readonly share: number;
};

/**
 * Finds the best place for the words of a sentence, and a second one when that brings much of what is missing. `free`: how much
 * of each word stands anyway. `null` when no passage holds anything.
 */
export function placeSentence(
  words: readonly WeighedWord[],
  facts: readonly Fact[],
  evidences: readonly Evidence[],
  free: readonly number[],
): Placement | null {
  const best = bestFor(facts, windowsOf(words, evidences, free));
  if (!best) return null;
  const first = words.map((word, at) => Math.max(free[at] ?? 0, standIn(word, best)));
  const missing = words.filter((_, at) => first[at] === 0);
  const second = secondPlace(missing, words, evidences);
  const windows = second ? [best, second] : [best];
  const stand = second ? words.map((word, at) => Math.max(first[at] ?? 0, standIn(word, second))) : first;
  const found = facts.filter((fact) => windows.some((window) => holds(window, fact))).length;
  // A fact that was found counts as one word of the sentence.
  const total = weightOf(words);
  const ofFacts = found * (words.length === 0 ? 1 : total / words.length);
  const share = total + ofFacts === 0 ? 1 : (shareOf(words, stand) * total + ofFacts) / (total + ofFacts);
  return { windows, stand, share };
}

/** Of places about as good, the one that holds most of the facts: in another language they may be all that is alike. */
function bestFor(facts: readonly Fact[], windows: readonly Window[]): Window | undefined {
  const [first] = windows;
  if (!first || facts.length === 0) return first;
  const { asGood, asGoodPlaces } = tunables.checking;
  const count = (window: Window) => facts.filter((fact) => holds(window, fact)).length;
  return windows
    .slice(0, asGoodPlaces)
    .filter((window) => worth(window) >= worth(first) - asGood)
    .map((window) => ({ window, count: count(window) }))
    .reduce((best, one) => (one.count > best.count ? one : best), { window: first, count: count(first) })
    .window;
}

function holds(window: Window, fact: Fact): boolean {
  return unitsIn(window).some((unit) => unit.facts.some((other) => isSameFact(fact, other)));
}

function secondPlace(
  missing: readonly WeighedWord[],
  words: readonly WeighedWord[],
  evidences: readonly Evidence[],
): Window | undefined {
  const { secondPlaceWords, secondPlaceShare, secondPlaceFits } = tunables.checking;
  if (missing.length < secondPlaceWords || weightOf(missing) < secondPlaceShare * weightOf(words))
    return undefined;
  const [found] = windowsOf(missing, evidences);
  return found && worth(found) >= secondPlaceFits ? found : undefined;
}

function weightOf(words: readonly WeighedWord[]): number {
  return words.reduce((sum, { weight }) => sum + weight, 0);
}

function standIn(word: WeighedWord, window: Window): number {
  const { evidence } = window;
  return Math.max(
    ...[evidence.context, ...unitsIn(window)].map(
      (unit) => standing([word], unit, evidence.language)[0] ?? 0,
    ),
  );
}
