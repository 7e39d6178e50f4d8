/** How many words of what somebody types for a name are looked at. */
const wordsAtMost = 8;

/** The words that a name must hold, as they were typed. */
export function nameWords(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean).slice(0, wordsAtMost);
}
