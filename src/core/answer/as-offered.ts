import type { OfferedPassage } from '../check/evidence.ts';
import { neutralise, neutraliseLine } from './neutralise.ts';
import type { ReadSource } from './pick-sources.ts';

/** A source as the model reads it: what it says is checked against that. */
export function asOffered({ source, excerpt }: ReadSource): OfferedPassage {
  const { title, modifiedAt, language } = source.document;
  return {
    n: source.n,
    title: neutraliseLine(title),
    headings: source.headings.map(neutraliseLine),
    date: modifiedAt,
    excerpt: neutralise(excerpt),
    language,
  };
}
