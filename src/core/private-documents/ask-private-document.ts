import { randomUUID } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { PrivateAnswers } from '../../ports/private-answers.ts';
import { type ConfirmCaller, watchRights } from '../access/watch-rights.ts';
import type { Answer, AnswerEvent } from '../answer/answer.ts';
import { type AnswerDeps, answerQuestion } from '../answer/answer-question.ts';
import { type Judgement, judge } from '../answer/answerable.ts';
import type { AnsweringProviders } from '../answer/answering-providers.ts';
import { foundFor, joinFound } from '../answer/join-found.ts';
import { otherWordsFor } from '../answer/other-words.ts';
import { smallTalkIn } from '../answer/small-talk.ts';
import { streamAndKeep } from '../answer/stream-and-keep.ts';
import { createSecondOpinion } from '../check/second-opinion.ts';
import { withoutConversation } from '../conversation/readable-history.ts';
import type { Language } from '../document.ts';
import { formsOf } from '../find/alias.ts';
import type { RetrievalSignals } from '../find/retrieval-signals.ts';
import { estimateAnswer } from '../spend/estimate.ts';
import { type Account, type AccountDeps, freeAccount, openAccount } from '../spend/open-account.ts';
import { languageOfQuestion, questionsOf, understandQuestion } from '../understand/understand-question.ts';
import type { OpenPrivateDocument } from './private-desk.ts';
import type { PrivateOwner } from './private-document.ts';
import { retrieveFromPrivate } from './private-retrieval.ts';

export type AskPrivateDeps = Pick<AnswerDeps, 'prompts' | 'clock' | 'random'> &
  Omit<AccountDeps, 'models'> & {
    readonly answering: AnsweringProviders;
    readonly privateAnswers: PrivateAnswers;
  };

export type AskPrivateRequest = {
  readonly question: string;
  /** Questions before this one about the same document, the latest last. */
  readonly earlierQuestions: readonly string[];
  /** Asked again and again while the answer is written; absent: the caller needs no token. */
  readonly confirm?: ConfirmCaller;
  readonly signal: AbortSignal;
};

/** The first event: who will write, in which language, and what is searched when it is not the question as it was asked. */
export type PrivateMeta = {
  readonly type: 'meta';
  readonly provider: string | null;
  readonly model: string | null;
  readonly language: Language;
  readonly searchedFor?: string;
};

/**
 * Answers a question from a private document alone. A model is asked only where the organisation lets it, and it may see
 * text as sensitive as this. Of the answer nothing is kept but who was answered, when, by whom and at what cost.
 * @throws AppError `BUDGET_EXHAUSTED`, `ANSWER_NOT_RECORDED`, `NOT_FOUND` when the document is closed; what `confirm` throws
 */
export async function* askPrivateDocument(
  deps: AskPrivateDeps,
  owner: PrivateOwner,
  open: OpenPrivateDocument,
  request: AskPrivateRequest,
): AsyncGenerator<PrivateMeta | AnswerEvent, void> {
  const language = languageOfQuestion(request.question, request.earlierQuestions);
  const account = await accountFor(deps, owner, request, language);
  const nothingLost = { library: { lostAmong: async () => new Set<string>() } };
  const watch = watchRights(nothingLost, open.document.within, { confirm: request.confirm });
  const signal = AbortSignal.any([request.signal, open.closed, watch.signal]);
  try {
    const { meta, events } = await prepare(deps, open, { ...request, signal }, language, account);
    yield meta;
    const keep = (answer: Answer, complete: boolean) =>
      deps.privateAnswers.record(owner.org, owner.user, recordOf(answer, complete, deps.answering));
    yield* streamAndKeep(events, { language, account, watch, keep, signal });
  } finally {
    watch.end();
    await account.settle();
  }
}

/** What a model that writes would take: where none may be asked, nothing. */
async function accountFor(
  deps: AskPrivateDeps,
  { org, user }: PrivateOwner,
  { question, earlierQuestions }: AskPrivateRequest,
  language: Language,
): Promise<Account> {
  if (smallTalkIn(question)) return freeAccount;
  const { policy, models } = deps.answering;
  const { history } = withoutConversation(earlierQuestions);
  return openAccount(
    { ...deps, models: policy.privateDocuments ? models : [] },
    {
      org,
      user,
      spaces: [],
      messageId: randomUUID(),
      estimate: (reading) =>
        estimateAnswer(deps, { question, language, history, reading, secondOpinion: policy.secondOpinion }),
    },
  );
}

const { passagesFound } = tunables.answering;

async function prepare(
  deps: AskPrivateDeps,
  { document }: OpenPrivateDocument,
  { question, earlierQuestions, signal }: AskPrivateRequest,
  language: Language,
  account: Account,
): Promise<{ readonly meta: PrivateMeta; readonly events: AsyncIterable<AnswerEvent> }> {
  const { policy, route } = deps.answering;
  const { history } = withoutConversation(earlierQuestions);
  // The question tells of the document as much as its text does.
  const routing = account.admit(
    policy.privateDocuments
      ? route({ spaces: [], sensitivities: [document.sensitivity] })
      : { chain: [], reason: 'no-model' },
  );
  const [model = null] = routing.chain;
  const understood = await understandQuestion(
    { ...deps, ...(model && { model }) },
    { question, language, history, signal, now: new Date() },
  );
  const rewritten = understood.searchedFor !== null && { searchedFor: understood.searchedFor };
  const answering: AnswerDeps = {
    ...deps,
    ...(policy.secondOpinion && {
      secondOpinion: (writer) => createSecondOpinion({ ...deps, model: writer }),
    }),
    retrieve: async () => {
      const found = await Promise.all(
        questionsOf(understood, question).map(async (part) => {
          const one = await retrieveFromPrivate(document, part, { limit: passagesFound, signal });
          const otherForms = formsOf(one.aliases);
          return foundFor(part, {
            ...one,
            judge: (passages) => judgeInOne(one.signalsOf(passages)),
            otherForms,
            otherWords: async () => otherWordsFor(part.query, one.asked, { otherForms }),
            notices: account.notices,
          });
        }),
      );
      return joinFound(found, passagesFound);
    },
    regate: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const section = document.sections.get(id);
          return section ? [[id, section] as const] : [];
        }),
      ),
    routeModels: () => routing,
  };
  const events = answerQuestion(answering, {
    question,
    language,
    history,
    ...rewritten,
    searched: { documents: 1, spaces: [] },
    reading: account.reading,
    withholdUnsupported: policy.withholdUnsupported,
    signal,
  });
  const { provider = null, model: name = null } = model ?? {};
  return { meta: { type: 'meta', provider, model: name, language, ...rewritten }, events };
}

/** The floor comes from many documents and says nothing of one: what is found there is shown, as the closest unless it is sure. */
function judgeInOne(found: RetrievalSignals): Judgement {
  const judged = judge(found);
  return found.passages === 0 || judged.confidence === 'sure' ? judged : { ...judged, confidence: 'closest' };
}

function recordOf({ outcome, reason, usage }: Answer, complete: boolean, { policy }: AnsweringProviders) {
  const { provider, model, promptTokens, completionTokens } = usage;
  return {
    outcome,
    reason: reason ?? null,
    complete,
    provider,
    model,
    promptTokens,
    completionTokens,
    policyVersion: policy.version,
  };
}
