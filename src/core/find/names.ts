import { tunables } from '../../../config/tunables.ts';
import type { Language } from '../document.ts';
import { fold } from './fold.ts';
import { isReference } from './question-words.ts';
import { type Token, tokensOf } from './tokens.ts';

const { nameWeight, nameWordWeight, nameWords } = tunables.references;

/** « 3.2 Pénalités », « 12) Congés » */
const leadingNumber = /^ ?(\d+(?:[.-]\d+)*)[.)]? /;

/**
 * Terms of the references that name a passage because they stand in its title or the headings above it, each alone and with
 * every word beside it: « article 12 » of « règlement intérieur » is not that of another document. What merely cites a
 * reference has none of them. `#` sets them apart from words.
 */
export function namesOf(title: string, headings: readonly string[], language: Language): Set<string> {
  const lines = [title, ...headings];
  const tokens = lines.flatMap((line) => tokensOf(line, language));
  const references = new Set([
    ...tokens.flatMap(({ names = [], shortNames = [] }) => [...names, ...shortNames]),
    ...headings.flatMap((heading) => leadingNumber.exec(fold(heading))?.[1] ?? []),
  ]);
  const words = wordsOf(tokens).slice(0, nameWords);
  return new Set(
    [...references].flatMap((reference) => [
      nameTerm(reference),
      ...words.map((word) => nameTerm(reference, word)),
    ]),
  );
}

/** The terms by which a question asks for what its references name, with their weights. */
export function namesAsked(question: string, language: Language): Map<string, number> {
  const tokens = tokensOf(question, language);
  const asked = new Map<string, number>();
  for (const reference of tokens.flatMap(({ names = [] }) => names)) {
    asked.set(nameTerm(reference), nameWeight);
    for (const word of wordsOf(tokens)) asked.set(nameTerm(reference, word), nameWordWeight);
  }
  return asked;
}

function wordsOf(tokens: readonly Token[]): string[] {
  return [...new Set(tokens.filter((token) => !isReference(token)).map(({ stem }) => stem))];
}

function nameTerm(reference: string, word = ''): string {
  return `#${reference} ${word}`;
}
