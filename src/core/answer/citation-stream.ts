import { endsWord } from './citation-marks.ts';
import { visible } from './neutralise.ts';

/** What comes out of the model's text: words to show, and citations at their place in the text shown so far. */
export type CitedPiece =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'citation'; readonly n: number; readonly position: number };

export type CitationStream = {
  /** Takes the next piece of the model's text; an unfinished `[` is held back until it is known what it is. */
  push(delta: string): CitedPiece[];
  /** Gives out what was held back; the beginning of a citation is dropped. */
  finish(): CitedPiece[];
  /** Everything shown so far, citations written as `[1]`. */
  readonly text: string;
  /** Numbers that named no source and were taken out (R45). */
  readonly removed: number;
};

const mark =
  /^[[【]\s*(?:n[°o.]\s*)?\d+(?:(?:\s*[,;–-]\s*|\s+(?:et|and)\s+)(?:n[°o.]\s*)?\d+)*\s*(?:†[^\]】]*)?[\]】]$/iu;
const beginning = /^[[【]\s*(?:n[°o.]?\s*)?[\d\s,;–-]*$/iu;
const longestMark = 40;

/**
 * Reads citations out of a model's text as it streams: `[1]`, `[1, 2]`, `[1-3]`, `[1][2]`, `[n° 1]`, `【1】`. Numbers
 * outside 1–`sources` are removed and counted, with the space before them. However the text is cut into deltas, text
 * and citations come out the same.
 */
export function createCitationStream(sources: number): CitationStream {
  let shown = '';
  let removed = 0;
  /** A bracket that may become a citation, or nothing. */
  let held = '';
  /** White space that a removed citation may take with it. */
  let waiting = '';
  /** The first unit of a character whose second one is in the next delta. */
  let half = '';
  let afterRemoval = false;
  /** Punctuation after a removed citation: it stays beside the word only when nothing follows it directly. */
  let joint = '';
  let out: CitedPiece[] = [];

  function show(text: string): void {
    const last = out.at(-1);
    if (last?.type === 'text-delta') out[out.length - 1] = { type: 'text-delta', text: last.text + text };
    else if (text !== '') out.push({ type: 'text-delta', text });
    shown += text;
  }

  /** Before what is shown next; `gap`: what a removed citation leaves so that its neighbours do not grow together (R38). */
  function flushWaiting(gap: '' | ' '): void {
    const apart = afterRemoval && waiting === '' && shown !== '' ? gap : waiting;
    show((gap === '' && joint !== '' ? '' : apart) + joint);
    waiting = '';
    joint = '';
    afterRemoval = false;
  }

  function plain(character: string): void {
    if (/\s/.test(character)) {
      if (joint !== '') flushWaiting('');
      waiting = afterRemoval ? character : waiting + character;
      afterRemoval = false;
      return;
    }
    if (afterRemoval && /[.,;:!?)»]/.test(character) && (joint !== '' || endsWord.test(shown))) {
      joint += character;
      return;
    }
    flushWaiting(' ');
    show(character);
  }

  function cite(): void {
    const numbers = numbersOf(held);
    const known = [...new Set(numbers)].filter((n) => n >= 1 && n <= sources);
    removed += numbers.filter((n) => n < 1 || n > sources).length;
    held = '';
    if (known.length === 0) {
      if (joint !== '') flushWaiting('');
      afterRemoval = true;
      return;
    }
    flushWaiting('');
    for (const n of known) {
      out.push({ type: 'citation', n, position: shown.length });
      show(`[${n}]`);
    }
  }

  function take(character: string): void {
    if (held === '') {
      if (character === '[' || character === '【') held = character;
      else plain(character);
      return;
    }
    held += character;
    if (mark.test(held)) cite();
    else if (/[\]】\n]/.test(character) || held.length > longestMark || character === '[') release();
  }

  /** It was no citation: its first character is text, the rest is read again. */
  function release(): void {
    const [first = '', ...rest] = held;
    held = '';
    plain(first);
    for (const character of rest) take(character);
  }

  function drain(): CitedPiece[] {
    const pieces = out;
    out = [];
    return pieces;
  }

  return {
    push(delta) {
      for (const character of half + delta) {
        half = '';
        if (isHighSurrogate(character)) half = character;
        else if (character !== '\r' && visible(character) !== '') take(character);
      }
      return drain();
    },
    finish() {
      if (beginning.test(held)) held = '';
      while (held !== '') release();
      if (joint !== '') flushWaiting('');
      waiting = '';
      return drain();
    },
    get text() {
      return shown;
    },
    get removed() {
      return removed;
    },
  };
}

/** Half of a character, alone. */
function isHighSurrogate(character: string): boolean {
  return /^[\ud800-\udbff]$/.test(character);
}

/** Numbers of a mark; `1-3` means 1, 2 and 3. A range that is none of ours counts as its two ends. */
function numbersOf(found: string): number[] {
  const list = found.replace(/†.*/su, '');
  return [...list.matchAll(/(\d+)(?:\s*[–-]\s*(?:n[°o.]\s*)?(\d+))?/giu)].flatMap(([, first, last]) => {
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    if (to <= from || to - from > 9) return to === from ? [from] : [from, to];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
