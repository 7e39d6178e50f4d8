import type { Language } from '../document.ts';
import { tokensOf } from './tokens.ts';

/**
 * The stems and whole references of a text, in reading order with repetitions, stop words left out. Questions and
 * documents go through this one function, so that what was indexed can be asked for. Case, accents, composed or
 * decomposed Unicode, kind of apostrophe and of space make no difference.
 */
export function analyze(text: string, language: Language): string[] {
  return tokensOf(text, language).map((token) => token.stem);
}
