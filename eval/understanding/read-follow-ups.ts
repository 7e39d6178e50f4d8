import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/core/document.ts';

/** A question that leans on the one before it, beside the same question as it would be asked by itself. */
export type FollowUp = {
  readonly language: Language;
  readonly history: readonly string[];
  readonly followUp: string;
  readonly standAlone: string;
};

/** The development list, written for this purpose. */
export const readFollowUps = (): FollowUp[] => readLines('follow-ups.jsonl');

/**
 * What somebody writes after one or two questions. `about`: words of these that the search needs; `rejected`: words that it must
 * not have any more, where the message corrects.
 */
export type SecondMessage = {
  readonly id: string;
  readonly history: readonly string[];
  readonly message: string;
  readonly leans: boolean;
  readonly kind: string;
  readonly about: readonly string[];
  readonly rejected: readonly string[];
  readonly standAlone: string;
};

/** French, as people type, by a writer who did not know the rules. */
export const readSecondMessages = (): SecondMessage[] => readLines('second-messages.jsonl');

function readLines<T>(name: string): T[] {
  return readFileSync(join(import.meta.dirname, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
