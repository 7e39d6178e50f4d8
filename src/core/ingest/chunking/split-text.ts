import { tunables } from '../../../../config/tunables.ts';
import type { Language } from '../../document.ts';
import { sentencesOf } from '../../find/sentences.ts';
import { countTokens } from './count-tokens.ts';
import { parting } from './unit.ts';

/** A part of a text with what stands between the part before and it. */
export type Part = {
  readonly text: string;
  readonly tokens: number;
  readonly glue: string;
  readonly parting: number;
};

type Span = { readonly start: number; readonly end: number };

const { maxChunkTokens, longestWord } = tunables.chunking;

/**
 * Leaves a text whole when it fits into a chunk, else cuts it at its sentences or lines, and a sentence that is still
 * too long between words. The glues and parts, joined, give the text again.
 */
export function splitText(text: string, language: Language, tokenLimit: number = maxChunkTokens): Part[] {
  const whole = tokensWithin(text, tokenLimit);
  if (whole !== null) return [{ text, tokens: whole, glue: '', parting: parting.block }];
  return cut(text, sentencesOf(text, language), parting.sentence).flatMap((sentence) =>
    sentence.tokens <= tokenLimit
      ? [sentence]
      : cut(sentence.text, wordsOf(sentence.text), parting.word).map((word, at) =>
          at === 0 ? { ...word, glue: sentence.glue, parting: sentence.parting } : word,
        ),
  );
}

/** The number of tokens, or `null` when there are more than `limit`; does not count what is surely too long. */
function tokensWithin(text: string, limit: number): number | null {
  const charactersPerTokenAtMost = 16;
  if (text.length > limit * charactersPerTokenAtMost) return null;
  const tokens = countTokens(text);
  return tokens > limit ? null : tokens;
}

function cut(text: string, spans: readonly Span[], strength: number): Part[] {
  return spans.map(({ start, end }, at) => {
    const part = text.slice(start, end);
    const glue = text.slice(spans[at - 1]?.end ?? start, start);
    return {
      text: part,
      tokens: countTokens(part),
      glue,
      parting: glue.includes('\n') ? parting.line : strength,
    };
  });
}

/** Words, and slices of those that are longer than any word is (encoded data), never inside a surrogate pair. */
function wordsOf(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    for (let start = 0; start < word.length; ) {
      let end = Math.min(word.length, start + longestWord);
      if (end < word.length && /[\ud800-\udbff]/.test(word.charAt(end - 1))) end -= 1;
      spans.push({ start: index + start, end: index + end });
      start = end;
    }
  }
  return spans;
}
