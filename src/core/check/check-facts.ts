import type { WeighedWord } from './align.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { rivalInPlace } from './other-place.ts';
import { areRivals, isSameFact } from './same-fact.ts';
import type { Finding, FindingKind } from './verdict.ts';

type Surroundings = {
  readonly facts: readonly Fact[];
  readonly evidences: readonly Evidence[];
  /** Facts that the question says: they may be repeated, but not against the sources. */
  readonly asked: readonly Fact[];
  readonly wordsAround: (fact: Fact) => readonly WeighedWord[];
};

/** What the facts of a sentence say that the passages do not, or say of something else. */
export function checkFacts(surroundings: Surroundings): Finding[] {
  return surroundings.facts.flatMap((fact) => {
    const finding = checkFact(fact, surroundings);
    return finding === null ? [] : [finding];
  });
}

function checkFact(fact: Fact, { facts, evidences, asked, wordsAround }: Surroundings): Finding | null {
  const isIn = (others: readonly Fact[]) => others.some((other) => isSameFact(fact, other));
  const isWeak = fact.kind === 'quantity' && fact.isWeak;
  if (!isWeak && evidences.some(({ context }) => isIn(context.facts))) return null;
  const rival = rivalInPlace({
    words: wordsAround(fact),
    evidences,
    holds: (unit) => isIn(unit.facts),
    // What the sentence says as well is no rival: it speaks of both.
    rivalIn: (unit) =>
      unit.facts.find((other) => areRivals(fact, other) && !facts.some((said) => isSameFact(said, other))),
  });
  if (rival !== undefined) return findingOf(fact, rival);
  const isSaid = evidences.some(({ units }) => units.some((unit) => isIn(unit.facts)));
  return isSaid || isWeak || isIn(asked) ? null : findingOf(fact, undefined);
}

function findingOf(fact: Fact, rival: Fact | undefined): Finding {
  return { kind: kindOf(fact), said: fact.said, ...(rival && { instead: rival.said }) };
}

function kindOf(fact: Fact): FindingKind {
  if (fact.kind !== 'quantity') return fact.kind;
  switch (fact.unit.family) {
    case 'euro':
    case 'money':
      return 'amount';
    case 'percent':
      return 'percentage';
    case 'months':
    case 'minutes':
      return 'duration';
    default:
      return 'number';
  }
}
