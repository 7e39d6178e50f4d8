import type { Language } from '../document.ts';
import { foldInPlace } from '../find/fold.ts';
import { followUpPatterns } from './follow-up-patterns.ts';

/** A message that corrects the question before it. */
export type Correction = {
  /** What is left of it to look for. */
  readonly meant: string;
  /** What was not meant, in the words of the message; empty where it does not say. */
  readonly rejected: string;
};

/**
 * Reads a correction: « non, je parlais du CET », « pas un titulaire, un contractuel », « je voulais dire l'annulation, pas
 * l'inscription ». `null` when it is none.
 */
export function readCorrection(message: string, language: Language): Correction | null {
  const { corrects, rejects } = followUpPatterns[language];
  let { text, folded } = foldInPlace(message);
  let rejected = '';
  const cut = (found: RegExpExecArray | null): boolean => {
    if (!found) return false;
    rejected ||= text.slice(found[0].length - (found[1]?.length ?? 0), found[0].length);
    const end = found[0].length + (/^[\s,;:.!-]*/.exec(folded.slice(found[0].length))?.[0].length ?? 0);
    text = text.slice(end);
    folded = folded.slice(end);
    return true;
  };
  const isSaid = cut(corrects.exec(folded));
  const isRejected = cut(rejects.exec(folded));
  if (!isSaid && !isRejected) return null;
  // « Oubliez la mutation, il s'agit d'un détachement »
  if (isRejected) cut(corrects.exec(folded));
  const last = rejectedLast.exec(folded);
  if (!isRejected && last) {
    rejected = text.slice(last.index + last[0].length);
    text = text.slice(0, last.index);
  }
  return { meant: text, rejected };
}

/** « …, pas l'inscription » */
const rejectedLast =
  /[,;] *(?:(?:et|and|mais|but|non) )?(?:pas|not) (?=(?:les?|la|des|du|une?|mon|ma|aux?|pour|the|an?|my|for) |l')/u;
