const noBreak = '\u{a0}';
const narrow = '\u{202f}';

/**
 * French sentences with the spaces that may not break: within « », and before high punctuation. They are written with usual spaces,
 * which whoever mends a sentence can see.
 */
export function withNoBreakSpaces<Tree extends object>(texts: Tree): Tree {
  const mend = (value: unknown): unknown =>
    typeof value === 'string'
      ? value
          .replace(/« /g, `«${noBreak}`)
          .replace(/ ([»:])/g, `${noBreak}$1`)
          .replace(/ ([;!?%€])/g, `${narrow}$1`)
      : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, mend(inner)]));
  return mend(texts) as Tree;
}
