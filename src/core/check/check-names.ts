import { tunables } from '../../../config/tunables.ts';
import { fold } from '../find/fold.ts';
import { findSpelling } from '../find/spell-acronym.ts';
import { stem } from '../find/stem.ts';
import { unitsIn, type Window, worth } from './align.ts';
import type { Evidence } from './evidence.ts';
import type { SaidName } from './names-in.ts';
import type { Finding } from './verdict.ts';

const longestForm = 10;

type Surroundings = {
  readonly names: readonly SaidName[];
  readonly evidences: readonly Evidence[];
  /** Folded words of the question and of other names for what it asks. */
  readonly asked: ReadonlySet<string>;
  /** All words of the sentence, folded. */
  readonly said: ReadonlySet<string>;
  /** Windows for the words around a name, best first. */
  readonly windowsAround: (name: SaidName) => readonly Window[];
};

/** Names of a sentence that stand in none of the passages, or in whose place another name stands. */
export function checkNames(surroundings: Surroundings): Finding[] {
  return surroundings.names.flatMap((name) => {
    const finding = checkName(name, surroundings);
    return finding === null ? [] : [finding];
  });
}

function checkName(name: SaidName, { evidences, asked, said, windowsAround }: Surroundings): Finding | null {
  const isKnown = name.parts.every(
    (part) => asked.has(part) || evidences.some((evidence) => says(evidence, part)),
  );
  const windows = isKnown && name.opens && !name.isAcronym ? [] : windowsAround(name);
  const [best] = windows;
  const rival = best && best.share >= tunables.checking.samePlace ? rivalOf(name, best, said) : undefined;
  if (!isKnown) {
    if (name.isAcronym && evidences.some((evidence) => spells(evidence, name.parts[0] ?? ''))) return null;
    if (name.opens && !name.isAcronym && rival === undefined) return null;
    return { kind: 'name', said: name.said, ...(rival && { instead: rival.said }) };
  }
  if (rival === undefined || best === undefined || name.parts.every((part) => asked.has(part))) return null;
  const place = windows.find((window) =>
    unitsIn(window).some((unit) => unit.names.some((other) => sharesPart(name, other))),
  );
  const isFarther = worth(best) - (place ? worth(place) : 0) > tunables.checking.otherPlace;
  return isFarther ? { kind: 'name', said: name.said, instead: rival.said } : null;
}

function says({ words, units, context }: Evidence, part: string): boolean {
  if (words.has(part)) return true;
  const stems = [stem(part, 'fr'), stem(part, 'en')];
  return [context, ...units].some((unit) => stems.some((one) => unit.stems.has(one)));
}

/** Another name between the same neighbours, that the sentence does not say. */
function rivalOf(name: SaidName, window: Window, said: ReadonlySet<string>): SaidName | undefined {
  const [before, after] = name.neighbours;
  return unitsIn(window)
    .flatMap((unit) => unit.names)
    .find(
      (other) =>
        !sharesPart(name, other) &&
        !other.parts.every((part) => said.has(part)) &&
        other.isAcronym === name.isAcronym &&
        (before === other.neighbours[0] || name.opens) &&
        after === other.neighbours[1] &&
        before + after !== '',
    );
}

function sharesPart(name: SaidName, other: SaidName): boolean {
  return name.parts.some((part) => other.parts.includes(part));
}

/** True when some words of a passage spell the acronym: CET of « compte épargne-temps ». */
function spells({ units }: Evidence, letters: string): boolean {
  return units.some(({ text }) => {
    const words = (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((folded) => ({ folded }));
    const starts = words.flatMap(({ folded }, at) => (folded[0] === letters[0] ? [at] : []));
    return starts.some((from) =>
      findSpelling(
        letters,
        Array.from({ length: longestForm - 1 }, (_, more) => words.slice(from, from + more + 2)).filter(
          (candidate, at) => candidate.length === at + 2,
        ),
      ),
    );
  });
}
