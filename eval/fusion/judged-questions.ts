import { AppError } from '../../src/core/errors.ts';
import type { Suite } from '../../src/core/evaluation/suite.ts';
import { type JudgedExchange, wantedDocuments } from '../../src/core/find/judged-question.ts';
import type { Scope } from '../../src/core/scope.ts';

/** A question with the documents that should stand first. */
export type JudgedQuestion = {
  /** Who asks: only what this person may read counts. */
  readonly user: string;
  readonly question: string;
  readonly earlierQuestions: readonly string[];
  readonly scope: Scope;
  /** Ids, paths, or paths after their space. */
  readonly documents: readonly string[];
  readonly cluster: string;
};

/** Feedback that says something about the order. What was asked in one conversation belongs together. */
export function questionsOfFeedback(judged: readonly JudgedExchange[]): JudgedQuestion[] {
  return judged.flatMap((exchange) => {
    const documents = wantedDocuments(exchange);
    const { user, question, earlierQuestions, conversationId } = exchange;
    return documents.length === 0
      ? []
      : [{ user, question, earlierQuestions, scope: {}, documents, cluster: conversationId }];
  });
}

/**
 * The questions of a suite that name documents and look into all, or into spaces and folders.
 * @throws AppError `USAGE` when a question does not say who asks, and nobody was named
 */
export function questionsOfSuite(suites: readonly Suite[], as: string | undefined): JudgedQuestion[] {
  return suites.flatMap(({ suite, questions }) =>
    questions.flatMap((asked): JudgedQuestion[] => {
      const { documents = asked.passages?.map((passage) => passage.document) ?? [], scope = {} } = asked;
      if (documents.length === 0 || scope.documents) return [];
      const user = asked.as ?? as;
      if (user === undefined)
        throw new AppError('USAGE', { detail: `--as: ${suite}/${asked.id} does not say who asks` });
      const { spaces, folders } = scope;
      return [
        {
          user,
          question: asked.question,
          earlierQuestions: (asked.history ?? []).flatMap(({ role, text }) =>
            role === 'user' ? [text] : [],
          ),
          scope: { ...(spaces && { spaces }), ...(folders && { folders }) },
          documents: [...new Set(documents)],
          cluster: `${suite} ${asked.cluster ?? asked.id}`,
        },
      ];
    }),
  );
}
