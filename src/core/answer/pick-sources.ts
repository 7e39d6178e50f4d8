import { tunables } from '../../../config/tunables.ts';
import type { Source } from './answer.ts';
import { excerptOf, tokensOf } from './excerpt.ts';
import type { PassageInContext } from './passage.ts';

/** How much is read for an answer: passages, and tokens of all of them together. */
export type Reading = { readonly sources: number; readonly sourceTokens: number };

/** A source with the text that a model reads for it. */
export type ReadSource = { readonly source: Source; readonly excerpt: string };

/**
 * The passages of the answer, best first, numbered from 1: as many as fit with their own text into the token budget;
 * what is left of it widens them with the text around, the best ones first. A second passage of a section already
 * widened brings its own words only.
 */
export function pickSources(
  passages: readonly PassageInContext[],
  { sources: most, sourceTokens }: Reading = tunables.answering,
): ReadSource[] {
  const own = passages.slice(0, most).map((passage) => tokensOf(passage, passage.text.length));
  const kept = passages
    .slice(0, most)
    .filter((_, index) => index === 0 || sum(own.slice(0, index + 1)) <= sourceTokens);
  let spare = Math.max(0, sourceTokens - sum(own.slice(0, kept.length)));
  const widened = new Set<string>();
  return kept.map((passage, index) => {
    const section = `${passage.document.id} ${passage.section.ordinal}`;
    const around = Math.max(0, passage.section.tokens - (own[index] ?? 0));
    const given = widened.has(section) ? 0 : Math.min(spare, around);
    widened.add(section);
    spare -= given;
    return { source: { ...passage, n: index + 1 }, excerpt: excerptOf(passage, (own[index] ?? 0) + given) };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
