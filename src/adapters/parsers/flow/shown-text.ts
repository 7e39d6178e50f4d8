import { cleanCode, cleanText } from '../clean-text.ts';
import type { Ink } from './ink.ts';

/** The words of a paragraph as they are shown. */
export type ShownText = {
  readonly text: string;
  /** All its words stand in bold. */
  readonly bold: boolean;
  /** Characters of the paragraph that nobody sees; they are not in `text`. */
  readonly hiddenCharacters: number;
};

/** Puts a paragraph together from its pieces. */
export type TextCollector = {
  readonly add: (text: string, ink: Ink, isHidden: boolean) => void;
  /** Line breaks and indentation stay in code; other text is one line. */
  readonly finish: (isCode: boolean) => ShownText;
};

export function createTextCollector(): TextCollector {
  const parts: string[] = [];
  let hiddenCharacters = 0;
  let plainSeen = false;
  let boldSeen = false;
  return {
    add: (text, { bold }, isHidden) => {
      if (isHidden) {
        hiddenCharacters += cleanText(text).length;
        return;
      }
      parts.push(text);
      if (!/[\p{L}\p{N}]/u.test(text)) return;
      if (bold === true) boldSeen = true;
      else plainSeen = true;
    },
    finish: (isCode) => {
      const text = parts.join('');
      return {
        text: isCode ? cleanCode(text) : cleanText(text),
        bold: boldSeen && !plainSeen,
        hiddenCharacters,
      };
    },
  };
}
