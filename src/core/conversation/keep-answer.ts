import type { ConversationRepository, Exchange, StoredSource } from '../../ports/conversation-repository.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { permissionVersion } from '../access/permission-version.ts';
import type { Answer } from '../answer/answer.ts';
import type { AnsweringProviders } from '../answer/answering-providers.ts';
import { citedNumbers } from '../answer/cited-numbers.ts';

export type KeepAnswerDeps = {
  readonly answering: Pick<AnsweringProviders, 'policy'>;
  readonly conversations: Pick<ConversationRepository, 'saveExchange'>;
  /** What of a source is kept with the answer, as it is presented. */
  readonly presentSource: (source: Answer['sources'][number]) => unknown;
};

/**
 * Keeps a question of the caller with its answer, what that rests on, and the policy and rights that it was given under.
 * @throws AppError `NOT_FOUND` when the conversation is gone or not the caller's, `ANSWER_NOT_RECORDED`
 */
export async function keepAnswer(
  deps: KeepAnswerDeps,
  within: AccessFilter,
  exchange: Omit<Exchange, 'org' | 'user' | 'policyVersion' | 'permissionVersion' | 'sources'>,
): Promise<void> {
  await deps.conversations.saveExchange({
    ...exchange,
    org: within.org,
    user: within.user,
    policyVersion: deps.answering.policy.version,
    permissionVersion: permissionVersion(within),
    sources: sourcesToKeep(deps, exchange.answer),
  });
}

/** Sources as they are kept with an answer. */
export function sourcesToKeep(
  { presentSource }: Pick<KeepAnswerDeps, 'presentSource'>,
  answer: Pick<Answer, 'sentences' | 'sources'>,
): StoredSource[] {
  const cited = citedNumbers(answer.sentences);
  return answer.sources.map((source) => ({
    n: source.n,
    documentId: source.document.id,
    version: source.document.version,
    chunkId: source.id,
    cited: cited.has(source.n),
    source: presentSource(source),
  }));
}
