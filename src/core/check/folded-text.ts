import { fold } from '../find/fold.ts';

/** A folded text that knows where each of its units stood in the text as it was written. */
export type FoldedText = {
  readonly text: string;
  /** Offset into the original of each UTF-16 unit of `text`, and of its end. */
  readonly places: readonly number[];
};

/** Folds a text (see `fold()`) without losing the way back to it. */
export function foldWithPlaces(original: string): FoldedText {
  let text = '';
  const places: number[] = [];
  let at = 0;
  for (const character of original) {
    const folded = fold(character);
    if (!(folded === ' ' && text.endsWith(' '))) {
      for (let unit = 0; unit < folded.length; unit += 1) places.push(at);
      text += folded;
    }
    at += character.length;
  }
  return { text, places: [...places, original.length] };
}

/** The words of the original that stand behind `from`–`to` of its folded text. */
export function asWritten(original: string, { places }: FoldedText, from: number, to: number): string {
  return original.slice(places[from] ?? 0, places[to] ?? original.length).trim();
}

/** Puts `replacement` in place of `from`–`to`; all of it stands where the first replaced unit stood. */
export function replaceIn(
  folded: FoldedText,
  spans: readonly { readonly from: number; readonly to: number; readonly replacement: string }[],
): FoldedText {
  let text = '';
  const places: number[] = [];
  let done = 0;
  const copy = (to: number) => {
    text += folded.text.slice(done, to);
    for (let at = done; at < to; at += 1) places.push(folded.places[at] ?? 0);
    done = to;
  };
  for (const { from, to, replacement } of spans) {
    copy(from);
    text += replacement;
    const place = folded.places[from] ?? 0;
    for (let unit = 0; unit < replacement.length; unit += 1) places.push(place);
    done = to;
  }
  copy(folded.text.length);
  return { text, places: [...places, folded.places.at(-1) ?? 0] };
}
