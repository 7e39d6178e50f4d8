import { normalise } from './normalise.ts';

/**
 * Whether somebody has played with the letters of a text that was made from `given`: digits or signs in place of letters,
 * words written together or in groups of three or four, letters mixed up or mistyped. Inflected forms are none of it.
 */
export function isDisfigured(text: string, given: readonly string[]): boolean {
  const known = new Set(given.flatMap(tokens));
  const said = tokens(text.replace(/\[\d+\]/g, ' '));
  const strange = said.filter((word) => !known.has(word));
  if (said.length >= 6 && isGrouped(strange) && strange.length >= said.length * 0.8) return true;
  const byLetters = Map.groupBy(known, lettersOf);
  const played = strange.filter(
    (word) => isCipher(word) || isAnagram(word, byLetters) || [...known].some((one) => isMistyped(word, one)),
  );
  return (
    strange.some((word) => /^\p{L}{31,}$/u.test(word)) ||
    (played.length >= 2 && played.length >= said.length * 0.1)
  );
}

const functionWords = {
  en: /\b(?:the|of|and|is|are|to|for|this|you|your|with|not|can)\b/g,
  fr: /\b(?:le|la|les|de|des|du|et|est|une?|pour|dans|sur|vous|que|qui|par|au)\b/g,
};

/** Whether a text reads as English rather than French. */
export function isEnglish(text: string): boolean {
  const plain = normalise(text);
  const count = (words: RegExp) => plain.match(words)?.length ?? 0;
  return count(functionWords.en) >= 2 && count(functionWords.en) > count(functionWords.fr);
}

/** Words as they are written, without the punctuation around them; elided words by themselves. */
const tokens = (text: string): string[] =>
  normalise(text)
    .split(/[\s']+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}@&$#%]+|[^\p{L}\p{N}@&$#%]+$/gu, ''))
    .filter((word) => word !== '');

const isGrouped = (words: readonly string[]): boolean =>
  words.length > 0 && [3, 4].some((size) => words.every((word) => word.length === size));

/** Letters with digits or signs among them, as long as words are; or numbers joined in a row. */
const isCipher = (word: string): boolean =>
  (word.length <= 20 && /\p{L}[\d@&$#%*]+\p{L}/u.test(word)) || /^\d+(?:[-.,]\d+){3,}$/.test(word);

const lettersOf = (word: string): string => [...word].sort().join('');

const isAnagram = (word: string, byLetters: ReadonlyMap<string, readonly string[]>): boolean =>
  word.length > 4 && byLetters.has(lettersOf(word));

/** One letter other, more, or less in the middle of a longer word: its ends are those of `known`. */
function isMistyped(word: string, known: string): boolean {
  if (known.length < 6 || Math.abs(word.length - known.length) > 1) return false;
  if (word[0] !== known[0] || word.slice(-2) !== known.slice(-2)) return false;
  let at = 0;
  while (word[at] === known[at] && at < word.length) at += 1;
  const [rest, knownRest] = [word.slice(at), known.slice(at)];
  return rest.slice(1) === knownRest.slice(1) || rest.slice(1) === knownRest || rest === knownRest.slice(1);
}
