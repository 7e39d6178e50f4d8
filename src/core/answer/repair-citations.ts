import { citationMark, numbersCitedIn, withoutCitations } from './citation-marks.ts';
import type { Written } from './write-quotes.ts';

const close = /\s?[.!?…:;]+\s*$/;

/** An answer's text whose `[n]` are those of its checked sentences, and the sentences with their places in it. */
export function repairCitations({ text, sentences }: Written): Written {
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

/** A sentence whose `[n]` are exactly these: wrong ones go, missing ones come before its full stop. */
export function withCitations(sentence: string, citations: readonly number[]): string {
  const present = new Set(numbersCitedIn(sentence));
  const missing = citations.filter((n) => !present.has(n));
  const kept = withoutCitations(sentence, (n) => citations.includes(n));
  if (missing.length === 0) return kept;
  const marks = missing.map((n) => `[${n}]`).join('');
  // Beside the marks that are there, else before what closes the sentence.
  const last = [...kept.matchAll(citationMark)].at(-1);
  const at = last ? last.index + last[0].length : (close.exec(kept)?.index ?? kept.length);
  return `${kept.slice(0, at)}${last ? '' : ' '}${marks}${kept.slice(at)}`;
}
