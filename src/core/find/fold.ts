const apostrophes = /[’‘ʼ′＇`´]/g;
const spaces = /[\s\u00a0\u2000-\u200b\u202f\u205f\u3000]+/g;
const marks = /\p{M}+/gu;
const unfolded: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ß: 'ss',
};
const ligatures: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'Oe', æ: 'ae', Æ: 'Ae' };
const unfoldedPattern = /[œæøłđıß]/g;
const ascii = /^[\0-\x7f]*$/;

/**
 * The form in which texts are compared: lower case, no accents (compatibility decomposition), `œ` as `oe`, every
 * apostrophe as `'`, every run of white space as one space, soft hyphens gone. Composed and decomposed Unicode,
 * upper and lower case give the same result. Offsets into the text are lost.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ascii.test(lower)) return lower.replace(spaces, ' ');
  return lower
    .normalize('NFC')
    .replace(apostrophes, "'")
    .replaceAll('\u00ad', '')
    .replace(/[‐‑]/g, '-')
    .normalize('NFKD')
    .replace(marks, '')
    .replace(unfoldedPattern, (letter) => unfolded[letter] ?? letter)
    .replace(spaces, ' ')
    .toLowerCase();
}

/**
 * A text and its folded form, place by place the same length: what a pattern finds in one can be cut out of the other. Spaces
 * are single, `œ` and `æ` two letters; the rare text that folding still makes longer or shorter is given folded.
 */
export function foldInPlace(text: string): { readonly text: string; readonly folded: string } {
  const spelt = text
    .normalize('NFC')
    .replace(spaces, ' ')
    .replace(/[œæ]/giu, (letter) => ligatures[letter] ?? letter);
  const folded = fold(spelt);
  return { text: spelt.length === folded.length ? spelt : folded, folded };
}
