import { tunables } from '../../../config/tunables.ts';
import { unitsIn, type Window, worth } from './align.ts';
import type { Evidence } from './evidence.ts';
import type { Fact } from './fact.ts';
import { areRivals, isSameFact } from './same-fact.ts';
import type { Finding, FindingKind } from './verdict.ts';

type Surroundings = {
  readonly facts: readonly Fact[];
  readonly evidences: readonly Evidence[];
  /** Facts that the question says: they may be repeated, but not against the sources. */
  readonly asked: readonly Fact[];
  /** Windows for the words around a fact, best first. */
  readonly windowsAround: (fact: Fact) => readonly Window[];
};

/** What the facts of a sentence say that the passages do not, or say of something else. */
export function checkFacts(surroundings: Surroundings): Finding[] {
  return surroundings.facts.flatMap((fact) => {
    const finding = checkFact(fact, surroundings);
    return finding === null ? [] : [finding];
  });
}

function checkFact(fact: Fact, { facts, evidences, asked, windowsAround }: Surroundings): Finding | null {
  const isIn = (others: readonly Fact[]) => others.some((other) => isSameFact(fact, other));
  const isWeak = fact.kind === 'quantity' && fact.isWeak;
  if (evidences.some(({ context }) => isIn(context.facts)) && !isWeak) return null;
  const windows = windowsAround(fact);
  const [best] = windows;
  const rival = best ? rivalOf(fact, best, facts) : undefined;
  const place = windows.find((window) => unitsIn(window).some((unit) => isIn(unit.facts)));
  const isSaid = place !== undefined || evidences.some(({ units }) => units.some((unit) => isIn(unit.facts)));
  const isFarther =
    best !== undefined && worth(best) - (place ? worth(place) : 0) > tunables.checking.otherPlace;
  const contradicted = rival !== undefined && isFarther && best.share >= tunables.checking.samePlace;
  if (isSaid || isWeak || isIn(asked)) return contradicted ? findingOf(fact, rival) : null;
  return findingOf(fact, best && best.share >= tunables.checking.samePlace ? rival : undefined);
}

/** What a window says of the same kind instead, and the sentence does not say anywhere. */
function rivalOf(fact: Fact, window: Window, facts: readonly Fact[]): Fact | undefined {
  return unitsIn(window)
    .flatMap((unit) => unit.facts)
    .find((other) => areRivals(fact, other) && !facts.some((said) => isSameFact(said, other)));
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
