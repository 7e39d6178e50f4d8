import { fold } from '../find/fold.ts';

const quoted = /«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|(?<![\p{L}\p{N}])"\s*([^"]+?)\s*"(?![\p{L}\p{N}])/gu;
const omission = /\s*(?:\(…\)|\[…\]|\(\.\.\.\)|\[\.\.\.\]|…|\.\.\.)\s*/u;

/** A quotation: the pieces between its omissions, and how many words it has. */
export type Quotation = { readonly said: string; readonly pieces: readonly string[]; readonly words: number };

/** What a text says between quotation marks. */
export function quotationsIn(text: string): Quotation[] {
  return [...text.matchAll(quoted)].map((match) => {
    const said = match[1] ?? match[2] ?? match[3] ?? '';
    const pieces = said
      .split(omission)
      .map(plainWords)
      .filter((piece) => piece !== '');
    return { said, pieces, words: pieces.join(' ').split(' ').length };
  });
}

/** Words alone, so that case, accents, spaces and punctuation do not make another quotation. */
export function plainWords(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}€%]+/gu, ' ')
    .trim();
}
