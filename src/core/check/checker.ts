import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { weigher } from './align.ts';
import { readClaims } from './claims.ts';
import { kindOfSentence } from './claims-nothing.ts';
import { type Evidence, type OfferedPassage, readEvidence } from './evidence.ts';
import { factsIn } from './facts-in.ts';
import { type Asked, type Judgement, judgeClaims, mostOf } from './judge-claims.ts';
import { plainWords } from './quotations-in.ts';
import { foldedWords } from './spelling.ts';
import type { Verdict } from './verdict.ts';

/** Judges the sentences of one answer, one after the other. Never throws. */
export type Checker = {
  /** `text` is a sentence without its `[n]`; numbers of passages that were not offered are dropped (R45). */
  check(sentence: { readonly text: string; readonly citations: readonly number[] }): Verdict;
};

/** What an answer is checked against. */
export type Checked = {
  readonly passages: readonly OfferedPassage[];
  readonly question: string;
  readonly language: Language;
  /** Other names for what the question asks: like its own words they may be repeated. */
  readonly otherForms?: readonly string[] | undefined;
};

const { shares } = tunables.checking;

/** Makes the checker of an answer from the passages as they were offered to the model. */
export function createChecker(answer: Checked): Checker {
  let known: Known | null = null;
  return {
    check({ text, citations }) {
      // Read with the first sentence, not before: nothing is to delay the model.
      known ??= readAll(answer);
      const { evidences, asked, weigh } = known;
      const offered = [...new Set(citations)].filter((n) => evidences.some((evidence) => evidence.n === n));
      const unchecked: Verdict = { support: 'not-checked', citations: offered, findings: [] };
      const claims = readClaims(text.slice(0, tunables.checking.longestSentence), answer.language);
      const kind = kindOfSentence(claims);
      if (kind === 'nothing') return unchecked;
      const among = (numbers: readonly number[]) => evidences.filter(({ n }) => numbers.includes(n));
      const judge = (numbers: readonly number[]) => judgeClaims(claims, among(numbers), asked, weigh);
      const most = (evidence: Evidence) => mostOf(claims, evidence, asked, weigh);
      const { citations: repaired, judgement } = repair(offered, evidences, judge, most);
      if (kind === 'may-claim-nothing' && judgement.support !== 'supported') return unchecked;
      return { support: judgement.support, citations: repaired, findings: judgement.findings };
    },
  };
}

type Known = {
  readonly evidences: readonly Evidence[];
  readonly asked: Asked;
  readonly weigh: ReturnType<typeof weigher>;
};

function readAll({ passages, question, language, otherForms = [] }: Checked): Known {
  const evidences = passages.map(readEvidence);
  const repeated = [question, ...otherForms].join('\n');
  const asked = {
    facts: factsIn(question, language),
    words: new Set(foldedWords(repeated).map(({ folded }) => folded)),
    plain: ` ${plainWords(repeated)} `,
  };
  return { evidences, asked, weigh: weigher(evidences) };
}

type Repaired = { readonly citations: readonly number[]; readonly judgement: Judgement };

/**
 * The citations that support the sentence: its own; where these do not, or say little of it, another passage that surely does;
 * else one more beside its own. When none do, they stay as they are.
 */
function repair(
  cited: readonly number[],
  evidences: readonly Evidence[],
  judge: (numbers: readonly number[]) => Judgement,
  most: (evidence: Evidence) => number,
): Repaired {
  const own: Repaired | null = cited.length > 0 ? { citations: cited, judgement: judge(cited) } : null;
  const isOwn = own?.judgement.support === 'supported';
  if (own && isOwn && own.judgement.isSure) return withoutIdle(own, judge);
  const others = evidences
    .filter((one) => !cited.includes(one.n) && (own === null || most(one) >= tunables.checking.addedShare))
    .map(({ n }): Repaired => ({ citations: [n], judgement: judge([n]) }))
    .sort((a, b) => b.judgement.share - a.judgement.share);
  // Another one is meant only where it surely says the sentence, and much more of it than its own.
  const least = isOwn ? own.judgement.share + shares.lead : 0;
  const isMeant = ({ support, isSure, share }: Judgement) =>
    support === 'supported' && isSure && share >= least;
  const whole = others.find(({ judgement }) => isMeant(judgement));
  if (whole) return whole;
  // Another passage may say what is missing, not something else instead of what is wrong.
  const lacksWords = (own?.judgement.share ?? 0) < tunables.checking.wholeShare;
  const base = own?.citations ?? others[0]?.citations;
  if (lacksWords && base)
    for (const { citations, judgement: alone } of others.slice(0, tunables.checking.repairs)) {
      // What adds a word or two is no source of the sentence.
      if (alone.share < tunables.checking.addedShare) break;
      if (citations.every((n) => base.includes(n))) continue;
      const together = [...base, ...citations].sort((a, b) => a - b);
      const judgement = judge(together);
      if (isMeant(judgement)) return withoutIdle({ citations: together, judgement }, judge);
    }
  if (own) return own;
  const best = others.toSorted((a, b) => rank(b) - rank(a))[0];
  return { citations: [], judgement: best ? unlessCited(best.judgement) : nothingSaid };
}

const nothingSaid: Judgement = { support: 'unsupported', findings: [], share: 0, isSure: false };

/** What cites nothing, and is surely said by no passage, is at most in part. */
function unlessCited(judgement: Judgement): Judgement {
  return judgement.support === 'supported'
    ? { ...judgement, support: 'partial', findings: [{ kind: 'wording', said: '' }] }
    : judgement;
}

/** Drops citations without which the sentence is supported as well and that say hardly a word of it. */
function withoutIdle(repaired: Repaired, judge: (numbers: readonly number[]) => Judgement): Repaired {
  const kept = repaired.citations.filter((n, _, all) => {
    if (all.length === 1 || judge([n]).share >= shares.supported) return true;
    return judge(all.filter((other) => other !== n)).support !== 'supported';
  });
  return kept.length === 0 ? repaired : { ...repaired, citations: kept };
}

function rank({ judgement: { support, share } }: Repaired): number {
  return (support === 'partial' ? 1 : 0) + share;
}
