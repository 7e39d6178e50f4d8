import { stem } from '../find/stem.ts';
import { isStopWord } from '../find/stop-words.ts';
import type { WeighedWord } from './align.ts';
import type { Evidence, EvidenceUnit } from './evidence.ts';
import type { SaidName } from './names-in.ts';
import { rivalInPlace } from './other-place.ts';
import { spells } from './spelling.ts';
import type { Finding } from './verdict.ts';
import { rootLetters, rootOf } from './words-of.ts';

type Surroundings = {
  readonly names: readonly SaidName[];
  readonly evidences: readonly Evidence[];
  /** Folded words of the question and of other names for what it asks. */
  readonly asked: ReadonlySet<string>;
  /** All words of the sentence, folded. */
  readonly said: ReadonlySet<string>;
  readonly wordsAround: (name: SaidName) => readonly WeighedWord[];
};

/** Names of a sentence that stand in none of the passages, or in whose place another name stands. */
export function checkNames(surroundings: Surroundings): Finding[] {
  return surroundings.names.flatMap((name) => {
    const finding = checkName(name, surroundings);
    return finding === null ? [] : [finding];
  });
}

function checkName(name: SaidName, { evidences, asked, said, wordsAround }: Surroundings): Finding | null {
  const isAsked = name.parts.every((part) => asked.has(part));
  const isKnown = isSaid(name, evidences, asked);
  // Every word has a capital at the beginning: only what the passages write otherwise tells.
  const mayBeWord = name.opens && !name.isAcronym;
  if (isAsked || (isKnown && mayBeWord)) return null;
  const rival = rivalInPlace({
    words: wordsAround(name).filter(({ surface }) => !name.parts.includes(surface)),
    evidences,
    holds: (unit) => unit.names.some((other) => sharesPart(name, other)),
    rivalIn: (unit) => rivalOf(name, unit, said),
  });
  if (rival !== undefined) return { kind: 'name', said: name.said, instead: rival.said };
  if (isKnown || mayBeWord) return null;
  if (name.isAcronym && evidences.some((evidence) => spells(evidence, name.parts[0] ?? ''))) return null;
  return { kind: 'name', said: name.said };
}

/** All parts of the name stand in the passages, and those of names written together stand together somewhere. */
function isSaid(
  { parts, run }: SaidName,
  evidences: readonly Evidence[],
  asked: ReadonlySet<string>,
): boolean {
  if (!parts.every((part) => asked.has(part) || evidences.some((evidence) => says(evidence, part))))
    return false;
  if (run.length === parts.length) return true;
  return evidences.some(({ context, units }) =>
    units.some((unit) => run.every((part) => asked.has(part) || stands(context, part) || stands(unit, part))),
  );
}

/** Also « Antilles » where the passage says « antillaises ». */
function says({ words, whole: { stems, roots } }: Evidence, part: string): boolean {
  return stands({ words, stems }, part) || (part.length > rootLetters && roots.has(rootOf(part)));
}

function stands({ words, stems }: Pick<EvidenceUnit, 'words' | 'stems'>, part: string): boolean {
  return words.has(part) || stems.has(stem(part, 'fr')) || stems.has(stem(part, 'en'));
}

/** Another name between the same neighbours, that the sentence does not say. */
function rivalOf(name: SaidName, unit: EvidenceUnit, said: ReadonlySet<string>): SaidName | undefined {
  const [earlier, before, after] = name.neighbours;
  const isSamePlace = ([otherEarlier, otherBefore, otherAfter]: SaidName['neighbours']): boolean => {
    if (before !== otherBefore && !name.opens) return false;
    const isLed =
      earlier !== '' && earlier === otherEarlier && !isStopWord(earlier, 'fr') && !isStopWord(earlier, 'en');
    return isLed || (after === otherAfter && before + after !== '');
  };
  return unit.names.find(
    (other) =>
      !sharesPart(name, other) &&
      !other.parts.every((part) => said.has(part)) &&
      other.isAcronym === name.isAcronym &&
      isSamePlace(other.neighbours),
  );
}

function sharesPart(name: SaidName, other: SaidName): boolean {
  return name.parts.some((part) => other.parts.includes(part));
}
