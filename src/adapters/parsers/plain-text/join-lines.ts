const cut = /(\p{L}+)-$/u;
const continuation = /^\p{Ll}[\p{Ll}’']*/u;
const longestWord = 40;
/** Beginnings and ends of French compounds: their hyphen belongs to the word. */
const compoundStart =
  /^(?:vice|sous|non|ex|demi|mi|semi|contre|après|avant|arrière|grand|haut|bas|ci|là|peut|quasi|sud|nord|est|ouest|porte|garde|celui|celle|ceux|celles|lui|elle|moi|toi|soi|nous|vous|eux|dix|vingt|trente|quarante|cinquante|soixante|quatre|au|par|plus|rendez|compte|procès|chef|état|self|well|co)$/i;
const compoundEnd =
  /^(?:ci|là|même|mêmes|je|tu|il|ils|elle|elles|on|nous|vous|le|la|les|lui|leur|ce|t|y|en|moi|dire|être|midi|verbal|lieu|dessus|dessous|après)$/i;

/**
 * Gives a function that joins the lines of a paragraph. A word cut at the end of a line is made whole again: with its
 * hyphen where the text writes it so elsewhere or where French does, else without.
 */
export function createLineJoiner(text: string): (lines: readonly string[]) => string {
  // Most texts cut no word: theirs are not counted.
  const words = /\p{L}-[ \t]*\n/u.test(text)
    ? new Set(text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? [])
    : new Set<string>();
  return (lines) => {
    const parts: string[] = [];
    for (const line of lines.map((one) => one.trim())) {
      const last = parts.at(-1);
      const word = last === undefined ? null : cutWord(last, line);
      if (last === undefined || word === null) parts.push(parts.length === 0 ? line : ` ${line}`);
      else {
        if (!keepsHyphen(word.start, word.end, words)) parts[parts.length - 1] = last.slice(0, -1);
        parts.push(line);
      }
    }
    return parts.join('');
  };
}

/** The two parts of a word that a line cuts, or `null` when it cuts none. */
function cutWord(before: string, line: string): { readonly start: string; readonly end: string } | null {
  const start = cut.exec(before.slice(-longestWord))?.[1];
  const end = continuation.exec(line)?.[0];
  return start === undefined || end === undefined ? null : { start, end };
}

function keepsHyphen(start: string, end: string, words: ReadonlySet<string>): boolean {
  if (words.has(`${start}-${end}`.toLowerCase())) return true;
  if (words.has(`${start}${end}`.toLowerCase())) return false;
  return compoundStart.test(start) || compoundEnd.test(end);
}
