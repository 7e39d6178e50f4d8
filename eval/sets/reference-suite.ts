import { join } from 'node:path';
import { type Code, readCodes } from '../socialgouv/read-codes.ts';
import { referenceQuestions } from '../socialgouv/reference-questions.ts';
import { type NewPassage, writePassages, writeSuite } from './written-suite.ts';

export const referenceSuite = 'legal-references';

/** Writes every article of the codes as a document, and 1,000 questions by exact reference. */
export function writeReferenceSuite(from: string, out: string): string[] {
  const codes = [...readCodes(from)];
  const documents = writePassages(join(out, 'corpora', `${referenceSuite}.jsonl`), articlePassages(codes));
  const questions = referenceQuestions(codes, { count: 1_000, seed: 1 });
  const count = writeSuite(out, {
    header: {
      suite: referenceSuite,
      title: 'Références exactes à des articles de codes',
      corpus: { passages: `corpora/${referenceSuite}.jsonl` },
    },
    questions: questions.map(({ question, articleId, kind }, at) => ({
      id: `ref-${at + 1}`,
      question,
      documents: [articleId],
      tags: [kind],
      lang: 'fr' as const,
    })),
  });
  return [`${referenceSuite}: ${count} questions, ${documents} documents`];
}

function* articlePassages(codes: readonly Code[]): Generator<NewPassage> {
  for (const { title, articles } of codes)
    for (const article of articles) {
      const name =
        article.title === '' ? '' : `, ${article.title.charAt(0).toLowerCase()}${article.title.slice(1)}`;
      yield { id: article.id, title: `${title}${name}`, text: article.text };
    }
}
