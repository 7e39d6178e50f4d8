import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementPage } from '../socialgouv/agreement-page.ts';
import {
  type AgreementQuestion,
  labelQuestions,
  namingAgreement,
  readContributions,
} from '../socialgouv/label-questions.ts';
import { type Agreement, readAgreements } from '../socialgouv/read-agreements.ts';
import { writeSuite } from './written-suite.ts';

export const agreementSuites = ['agreements-global', 'agreements-scoped'];

const fileOf = (agreementId: string): string => `${agreementId}.html`;

/**
 * Writes the collective agreements as web pages, one for each, and the labelled and unanswerable questions about them: with
 * the agreement named in the question (`agreements-global`), and with the agreement as scope (`agreements-scoped`).
 */
export function writeAgreementSuites(from: string, out: string, wanted: readonly string[]): string[] {
  const folder = join(out, 'corpora', 'agreements');
  mkdirSync(folder, { recursive: true });
  const contributions = readContributions(from);
  const slim = [];
  const texts = new Map<string, string>();
  let articles = 0;
  for (const agreement of readAgreements(from)) {
    writeFileSync(join(folder, fileOf(agreement.id)), agreementPage(agreement));
    articles += agreement.articles.length;
    const ids = agreement.articles.map(({ id, cid }) => ({ id, cid }));
    for (const { id } of labelledArticles(contributions, agreement))
      texts.set(`${agreement.id} ${id}`, agreement.articles.find((one) => one.id === id)?.text ?? '');
    slim.push({ id: agreement.id, idcc: agreement.idcc, shortTitle: agreement.shortTitle, articles: ids });
  }
  const questions = labelQuestions(contributions, slim);
  return agreementSuites
    .filter((suite) => wanted.length === 0 || wanted.includes(suite))
    .map((suite) => {
      const header = {
        suite,
        title: 'Conventions collectives',
        corpus: { folders: [{ folder: 'corpora/agreements', space: 'corpus' }] },
        passagesPerDocument: 20,
      };
      const toQuestion = suite === 'agreements-scoped' ? scopedQuestion : globalQuestion;
      const count = writeSuite(out, {
        header,
        questions: questions.map((one) => ({ ...toQuestion(one), ...expectation(one, texts) })),
      });
      return `${suite}: ${count} questions, ${slim.length} documents, ${articles} articles`;
    });
}

/** Articles of an agreement that any label may name: few, so that not all texts are held. */
function labelledArticles(
  contributions: ReturnType<typeof readContributions>,
  agreement: Agreement,
): readonly { readonly id: string }[] {
  const labels = new Set(
    contributions.flatMap(({ answers }) =>
      answers.conventions.flatMap(({ references = [] }) => references.map(({ title }) => title)),
    ),
  );
  return agreement.articles.filter(({ id, cid }) => labels.has(id) || labels.has(cid));
}

const globalQuestion = (one: AgreementQuestion) => ({ question: namingAgreement(one) });

const scopedQuestion = (one: AgreementQuestion) => ({
  question: one.question,
  scope: { documents: [fileOf(one.agreementId)] },
});

function expectation(one: AgreementQuestion, texts: ReadonlyMap<string, string>) {
  const document = fileOf(one.agreementId);
  const base = { id: one.id, lang: 'fr' as const, cluster: one.id.split('-')[0] ?? one.id };
  if (one.unanswerable) return { ...base, abstain: true };
  return {
    ...base,
    documents: [document],
    passages: one.relevantArticleIds.map((id) => ({
      document,
      text: texts.get(`${one.agreementId} ${id}`) ?? '',
    })),
  };
}
