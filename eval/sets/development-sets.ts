import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NewPassage, type NewSuite, writePassages, writeSuite } from './written-suite.ts';

type SourceLine = NewPassage & { lang: string };
type QuestionLine = {
  qid: string;
  question: string;
  lang: 'fr' | 'en';
  answer?: string;
  history?: { role: 'user' | 'assistant'; text: string }[];
  relevant_ids: string[];
  relevant_same_lang?: string[];
  answerability?: string;
};

/** A suite made of one of the sets: which passages, which questions, what is expected. */
type Recipe = {
  readonly suite: string;
  readonly set: string;
  readonly title: string;
  readonly passages?: (source: SourceLine) => boolean;
  readonly asks?: (line: QuestionLine) => boolean;
  readonly relevant?: (line: QuestionLine) => readonly string[];
  readonly history?: true;
};

const recipes: readonly Recipe[] = [
  { suite: 'piaf', set: 'piaf', title: 'PIAF : paragraphes de Wikipédia' },
  { suite: 'crpa', set: 'crpa', title: 'Code des relations entre le public et l’administration' },
  { suite: 'service-public', set: 'service-public', title: 'Fiches de service-public.fr' },
  { suite: 'mtrag-last-turn', set: 'mtrag-un-dev', title: 'MTRAG-UN, last turn only' },
  { suite: 'mtrag-history', set: 'mtrag-un-dev', title: 'MTRAG-UN with its history', history: true },
  {
    suite: 'rgpd-fr-en',
    set: 'rgpd-dev-fr-en',
    title: 'RGPD : questions françaises, pages anglaises',
    passages: (source) => source.lang === 'en',
    asks: (line) => line.lang === 'fr',
  },
  {
    suite: 'rgpd-en-fr',
    set: 'rgpd-dev-fr-en',
    title: 'RGPD: English questions, French pages',
    passages: (source) => source.lang === 'fr',
    asks: (line) => line.lang === 'en',
  },
  {
    suite: 'rgpd-own',
    set: 'rgpd-dev-fr-en',
    title: 'RGPD : chaque question dans sa langue, parmi toutes les pages',
    relevant: (line) => line.relevant_same_lang ?? [],
  },
];

export const developmentSuites = recipes.map(({ suite }) => suite);

/**
 * Writes the suites of `shared/data/retrieval` that are named (all, without names). Questions that their set leaves open
 * (underspecified, partly answerable without a passage) are left out.
 */
export function writeDevelopmentSuites(from: string, out: string, wanted: readonly string[]): string[] {
  return recipes
    .filter(({ suite }) => wanted.length === 0 || wanted.includes(suite))
    .map((recipe) => {
      const { suite, set, passages = () => true } = recipe;
      const sources = readLines<SourceLine>(join(from, set, 'passages.jsonl')).filter(passages);
      const documents = writePassages(
        join(out, 'corpora', `${suite}.jsonl`),
        sources.map(({ id, title, text }) => ({ id, title, text })),
      );
      const questions = writeSuite(out, toSuite(recipe, readLines(join(from, set, 'questions.jsonl'))));
      return `${suite}: ${questions} questions, ${documents} documents`;
    });
}

function toSuite(recipe: Recipe, lines: readonly QuestionLine[]): NewSuite {
  const { suite, title, asks = () => true, relevant = (line) => line.relevant_ids } = recipe;
  return {
    header: {
      suite,
      title,
      corpus: { passages: `corpora/${suite}.jsonl` },
      measure: recipe.history ? ['ask'] : ['search'],
    },
    questions: lines.filter(asks).flatMap((line) => {
      const documents = [...relevant(line)];
      const abstain = documents.length === 0;
      if (abstain && (line.answerability ?? 'UNANSWERABLE') !== 'UNANSWERABLE') return [];
      return [
        {
          id: line.qid,
          question: line.question,
          lang: line.lang,
          ...(recipe.history && line.history && { history: line.history }),
          ...(abstain ? { abstain } : { documents }),
          ...(line.answerability && { tags: [line.answerability.toLowerCase()] }),
        },
      ];
    }),
  };
}

function readLines<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
