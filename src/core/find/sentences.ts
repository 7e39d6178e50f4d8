import type { Language } from '../document.ts';
import { isShortened, opensSentence } from './shortened-words.ts';

/** A sentence of a text: `text` stands at `start`–`end` (UTF-16 offsets), without the white space around it. */
export type Sentence = { readonly start: number; readonly end: number; readonly text: string };

/** Leaders of a list or form: « Accueil .... 100 ». */
const leader = /^(?:[.…]{4,}|…{2,})/;

/** Possible ends: terminators with the quotes and brackets that close after them, or a line break. */
const candidate = /(?<![.!?…])[.!?…]+[»”"')\]’]*(?:\s[»”])?(?=\s|$)|\n+/g;
const opening = /^[\s«“"'([‘–—-]*/;

/**
 * Cuts a text into sentences. A line break always ends one. A full stop does not when it belongs to an abbreviation
 * of the language (art., M., p.), a leader, initials, the number of a list item or a reference such as « L. 1222-10 »,
 * or when the text goes on in lower case. Only white space stands between two sentences, and before and after all of them.
 */
export function sentencesOf(text: string, language: Language): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const match of text.matchAll(candidate)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('\n')) {
      push(text, start, match.index, sentences);
    } else if (endsSentence(text, start, match.index, match[0], end, language)) {
      push(text, start, end, sentences);
    } else continue;
    start = end;
  }
  push(text, start, text.length, sentences);
  return sentences;
}

function endsSentence(
  text: string,
  start: number,
  at: number,
  mark: string,
  end: number,
  language: Language,
): boolean {
  const following = text.slice(end, end + 40).replace(opening, '');
  if (following === '') return true;
  // A lower-case letter goes on with the sentence after « … », « ! » in quotes and unknown abbreviations alike.
  if (/^\p{Ll}/u.test(following)) return false;
  if (leader.test(mark) || /^[.…]/.test(following) || /[.…]\s$/.test(text.slice(Math.max(start, at - 2), at)))
    return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  const before = text.slice(Math.max(start, at - 24), at);
  const word = /[\p{L}\p{N}§°.*-]+$/u.exec(before)?.[0] ?? '';
  if (isListNumber(word, text.slice(start, at).trim())) return false;
  if (/^\p{Lu}$/u.test(word)) return !(/^[\p{Lu}\d]/u.test(following) && isInitial(word, before, following));
  if (isChainOfInitials(word, following)) return false;
  return !isShortened(word, { before, following, language });
}

/** « T.L. Nguyen », « J.-M. Roy »; but « la S.N.C.F. Elle » and « le C.V. Il » end. */
function isChainOfInitials(word: string, following: string): boolean {
  return /^\p{Lu}\.-?\p{Lu}$/u.test(word) && /^\p{Lu}/u.test(following) && !opensSentence(following);
}

/** « 1. », « 2.3. », « a. » alone at the start of a sentence number an item. */
function isListNumber(word: string, sentence: string): boolean {
  return word === sentence && /^(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[IVX]+)$/.test(word);
}

/** A lone capital before a capital or a number: « J. Dupont », « T. L. Nguyen », « L. 1222-10 »; but « le plan B. Il » ends. */
function isInitial(word: string, before: string, following: string): boolean {
  if (/^\d/.test(following)) return /[LRDAM]/.test(word);
  const next = /^(?:\p{L}{2,}|\p{Lu}\.)/u.exec(following)?.[0] ?? '';
  const previous = /(\p{L}+)\s+\p{Lu}$/u.exec(before)?.[1] ?? '';
  return (
    next !== '' &&
    !/^(?:plan|vitamine|annexe|option|lot|point|partie|type|grade|groupe|zone)$/iu.test(previous)
  );
}

function push(text: string, from: number, to: number, sentences: Sentence[]): void {
  const piece = text.slice(from, to);
  const start = from + (piece.length - piece.trimStart().length);
  const end = start + piece.trim().length;
  if (end > start) sentences.push({ start, end, text: text.slice(start, end) });
}

/** Whether a text asks something at its end: « Quelles sont les pièces du dossier ? ». */
export function endsInQuestion(text: string): boolean {
  return /\?[\s»”"')]*$/.test(text);
}
