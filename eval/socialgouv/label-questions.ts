import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agreement } from './read-agreements.ts';

/** A question about one agreement, answered by experts. */
export type AgreementQuestion = {
  /** Stable: number of the question and of the agreement. */
  readonly id: string;
  /** « Quelle est la durée du préavis en cas de démission ? », without the agreement. */
  readonly question: string;
  readonly agreementId: string;
  /** Name to say in the question when its scope does not. */
  readonly agreementName: string;
  /** Ids of the articles of this agreement that the experts' answer names; empty when `unanswerable`. */
  readonly relevantArticleIds: readonly string[];
  /** True when the experts found that the agreement says nothing about it. */
  readonly unanswerable: boolean;
  /** The experts' answer, as Markdown. */
  readonly answer: string;
};

/** The shape of `contributions.json`, as far as it is used. */
export type Contribution = {
  readonly index: number;
  readonly title: string;
  readonly answers: {
    readonly conventions: readonly {
      readonly idcc: string;
      readonly markdown: string;
      readonly references?: readonly { readonly title: string }[];
    }[];
  };
};

type AgreementIds = Pick<Agreement, 'id' | 'idcc' | 'shortTitle'> & {
  readonly articles: readonly { readonly id: string; readonly cid: string }[];
};

export function readContributions(packages: string): Contribution[] {
  const file = join(packages, 'contributions-data', 'data', 'contributions.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Contribution[];
}

/**
 * The labelled and the unanswerable questions. A label is a reference whose title is an id (`KALIARTI…`); the few whose
 * article stands in another agreement only are asked about that one. Unanswerable: the answer begins with « la convention
 * collective ne prévoit rien » and names no text at all. Answers that are neither are left out.
 */
export function labelQuestions(
  contributions: readonly Contribution[],
  agreements: Iterable<AgreementIds>,
): AgreementQuestion[] {
  const byIdcc = new Map<number, AgreementIds>();
  const holders = new Map<string, { agreement: AgreementIds; articleId: string }[]>();
  for (const agreement of agreements) {
    if (agreement.idcc !== null) byIdcc.set(agreement.idcc, agreement);
    for (const { id, cid } of agreement.articles)
      for (const key of new Set([id, cid]))
        holders.set(key, [...(holders.get(key) ?? []), { agreement, articleId: id }]);
  }
  return contributions.flatMap(({ index, title, answers }) =>
    answers.conventions.flatMap(({ idcc, markdown, references = [] }): AgreementQuestion[] => {
      const own = byIdcc.get(Number(idcc));
      const labels = references.filter((reference) => /^KALIARTI\d+$/.test(reference.title));
      const found = labels.flatMap((reference) => holders.get(reference.title) ?? []);
      const agreement = found.some((one) => one.agreement === own) ? own : (found[0]?.agreement ?? own);
      if (agreement === undefined) return [];
      const relevant = found.filter((one) => one.agreement === agreement).map(({ articleId }) => articleId);
      const unanswerable =
        references.length === 0 && /^la convention collective ne prévoit rien/i.test(markdown.trim());
      if (relevant.length === 0 && !unanswerable) return [];
      return [
        {
          id: `${index}-${idcc}`,
          question: title.trim(),
          agreementId: agreement.id,
          agreementName: agreement.shortTitle,
          relevantArticleIds: [...new Set(relevant)],
          unanswerable: relevant.length === 0,
          answer: markdown.trim(),
        },
      ];
    }),
  );
}

/** The question as people ask it when nothing else says which agreement is theirs. */
export function namingAgreement({ question, agreementName }: AgreementQuestion): string {
  return `${question} (convention collective : ${agreementName})`;
}
