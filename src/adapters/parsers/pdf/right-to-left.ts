import type { ParsedPage, TextItem, VectorGraphics } from '@llamaindex/liteparse';
import { layOutAgain } from './layout.ts';

const scripts = String.raw`\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}`;
const rightToLeft = new RegExp(`[${scripts}]`, 'u');
const rightToLeftLetters = new RegExp(rightToLeft, 'gu');
const brackets: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '«': '»',
  '»': '«',
};

/**
 * A page in a script written from right to left, as its readers go through it: the layout knows one direction only, so it
 * is given the page in a mirror, each line with its words in the order of speech. Other pages stay as they are.
 */
export function inReadingDirection(page: ParsedPage): ParsedPage {
  if (!isRightToLeft(page)) return page;
  const mirror = <T extends { readonly x: number; readonly width: number }>(box: T): T => ({
    ...box,
    x: page.width - box.x - box.width,
  });
  const items = onSameLines(page.textItems).map((item): TextItem => {
    const { charCodes: _, ...rest } = mirror(item);
    return { ...rest, text: inOrderOfSpeech(item.text) };
  });
  const graphics: VectorGraphics | undefined = page.vectorGraphics && {
    shapes: page.vectorGraphics.shapes.map((shape) => ({ ...shape, bbox: mirror(shape.bbox) })),
    lines: page.vectorGraphics.lines.map((line) => ({
      ...line,
      x1: page.width - line.x1,
      x2: page.width - line.x2,
    })),
  };
  return layOutAgain(page, items, graphics);
}

// Words of one line whose letters differ in height stand at slightly different heights, and would be sorted by them.
function onSameLines(items: readonly TextItem[]): TextItem[] {
  let line = Number.NEGATIVE_INFINITY;
  return items
    .toSorted((one, other) => one.y - other.y)
    .map((item) => {
      if (item.y - line > item.height * 0.4) line = item.y;
      return { ...item, y: line };
    });
}

/** True when most letters of the page are of such a script. */
export function isRightToLeft(page: ParsedPage): boolean {
  const text = page.textItems.map((item) => item.text).join('');
  if (!rightToLeft.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (text.match(rightToLeftLetters)?.length ?? 0) > letters / 2;
}

/**
 * A line as it stands on the page from left to right (each word already spelt in order) turned into the order of speech.
 * Words and numbers of other scripts keep their order among themselves.
 */
export function inOrderOfSpeech(line: string): string {
  const words = line.match(wordsAndMarks) ?? [];
  const turned: string[] = [];
  for (let at = 0; at < words.length; ) {
    let end = at;
    // From one foreign word to the last one that only spaces and marks part from it: "Node.js 24".
    for (let next = at; next < words.length && !rightToLeft.test(words[next] ?? ''); next += 1) {
      if (foreignWord.test(words[next] ?? '')) end = next;
      else if (!foreignWord.test(words[at] ?? '')) break;
    }
    const run = words.slice(at, end + 1).join('');
    turned.push(brackets[run] ?? run);
    at = end + 1;
  }
  return mendLigatures(turned.reverse().join('').replace(changeOfScript, ' '));
}

const wordsAndMarks = new RegExp(`[${scripts}\\p{M}]+|[[\\p{L}\\p{N}]--[${scripts}]]+|.`, 'gsv');
const changeOfScript = new RegExp(
  `(?<=[${scripts}])(?=[\\p{L}--[${scripts}]])|(?<=[\\p{L}--[${scripts}]])(?=[${scripts}])`,
  'gv',
);
const foreignWord = /[\p{L}\p{N}]/u;

// The ligature of lam and alef is one sign, of which programs give the letters in the wrong order. Two alefs in a row
// exist in no word, so there the order is known to be wrong.
function mendLigatures(text: string): string {
  return text.replace(/\u0627([\u0622\u0623\u0625\u0627])\u0644/g, '\u0627\u0644$1');
}
