/** Text as it is compared: case, accents, kinds of space, quote and dash left aside. */
export function normalise(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[’‘`´]/g, "'")
      .replace(/[‐‑‒–—]/g, '-')
      .replace(/œ/g, 'oe')
      .replace(/æ/g, 'ae')
      // Thousands are written « 1 386 » or « 1386 ».
      .replace(/(?<=\d)[\s.](?=\d{3}(?!\d))/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** Words of a text, normalised, without punctuation. */
export function wordsOf(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** True when `text` says `fact`: as words in their order, not within a longer word or number. */
export function says(text: string, fact: string): boolean {
  const wanted = wordsOf(fact).join(' ');
  return wanted !== '' && ` ${wordsOf(text).join(' ')} `.includes(` ${wanted} `);
}
