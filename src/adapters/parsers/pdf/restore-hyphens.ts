import type { Piece } from './piece.ts';

const compound = /\p{L}+(?:-\p{L}+)+/gu;
const word = /\p{L}{4,}/gu;

/**
 * Gives back the hyphen to compounds that stood at the end of a line (`ciaprès`), where the reader took it for a cut:
 * when the document writes them elsewhere with it, and at least as often.
 */
export function restoreHyphens(pieces: readonly Piece[]): Piece[] {
  const texts = pieces.flatMap((piece) => [piece.text, ...piece.header, ...piece.rows.flat()]);
  const compounds = count(texts, compound);
  const joined = new Map([...compounds.keys()].map((text) => [text.replaceAll('-', ''), text]));
  const plain = count(texts, word);
  const restore = (text: string): string =>
    text.replace(word, (found) => {
      const hyphenated = joined.get(found.toLowerCase());
      if (hyphenated === undefined) return found;
      if ((compounds.get(hyphenated) ?? 0) < (plain.get(found.toLowerCase()) ?? 0)) return found;
      return likeCase(found, hyphenated);
    });
  return pieces.map((piece) => ({
    ...piece,
    text: restore(piece.text),
    header: piece.header.map(restore),
    rows: piece.rows.map((row) => row.map(restore)),
  }));
}

function count(texts: readonly string[], pattern: RegExp): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [found] of text.matchAll(pattern)) {
      counts.set(found.toLowerCase(), (counts.get(found.toLowerCase()) ?? 0) + 1);
    }
  }
  return counts;
}

// The hyphens of one spelling in the letters of the other.
function likeCase(letters: string, hyphenated: string): string {
  let at = 0;
  return [...hyphenated].map((character) => (character === '-' ? '-' : (letters[at++] ?? ''))).join('');
}
