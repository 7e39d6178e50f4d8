import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { rarityOf } from '../find/rarity.ts';
import { stem } from '../find/stem.ts';
import type { Evidence, EvidenceUnit } from './evidence.ts';
import { synonymsOf } from './synonyms.ts';
import { rootOf, type Word } from './words-of.ts';

/** A word of a sentence with its stem in each language and what it weighs (its rarity among the offered passages). */
export type WeighedWord = {
  readonly surface: string;
  readonly stems: Readonly<Record<Language, string>>;
  /** Stems of other words that say about the same. */
  readonly synonyms: Readonly<Record<Language, readonly string[]>>;
  readonly weight: number;
};

/** Neighbouring units of one passage, from `from` to before `to`. */
export type Window = {
  readonly evidence: Evidence;
  readonly from: number;
  readonly to: number;
  /** Share (0–1) of the words' weight that stands in it. */
  readonly share: number;
};

const { windowUnits, windowCost, rootShare } = tunables.checking;

/** Makes the function that weighs words: rare ones among all units of all offered passages count more. */
export function weigher(evidences: readonly Evidence[]): (words: readonly Word[]) => WeighedWord[] {
  const frequency = new Map<string, number>();
  let count = 0;
  for (const { units } of evidences)
    for (const { stems } of units) {
      count += 1;
      for (const one of stems) frequency.set(one, (frequency.get(one) ?? 0) + 1);
    }
  const rarest = rarityOf(Math.max(count, 1), 1);
  return (words) => {
    const known = new Map<string, WeighedWord>();
    for (const { surface } of words) {
      const stems = { fr: stem(surface, 'fr'), en: stem(surface, 'en') };
      const often = Math.max(frequency.get(stems.fr) ?? 0, frequency.get(stems.en) ?? 0);
      const weight = Math.min(rarest, rarityOf(Math.max(count, 1), often));
      const synonyms = { fr: synonymsOf(stems.fr, 'fr'), en: synonymsOf(stems.en, 'en') };
      known.set(surface, { surface, stems, synonyms, weight });
    }
    return [...known.values()];
  };
}

/** How much of each word (0–1) stands in a unit, in the words of its passage's language. */
export function standing(
  words: readonly WeighedWord[],
  { stems, roots }: Pick<EvidenceUnit, 'stems' | 'roots'>,
  language: Language,
): number[] {
  return words.map((word) =>
    stems.has(word.stems[language])
      ? 1
      : (roots.has(rootOf(word.surface)) && word.surface.length > 4) ||
          word.synonyms[language].some((synonym) => stems.has(synonym))
        ? rootShare
        : 0,
  );
}

export function shareOf(words: readonly WeighedWord[], stand: readonly number[]): number {
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return 0;
  return words.reduce((sum, { weight }, at) => sum + weight * (stand[at] ?? 0), 0) / total;
}

/**
 * The shares of all windows of up to `windowUnits` neighbouring units, best first. Each unit more costs a little, so that the
 * narrowest place wins. `free`: how much of each word stands anyway.
 */
export function windowsOf(
  words: readonly WeighedWord[],
  evidences: readonly Evidence[],
  free: readonly number[] = [],
): Window[] {
  const windows: Window[] = [];
  for (const evidence of evidences) {
    const context = standing(words, evidence.context, evidence.language);
    const each = evidence.units.map((unit) => standing(words, unit, evidence.language));
    for (let from = 0; from < each.length; from += 1) {
      const united = words.map((_, at) => Math.max(free[at] ?? 0, context[at] ?? 0));
      let before = -1;
      for (let to = from + 1; to <= Math.min(each.length, from + windowUnits); to += 1) {
        const unit = each[to - 1] ?? [];
        for (let at = 0; at < united.length; at += 1) united[at] = Math.max(united[at] ?? 0, unit[at] ?? 0);
        const share = shareOf(words, united);
        // A wider window that adds nothing is none.
        if (share <= before) continue;
        before = share;
        windows.push({ evidence, from, to, share });
      }
    }
  }
  return windows.sort((a, b) => worth(b) - worth(a));
}

/** The share of a window less the cost of its width. */
export function worth({ share, from, to }: Window): number {
  return share - windowCost * (to - from - 1);
}

/** The units of a window. */
export function unitsIn({ evidence, from, to }: Window): readonly EvidenceUnit[] {
  return evidence.units.slice(from, to);
}
