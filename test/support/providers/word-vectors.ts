/**
 * A vector of a text that depends on its words alone: each word adds to a few places that its hash chooses, so that
 * texts with the same words are near each other. Not normalised, as some servers do.
 */
export function wordVector(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    for (let turn = 0; turn < 4; turn += 1) {
      const hash = fnv1a(`${turn} ${word.slice(0, 6)}`);
      const place = hash % dimension;
      vector[place] = (vector[place] ?? 0) + (hash & 0x8000 ? 1 : -1);
    }
  }
  // Two words may cancel each other out: no text has a vector of zeros.
  vector[0] = (vector[0] ?? 0) + 0.01;
  return vector;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
