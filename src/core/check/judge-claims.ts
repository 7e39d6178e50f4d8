import { tunables } from '../../../config/tunables.ts';
import type { Support } from '../answer/answer.ts';
import { shareOf, standing, type WeighedWord } from './align.ts';
import { checkFacts } from './check-facts.ts';
import { checkNames } from './check-names.ts';
import { checkPolarity } from './check-polarity.ts';
import { checkQuotations } from './check-quotations.ts';
import type { Claims } from './claims.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { type Placement, placeSentence } from './place-sentence.ts';
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
  /** So much of it that these passages are surely meant. */
  readonly isSure: boolean;
};

/** Judges the claims of a sentence by some of the offered passages. */
export function judgeClaims(
  claims: Claims,
  evidences: readonly Evidence[],
  asked: Asked,
  weigh: (words: readonly Word[]) => WeighedWord[],
): Judgement {
  const words = withoutAsked(weigh(claims.words), evidences, asked);
  const known = evidences.map(claims.otherForms);
  const free = words.map(({ surface }) => (known.some((forms) => forms.has(surface)) ? 1 : 0));
  const placement = placeSentence(words, claims.facts, evidences, free);
  if (!placement)
    return { support: 'unsupported', findings: [{ kind: 'wording', said: '' }], share: 0, isSure: false };
  const around = ({ at }: { readonly at: number }) => weigh(claims.wordsAround(at));
  const { share, windows } = placement;
  const findings = [
    ...checkFacts({ facts: claims.facts, evidences, asked: asked.facts, wordsAround: around }),
    ...checkQuotations(claims.quotations, evidences, asked.plain),
    ...checkNames({
      names: claims.names,
      evidences,
      asked: asked.words,
      said: claims.folded,
      wordsAround: around,
    }),
  ];
  const agreement =
    (windows[0]?.share ?? 0) >= tunables.checking.samePlace
      ? checkPolarity(claims.polarity, words, windows, claims.language)
      : 'agrees';
  if (agreement !== 'agrees') findings.push({ kind: 'negation', said: '' });
  const isForeign = evidences.every(({ language }) => language !== claims.language);
  const { supported, unsupported } = isForeign ? tunables.checking.foreignShares : tunables.checking.shares;
  if (share < supported || (!isForeign && repeatsQuestion(words, placement, asked)))
    findings.push({ kind: 'wording', said: '' });
  else findings.push(...addedClauses(claims, words, placement, unsupported));
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
    isSure: share >= (isForeign ? supported : tunables.checking.shares.sure),
  };
}

/** The most that `share` can be where these passages judge alone, without looking for places. */
export function mostOf(
  claims: Claims,
  evidence: Evidence,
  asked: Asked,
  weigh: (words: readonly Word[]) => WeighedWord[],
): number {
  const words = withoutAsked(weigh(claims.words), [evidence], asked);
  const forms = claims.otherForms(evidence);
  const stand = standing(words, evidence.whole, evidence.language).map((one, at) =>
    forms.has(words[at]?.surface ?? '') ? 1 : one,
  );
  const facts = words.length === 0 ? 0 : claims.facts.length / words.length;
  return (shareOf(words, stand) + facts) / (1 + facts);
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
      evidences.some(({ whole, language }) => standing([word], whole, language)[0] !== 0),
  );
}

/** Whether hardly more of a sentence stands in its places than what the question says: its subject alone supports nothing. */
function repeatsQuestion(words: readonly WeighedWord[], { stand }: Placement, asked: Asked): boolean {
  const { newWords, newShare } = tunables.checking;
  const places = words.flatMap(({ surface }, at) => (asked.words.has(surface) ? [] : [at]));
  if (places.length < newWords) return false;
  const share = shareOf(
    places.flatMap((at) => words[at] ?? []),
    places.map((at) => stand[at] ?? 0),
  );
  return share < newShare;
}

/** Clauses of a sentence of which hardly a word stands where the rest of it does. */
function addedClauses(
  { clauses }: Claims,
  words: readonly WeighedWord[],
  { stand }: Placement,
  unsupported: number,
): Finding[] {
  return clauses.flatMap(({ text, surfaces }) => {
    const places = words.flatMap(({ surface }, at) => (surfaces.has(surface) ? [at] : []));
    if (places.length < tunables.checking.clauseWords) return [];
    const own = places.flatMap((at) => words[at] ?? []);
    const share = shareOf(
      own,
      places.map((at) => stand[at] ?? 0),
    );
    return share < unsupported ? [{ kind: 'wording' as const, said: text }] : [];
  });
}
