import { detectLanguage } from '../find/detect-language.ts';
import { foldInPlace } from '../find/fold.ts';
import { asks, personal, seam } from './courtesy-patterns.ts';
import { dependenceOf } from './stands-alone.ts';
import { withoutCourtesy } from './without-courtesy.ts';
import { writtenOut } from './written-out.ts';

/** A question, and what was said beside it about who asks. */
export type PartedQuestion = { readonly question: string; readonly asides: readonly string[] };

/**
 * Parts a message into what it asks and what it says of who asks: « Je suis agent à la voirie et je débute. Combien de jours ai-je ? ».
 * The latter may matter, yet less. A message without such a part is one question, and so is one that asks nothing by itself (« Le CET m’a été refusé. Est-ce normal ? »).
 */
export function partAsides(message: string): PartedQuestion {
  const whole = withoutCourtesy(writtenOut(message));
  const parts = partsOf(whole).map(withoutCourtesy).map(readPart);
  const asides = parts.filter(({ isQuestion, isPersonal }) => isPersonal && !isQuestion);
  const rest = parts.filter((part) => !asides.includes(part));
  const question = rest.map(({ part }) => part).join(' ');
  const isWhole =
    asides.length === 0 ||
    !rest.some(({ isQuestion }) => isQuestion) ||
    dependenceOf(question, detectLanguage(question)) !== null;
  return isWhole ? { question: whole, asides: [] } : { question, asides: asides.map(({ part }) => part) };
}

function readPart(part: string) {
  const { folded } = foldInPlace(part);
  return { part, isQuestion: folded.includes('?') || asks.test(folded), isPersonal: personal.test(folded) };
}

function partsOf(whole: string): string[] {
  const { text, folded } = foldInPlace(whole);
  const parts: string[] = [];
  let start = 0;
  for (const match of folded.matchAll(seam)) {
    parts.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}
