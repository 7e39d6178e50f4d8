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
export function readFollowUps(): FollowUp[] {
  return readFileSync(join(import.meta.dirname, 'follow-ups.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FollowUp);
}
