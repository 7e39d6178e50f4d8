import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/core/document.ts';

export type Source = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly language: Language;
  /** Absent: the id, and a day long ago. */
  readonly path?: string;
  readonly modifiedAt?: Date;
};
export type Question = {
  readonly id: string;
  readonly text: string;
  /** Questions of the same conversation before it, the latest last. */
  readonly earlierQuestions: readonly string[];
  readonly relevant: ReadonlySet<string>;
  /** The words of a relevant document that answer it, where the set names them. */
  readonly answer?: string;
  /** Answered in part only: neither answerable nor not. */
  readonly isPartial?: boolean;
};
/** Documents with the questions asked of them; questions without a known answer are left out. */
export type RetrievalSet = {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly questions: readonly Question[];
};

type SourceLine = { id: string; title: string; text: string; lang: string };
type QuestionLine = {
  qid: string;
  question: string;
  lang: string;
  relevant_ids: string[];
  relevant_same_lang?: string[];
  answer?: string;
  answer_start?: number;
  answerability?: string;
  history?: { role: 'user' | 'assistant'; text: string }[];
};

export const setNames = [
  'piaf',
  'crpa',
  'service-public',
  'mtrag-un-dev',
  'mtrag-un-dev-history',
  'rgpd-fr-en',
  'rgpd-en-fr',
  'rgpd-own',
] as const;
export type SetName = (typeof setNames)[number];

/**
 * Reads one of the development sets. The bilingual one makes three: French questions over the English pages, the other
 * way round, and each question over all pages in search of those in its own language. The conversations of mtRAG make two:
 * their last questions alone, and with the questions before them. `unanswered`: with those that nothing answers.
 */
export function loadSet(
  folder: string,
  name: SetName,
  { unanswered = false }: { readonly unanswered?: boolean } = {},
): RetrievalSet {
  const withHistory = name.endsWith('-history');
  const folderName = name.startsWith('rgpd') ? 'rgpd-dev-fr-en' : name.replace(/-history$/, '');
  const directory = join(folder, folderName);
  const sourceLines = readLines<SourceLine>(join(directory, 'passages.jsonl'));
  const questionLines = readLines<QuestionLine>(join(directory, 'questions.jsonl'));
  const asked = { 'rgpd-fr-en': 'fr', 'rgpd-en-fr': 'en' }[name as string];
  const own = name === 'rgpd-own';
  return {
    name,
    sources: sourceLines
      .filter((source) => asked === undefined || source.lang !== asked)
      .map(({ id, title, text, lang }) => ({ id, title, text, language: lang === 'en' ? 'en' : 'fr' })),
    questions: questionLines
      .filter((question) => asked === undefined || question.lang === asked)
      .map((line) => ({
        id: line.qid,
        text: line.question,
        earlierQuestions: withHistory ? earlierQuestionsOf(line) : [],
        isPartial: line.answerability === 'PARTIAL',
        relevant: new Set(own ? line.relevant_same_lang : line.relevant_ids),
        // Without a place it is somebody's own wording.
        ...(line.answer_start !== undefined && line.answer !== undefined && { answer: line.answer }),
      }))
      .filter((question) => unanswered || question.relevant.size > 0),
  };
}

function earlierQuestionsOf({ history = [] }: QuestionLine): string[] {
  return history.filter(({ role }) => role === 'user').map(({ text }) => text);
}

function readLines<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
