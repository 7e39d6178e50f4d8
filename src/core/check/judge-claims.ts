import { tunables } from '../../../config/tunables.ts';
import type { Support } from '../answer/answer.ts';
import { fold } from '../find/fold.ts';
import { shareOf, standing, unitsIn, type WeighedWord, type Window, windowsOf, worth } from './align.ts';
import { checkFacts } from './check-facts.ts';
import { checkNames } from './check-names.ts';
import { checkPolarity } from './check-polarity.ts';
import { checkQuotations } from './check-quotations.ts';
import { type Claims, wordsAround } from './claims.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { isSameFact } from './same-fact.ts';
import { foldedWords, spellingOf, spells } from './spelling.ts';
import type { Finding } from './verdict.ts';
import type { Word } from './words-of.ts';

/** What the question says: it may be repeated. */
export type Asked = {
  readonly facts: readonly Fact[];
  /** Folded words. */
  readonly words: ReadonlySet<string>;
  /** See `plainWords()`. */
  readonly plain: string;
};

export type Judgement = {
  readonly support: Exclude<Support, 'not-checked'>;
  readonly findings: readonly Finding[];
  /** Share (0–1) of the sentence that stands in its best places. */
  readonly share: number;
};

/** Judges the claims of a sentence by some of the offered passages. */
export function judgeClaims(
  claims: Claims,
  evidences: readonly Evidence[],
  asked: Asked,
  weigh: (words: readonly Word[]) => WeighedWord[],
): Judgement {
  const words = withoutAsked(weigh(claims.words), evidences, asked);
  const free = spelledOut(words, claims, evidences);
  const windows = windowsOf(words, evidences, free);
  const [best] = windows;
  if (!best) return { support: 'unsupported', findings: [{ kind: 'wording', said: '' }], share: 0 };
  const around = ({ at }: { readonly at: number }) => weigh(wordsAround(claims, at));
  const { share, windows: places } = wholeShare(words, claims.facts, best, evidences, free);
  const findings = [
    ...checkFacts({ facts: claims.facts, evidences, asked: asked.facts, wordsAround: around }),
    ...checkQuotations(claims.quotations, evidences, asked.plain),
    ...checkNames({
      names: claims.names,
      evidences,
      asked: asked.words,
      said: new Set(fold(claims.text).match(/[\p{L}\p{N}]+/gu) ?? []),
      wordsAround: around,
    }),
  ];
  const agreement =
    best.share >= tunables.checking.samePlace
      ? checkPolarity(claims.polarity, words, places, claims.language)
      : 'agrees';
  if (agreement !== 'agrees') findings.push({ kind: 'negation', said: '' });
  const isForeign = evidences.every(({ language }) => language !== claims.language);
  const { supported, unsupported } = isForeign ? tunables.checking.foreignShares : tunables.checking.shares;
  if (share < supported) findings.push({ kind: 'wording', said: '' });
  const isFalse =
    share < unsupported ||
    agreement === 'contradicted' ||
    findings.some(
      ({ kind, instead }) =>
        kind !== 'wording' && kind !== 'negation' && (kind !== 'name' || instead !== undefined),
    );
  return {
    support: isFalse ? 'unsupported' : findings.length > 0 ? 'partial' : 'supported',
    findings,
    share,
  };
}

/** Words of the question that stand in no passage are neither for the sentence nor against it. */
function withoutAsked(
  words: readonly WeighedWord[],
  evidences: readonly Evidence[],
  asked: Asked,
): WeighedWord[] {
  return words.filter(
    (word) =>
      !asked.words.has(word.surface) ||
      evidences.some((evidence) =>
        [evidence.context, ...evidence.units].some(
          (unit) => standing([word], unit, evidence.language)[0] !== 0,
        ),
      ),
  );
}

/**
 * Which words stand in another form: « compte épargne-temps » where the passages say CET, CET where they say « compte
 * épargne-temps ».
 */
function spelledOut(words: readonly WeighedWord[], claims: Claims, evidences: readonly Evidence[]): number[] {
  const said = foldedWords(claims.text);
  const standsFor = new Set<string>();
  for (const acronym of new Set(evidences.flatMap(({ acronyms }) => acronyms).map(fold)))
    for (const { folded } of spellingOf(acronym, said) ?? []) standsFor.add(folded);
  for (const { isAcronym, parts } of claims.names)
    if (isAcronym && evidences.some((evidence) => spells(evidence, parts[0] ?? '')))
      standsFor.add(parts[0] ?? '');
  return words.map(({ surface }) => (standsFor.has(surface) ? 1 : 0));
}

/** The share of words and facts that stand in the best place, or in a second one that brings much of what is missing. */
function wholeShare(
  words: readonly WeighedWord[],
  facts: readonly Fact[],
  best: Window,
  evidences: readonly Evidence[],
  free: readonly number[],
): { readonly share: number; readonly windows: readonly Window[] } {
  const rest = (window: Window, stand: readonly number[]) =>
    words.map((word, at) => Math.max(stand[at] ?? 0, standIn(word, window)));
  let stand = rest(
    best,
    words.map((_, at) => free[at] ?? 0),
  );
  const windows = [best];
  const missing = words.filter((_, at) => (stand[at] ?? 0) === 0);
  const missingWeight = missing.reduce((sum, { weight }) => sum + weight, 0);
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  if (missing.length >= tunables.checking.secondPlaceWords) {
    const [second] = windowsOf(missing, evidences);
    if (second && worth(second) >= tunables.checking.secondPlace && missingWeight / total >= 0.2) {
      stand = rest(second, stand);
      windows.push(second);
    }
  }
  const found = facts.filter((fact) =>
    windows.some((window) =>
      unitsIn(window).some((unit) => unit.facts.some((other) => isSameFact(fact, other))),
    ),
  ).length;
  const weight = words.length === 0 ? 1 : total / words.length;
  const factWeight = found * weight;
  const share =
    total + factWeight === 0 ? 1 : (shareOf(words, stand) * total + factWeight) / (total + factWeight);
  return { share, windows };
}

function standIn(word: WeighedWord, window: Window): number {
  const { evidence } = window;
  return Math.max(
    ...[evidence.context, ...unitsIn(window)].map(
      (unit) => standing([word], unit, evidence.language)[0] ?? 0,
    ),
  );
}
