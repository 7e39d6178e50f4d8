import type { AnswerSentence } from './answer.ts';

const mark = /\[(\d+)\]/g;
const spacedMark = /[^\S\n]*\[(\d+)\]/g;
/** What punctuation may stand directly behind. */
export const endsWord = /[\p{L}\p{N}\])»"'’%€]$/u;
const close = /\s?[.!?…:;]+\s*$/;

/** An answer's text whose `[n]` are those of its checked sentences, and the sentences with their places in it. */
export function repairCitations(
  text: string,
  sentences: readonly AnswerSentence[],
): { readonly text: string; readonly sentences: readonly AnswerSentence[] } {
  let repaired = '';
  let done = 0;
  const placed = sentences.map((sentence) => {
    const { start = done, end = start } = sentence;
    repaired += text.slice(done, start);
    const from = repaired.length;
    repaired += withCitations(text.slice(start, end), sentence.citations);
    done = end;
    return { ...sentence, start: from, end: repaired.length };
  });
  return { text: repaired + text.slice(done), sentences: placed };
}

/** What a removed `[n]` leaves: what stood apart must not grow together into an address or a tag (R38). */
export function gapBetween(before: string, after: string): '' | ' ' {
  if (before === '' || /^(?:$|\s|\[)/.test(after)) return '';
  return endsWord.test(before) && /^[.,;:!?)»]+(?:$|\s|\[)/.test(after) ? '' : ' ';
}

/** A sentence whose `[n]` are exactly these: wrong ones go, missing ones come before its full stop. */
export function withCitations(sentence: string, citations: readonly number[]): string {
  const present = new Set([...sentence.matchAll(mark)].map(([, n]) => Number(n)));
  const missing = citations.filter((n) => !present.has(n));
  const kept = sentence.replace(spacedMark, (found, n: string, at: number) =>
    citations.includes(Number(n))
      ? found
      : gapBetween(sentence.slice(0, at), sentence.slice(at + found.length)),
  );
  if (missing.length === 0) return kept;
  const marks = missing.map((n) => `[${n}]`).join('');
  // Beside the marks that are there, else before what closes the sentence.
  const last = [...kept.matchAll(mark)].at(-1);
  const at = last ? last.index + last[0].length : (close.exec(kept)?.index ?? kept.length);
  return `${kept.slice(0, at)}${last ? '' : ' '}${marks}${kept.slice(at)}`;
}
