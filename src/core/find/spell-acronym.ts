/** Letters that one word may give when initials alone do not do: « NOR » of « normalisation » in AFNOR. */
const longestPrefix = 4;
/** For so many letters, one word may be passed over: « tenant compte » in RIFSEEP. */
const lettersPerOmission = 3;

const smallWords = new Set(
  (
    'de du des d la le les l un une et ou a au aux en pour par sur dans sous avec vers chez qu ' +
    'of the and or for in on to an with by at as from'
  ).split(' '),
);

/** Most letters that a small word and another one give, and how many words may be passed over. */
type Means = { readonly small: 0 | 1; readonly prefix: number; readonly omissions: number };

/**
 * How letters may come of words, the surest first: initials of telling words; of small ones too (« de », "of"), which open
 * no long form; beginnings of words; initials with words passed over.
 */
const means: readonly ((letters: string) => Means)[] = [
  () => ({ small: 0, prefix: 1, omissions: 0 }),
  () => ({ small: 1, prefix: 1, omissions: 0 }),
  (letters) => ({ small: 1, prefix: letters.length > 3 ? longestPrefix : 1, omissions: 0 }),
  (letters) => ({
    small: 1,
    prefix: 1,
    omissions: letters.length > 3 ? Math.floor(letters.length / lettersPerOmission) : 0,
  }),
];

/**
 * The first of the candidates, in the order of trust, whose folded words spell the letters: all letters, from the first
 * word to the last, by at least two words that are not small.
 */
export function findSpelling<Words extends readonly { readonly folded: string }[]>(
  letters: string,
  candidates: readonly Words[],
): Words | undefined {
  const plausible = candidates.filter((words) => {
    const first = words[0]?.folded;
    return first !== undefined && first[0] === letters[0] && !smallWords.has(first);
  });
  for (const by of means) {
    const found = plausible.find((words) =>
      spells(
        words.map(({ folded }) => folded),
        letters,
        by(letters),
      ),
    );
    if (found) return found;
  }
  return undefined;
}

function spells(words: readonly string[], letters: string, { small, prefix, omissions }: Means): boolean {
  const failed = new Set<string>();
  const from = (word: number, letter: number, left: number, telling: number): boolean => {
    if (word === words.length) return letter === letters.length && telling >= 2;
    // What is behind matters as far as it was told of; there are few words and few letters.
    const state = `${word} ${letter} ${left} ${Math.min(telling, 2)}`;
    if (failed.has(state)) return false;
    const text = words[word] ?? '';
    const isSmall = smallWords.has(text);
    const isEnd = word === 0 || word === words.length - 1;
    const most = isSmall ? small : prefix;
    for (let taken = 1; taken <= most && text[taken - 1] === letters[letter + taken - 1]; taken += 1) {
      if (letter + taken > letters.length) break;
      if (from(word + 1, letter + taken, left, telling + (isSmall ? 0 : 1))) return true;
    }
    if (!isEnd && isSmall && from(word + 1, letter, left, telling)) return true;
    if (!isEnd && !isSmall && left > 0 && from(word + 1, letter, left - 1, telling)) return true;
    failed.add(state);
    return false;
  };
  return from(0, 0, omissions, 0);
}
