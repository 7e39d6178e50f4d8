import { z } from 'zod';
import type { Language } from '../../src/core/document.ts';

/** How mistakes of a suite are told to who wrote it. Keys of a suite stay as they are written in one. */
export type Words = {
  /** What wrong values are, in the words of the schemas. */
  readonly sentences: ReturnType<typeof z.locales.en>;
  /** What the schemas of suites say themselves, by their own words. */
  readonly ours: Readonly<Record<string, string>>;
  readonly line: string;
  readonly colon: string;
  readonly notJson: string;
  readonly noHeader: string;
  readonly tooManyAliases: string;
  readonly noQuestion: string;
  readonly taken: (id: string, line: number) => string;
};

export const wordsIn: Readonly<Record<Language, Words>> = {
  fr: {
    sentences: z.locales.fr(),
    ours: {
      'letters, digits, dots, dashes': 'des lettres, des chiffres, des points et des tirets seulement',
      'abstain excludes documents, passages and answer':
        '« abstain » exclut « documents », « passages » et « answer »',
      'needs folders or passages, not both': 'il faut « folders » ou « passages », pas les deux',
    },
    line: 'ligne',
    colon: ' : ',
    notJson: 'ce n’est pas du JSON',
    noHeader: 'la première ligne doit être {"suite": …}',
    tooManyAliases: 'trop d’alias',
    noQuestion: 'il n’y a aucune question',
    taken: (id, line) => `${id} est déjà pris par la ligne ${line}`,
  },
  en: {
    sentences: z.locales.en(),
    ours: {},
    line: 'line',
    colon: ': ',
    notJson: 'not JSON',
    noHeader: 'the first line must be {"suite": …}',
    tooManyAliases: 'too many aliases',
    noQuestion: 'there is no question',
    taken: (id, line) => `${id} is taken by line ${line}`,
  },
};
