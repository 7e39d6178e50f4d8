import { shorten } from '../shorten.ts';

const titleCharacters = 80;

/** What a conversation is called until its person says otherwise: the beginning of its first question. */
export function titleFrom(question: string): string {
  return shorten(question.replace(/\s+/g, ' ').trim(), titleCharacters);
}
