import { analyze } from '../find/analyze.ts';
import { foldInPlace } from '../find/fold.ts';
import { closing, opening } from './courtesy-patterns.ts';

/**
 * A question, French or English, without what people say around it: « Bonjour, pouvez-vous me dire », « Merci d’avance ». Documents
 * are not found by these words, which are rare in most of them and stand in every mail. What is nothing but courtesy stays.
 */
export function withoutCourtesy(question: string): string {
  const { text, folded } = foldInPlace(question);
  let start = folded.length - folded.trimStart().length;
  let end = folded.trimEnd().length;
  for (;;) {
    const rest = folded.slice(start, end);
    const before = opening.exec(rest)?.[0].length ?? 0;
    const after = closing.exec(rest.slice(before))?.[0].length ?? 0;
    if (before + after === 0) break;
    start += before;
    end -= after;
  }
  const kept = text.slice(start, end).trim();
  if (kept.length === text.trim().length) return question;
  return analyze(kept, 'fr').length + analyze(kept, 'en').length > 0 ? kept : question;
}
