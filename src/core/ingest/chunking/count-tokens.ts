import { createRequire } from 'node:module';

type Tokenizer = Pick<typeof import('gpt-tokenizer/encoding/cl100k_base'), 'countTokens'>;

const nothingSpecial = { disallowedSpecial: new Set<string>() };
const longRun = /\S{300,}/;
const slice = /[\s\S]{1,300}/g;

let tokenizer: Tokenizer | undefined;

/**
 * Tokens of a text in cl100k, the yardstick of all lengths here. Text that looks like a control token of a model is
 * counted as plain text. Runs of hundreds of characters without a space are counted in slices, as their exact count
 * takes quadratic time: the result is then a little too high.
 */
export function countTokens(text: string): number {
  if (!longRun.test(text)) return count(text);
  let tokens = 0;
  for (const [part] of text.matchAll(slice)) tokens += count(part);
  return tokens;
}

function count(text: string): number {
  // At the first text: its tables take 0.15 s and 60 MB, and most commands of the command line count nothing.
  tokenizer ??= createRequire(import.meta.url)('gpt-tokenizer/encoding/cl100k_base') as Tokenizer;
  return tokenizer.countTokens(text, nothingSpecial);
}
