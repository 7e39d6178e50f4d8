import { askForFrenchHeading } from './french-headings.ts';
import { frenchSentences } from './french-sentences.ts';
import type { QuestionMaker } from './suggestion.ts';

/** Questions in French. */
export const frenchQuestions: QuestionMaker = {
  sentences: frenchSentences,
  heading: askForFrenchHeading,
  number: ({ column, row }) =>
    `Quel${/^(?:durée|participation|subvention)/iu.test(column) ? 'le est la' : ' est le'} ${column.charAt(0).toLowerCase()}${column.slice(1)} pour « ${row} » ?`,
  acronym: (acronym) => `Que signifie ${acronym} ?`,
  within: (title, question) => `Selon ${title}, ${question.charAt(0).toLowerCase()}${question.slice(1)}`,
  quote: (title) => `« ${title} »`,
};
