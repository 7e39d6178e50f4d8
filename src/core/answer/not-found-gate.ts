import type { Language } from '../document.ts';
import { texts } from './texts.ts';

/**
 * Holds the beginning of a reply back while it may still be the fixed sentence by which a model says that the passages
 * do not answer.
 */
export type NotFoundGate = {
  /** Gives out what is surely not that sentence; an empty text while it is not known. */
  push(delta: string): string;
  /** What is still held back at the end, and whether the reply was the sentence. */
  finish(): { readonly rest: string; readonly nothingFound: boolean };
};

/** A gate for `sentence`; case, punctuation, kind of apostrophe and of space make no difference. */
export function createNotFoundGate(sentence: string): NotFoundGate {
  const awaited = letters(sentence);
  let held = '';
  let open = false;
  return {
    push(delta) {
      if (open) return delta;
      held += delta;
      const said = letters(held);
      // What follows the sentence is held too: only a citation in it can turn the reply into an answer.
      if (awaited.startsWith(said) || (said.startsWith(awaited) && !/[[【]\s*\d/.test(held))) return '';
      open = true;
      return held;
    },
    finish() {
      if (open) return { rest: '', nothingFound: false };
      return letters(held).startsWith(awaited)
        ? { rest: '', nothingFound: true }
        : { rest: held, nothingFound: false };
    },
  };
}

/** True when the text holds that sentence somewhere, as models do that begin with an apology. */
export function saysNothingFound(text: string, language: Language): boolean {
  return letters(text).includes(letters(texts[language].modelFoundNothing));
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
