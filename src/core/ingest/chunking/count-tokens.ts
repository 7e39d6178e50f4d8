import { countTokens as count } from 'gpt-tokenizer/encoding/cl100k_base';

const nothingSpecial = { disallowedSpecial: new Set<string>() };
const longRun = /\S{300,}/;
const slice = /[\s\S]{1,300}/g;

/**
 * Tokens of a text in cl100k, the yardstick of all lengths here. Text that looks like a control token of a model is
 * counted as plain text. Runs of hundreds of characters without a space are counted in slices, as their exact count
 * takes quadratic time: the result is then a little too high.
 */
export function countTokens(text: string): number {
  if (!longRun.test(text)) return count(text, nothingSpecial);
  let tokens = 0;
  for (const [part] of text.matchAll(slice)) tokens += count(part, nothingSpecial);
  return tokens;
}
