import { randomUUID } from 'node:crypto';
import { tunables } from '../../../config/tunables.ts';
import type { AccessRepository, SpaceCard } from '../../ports/access-repository.ts';
import type { ConversationRepository } from '../../ports/conversation-repository.ts';
import type { Library, ScopeSummary, UsedDocument } from '../../ports/library.ts';
import type { AccessFilter } from '../access/access-filter.ts';
import { type ConfirmCaller, type RightsWatch, watchRights } from '../access/watch-rights.ts';
import { createSecondOpinion } from '../check/second-opinion.ts';
import { type KeepAnswerDeps, keepAnswer } from '../conversation/keep-answer.ts';
import { readableHistory, withoutConversation } from '../conversation/readable-history.ts';
import type { Language, Sensitivity } from '../document.ts';
import { AppError } from '../errors.ts';
import { atOnce } from '../find/retrieve.ts';
import { isPart, type Scope } from '../scope.ts';
import { estimateAnswer } from '../spend/estimate.ts';
import { type Account, type AccountDeps, freeAccount, openAccount } from '../spend/open-account.ts';
import { languageOfQuestion, questionsOf, understandQuestion } from '../understand/understand-question.ts';
import type { Answer, AnswerEvent } from './answer.ts';
import { type AnswerDeps, answerQuestion, type EarlierExchange } from './answer-question.ts';
import type { AnsweringProviders } from './answering-providers.ts';
import { type FindPassagesDeps, findPassages } from './find-passages.ts';
import { type FoundFor, foundFor, joinFound } from './join-found.ts';
import { createLikeness } from './likeness.ts';
import { smallTalkIn } from './small-talk.ts';
import { streamAndKeep } from './stream-and-keep.ts';

export type AskDeps = FindPassagesDeps &
  Omit<AnswerDeps, 'retrieve' | 'regate' | 'routeModels'> &
  Omit<AccountDeps, 'models'> &
  KeepAnswerDeps & {
    readonly answering: AnsweringProviders;
    readonly library: Pick<Library, 'readSections' | 'summarise' | 'findReadable' | 'lostUses' | 'lostAmong'>;
    readonly conversations: Pick<ConversationRepository, 'find'>;
    readonly access: Pick<AccessRepository, 'listSpacesOf'>;
  };

export type AskRequest = {
  readonly question: string;
  readonly scope: Scope;
  readonly conversationId?: string;
  /** Questions before this one where no conversation keeps them, the latest last. */
  readonly earlierQuestions?: readonly string[];
  /** Id or name of the provider to use; absent: the one chosen for these spaces. */
  readonly provider?: string;
  /** The first answer to this question of the conversation, which is asked again as it was then. */
  readonly retryOf?: string;
  /** Asked again and again while the answer is written; absent: the caller needs no token. */
  readonly confirm?: ConfirmCaller;
  readonly signal: AbortSignal;
};

/** The first event: what is about to be answered, by what, from how much. */
export type AskMeta = {
  readonly type: 'meta';
  readonly conversationId: string;
  readonly messageId: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly language: Language;
  readonly scope: ScopeSummary;
  /** What was searched, when the question leaned on earlier ones and was not searched as it was asked. */
  readonly searchedFor?: string;
  /** It goes on for a while without a listener, and can be resumed and stopped. */
  readonly resumable?: true;
};

export type AskEvent = AskMeta | AnswerEvent;

const { passagesFound } = tunables.answering;

/**
 * Answers a question within a conversation: checks, opens an account, understands, finds, answers, keeps, pays. The
 * exchange and its audit record are stored before `done` goes out; what had streamed when the client left is stored as
 * unfinished. It ends at once when the caller loses what it rests on (R06).
 * @throws AppError `NOT_FOUND` for a conversation that is not the caller's, `BAD_REQUEST` for an unknown provider,
 *   `BUDGET_EXHAUSTED`, `ACCESS_CHANGED`; what `confirm` throws
 */
export async function* ask(
  deps: AskDeps,
  within: AccessFilter,
  request: AskRequest,
): AsyncGenerator<AskEvent, void> {
  const { provider: wanted } = request;
  if (wanted !== undefined && !deps.answering.knows(wanted))
    throw new AppError('BAD_REQUEST', { detail: 'provider: unknown' });
  const { takeTurn = atOnce } = deps;
  const prepared = await takeTurn(() => prepare(deps, within, request));
  const { account, documents } = prepared;
  const watch = watchRights(deps, within, { confirm: request.confirm, base: documents });
  try {
    const signal = AbortSignal.any([request.signal, watch.signal]);
    yield* converse(deps, within, { ...request, signal }, { ...prepared, watch });
  } finally {
    watch.end();
    await account.settle();
  }
}

/** What is known of a question before anything is looked for. */
type Prepared = {
  readonly ids: { readonly conversationId: string; readonly messageId: string };
  readonly language: Language;
  readonly history: readonly EarlierExchange[];
  /** What the history was drawn from. */
  readonly documents: readonly UsedDocument[];
  /** How sensitive the question itself may be. */
  readonly said: readonly Sensitivity[];
  readonly summary: ScopeSummary;
  readonly languages: readonly Language[];
  readonly spaces: readonly SpaceCard[];
  readonly account: Account;
  /** Of what the answer rests on; its signal is among those of the request. */
  readonly watch: RightsWatch;
};

async function prepare(
  deps: AskDeps,
  within: AccessFilter,
  request: AskRequest,
): Promise<Omit<Prepared, 'watch'>> {
  const { question, scope } = request;
  const { history, earlier, documents } = request.earlierQuestions
    ? withoutConversation(request.earlierQuestions)
    : await readableHistory(deps, within, request);
  const [{ summary, languages }, spaces] = await Promise.all([
    deps.library.summarise(within, scope),
    searchedSpaces(deps, within, scope),
  ]);
  // A question put to sensitive spaces tells of them before anything is found there.
  const said = [...earlier, ...(scope.spaces?.length ? spaces.map(({ sensitivity }) => sensitivity) : [])];
  const ids = { conversationId: request.conversationId ?? randomUUID(), messageId: randomUUID() };
  const language = languageOfQuestion(
    question,
    history.map((exchange) => exchange.question),
  );
  const account = smallTalkIn(question)
    ? freeAccount
    : await openAccount(
        { ...deps, models: deps.answering.models },
        {
          org: within.org,
          user: within.user,
          spaces: scope.spaces?.length ? spaces.map(({ id }) => id) : [],
          messageId: ids.messageId,
          estimate: (reading) =>
            estimateAnswer(deps, {
              question,
              language,
              history,
              reading,
              secondOpinion: deps.answering.policy.secondOpinion,
            }),
        },
      );
  return { ids, language, history, documents, said, summary, languages, spaces, account };
}

async function* converse(
  deps: AskDeps,
  within: AccessFilter,
  request: AskRequest,
  { ids, language, history, said, summary, languages, spaces, account, watch }: Prepared,
): AsyncGenerator<AskEvent, void> {
  const { question, scope, signal, provider: wanted } = request;
  const route = (sources: {
    readonly spaces: readonly string[];
    readonly sensitivities: readonly Sensitivity[];
  }) => account.admit(deps.answering.route({ ...sources, wanted }));
  // Before anything is found, what was said earlier is all that could be sent.
  const [model = null] = route({ spaces: scope.spaces ?? [], sensitivities: said }).chain;
  const understanding = performance.now();
  const understood = await understandQuestion(
    { ...deps, ...(model && { model }) },
    {
      question,
      language,
      history,
      signal,
      now: new Date(),
    },
  );
  const { wish, searchedFor } = understood;
  const rewritten = searchedFor !== null && { searchedFor };
  const understandMs = performance.now() - understanding;
  signal.throwIfAborted();
  yield {
    type: 'meta',
    ...ids,
    provider: model?.provider ?? null,
    model: model?.model ?? null,
    language,
    scope: summary,
    ...rewritten,
  };

  const documentOf = new Map<string, string>();
  const withheld = new Set<string>();
  const answering: AnswerDeps = {
    ...deps,
    likeness: createLikeness(deps.embedder, { earlier: said, matrix: deps.answering.policy.matrix, signal }),
    ...(deps.answering.policy.secondOpinion && {
      secondOpinion: (model) => createSecondOpinion({ ...deps, model }),
    }),
    retrieve: async () => {
      const { matrix } = deps.answering.policy;
      const searching = { within, scope, summary, languages, said, matrix, signal };
      const found: FoundFor[] = [];
      // One by one: others wait for their turn as well.
      for (const part of questionsOf(understood, question)) {
        const { withheld: held, ...one } = await findPassages(deps, part, searching);
        for (const document of held) withheld.add(document);
        for (const { id, document } of one.passages) documentOf.set(id, document.id);
        found.push(foundFor(part, one));
      }
      const joined = joinFound(found, passagesFound);
      return {
        ...joined,
        timings: { ...(rewritten && { understandMs }), ...joined.timings },
        notices: [...joined.notices, ...account.notices],
      };
    },
    routeModels: (sources) =>
      route({
        spaces: sources.map(({ document }) => document.space),
        sensitivities: [...said, ...sources.map(({ sensitivity }) => sensitivity)],
      }),
    regate: async (chunkIds) => {
      const readable = await deps.library.readSections(within, chunkIds);
      for (const id of chunkIds) {
        const document = documentOf.get(id);
        if (document !== undefined && !readable.has(id)) withheld.add(document);
      }
      return readable;
    },
  };
  const keep = (answer: Answer, complete: boolean) =>
    keepAnswer(deps, within, {
      ...ids,
      opensConversation: request.conversationId === undefined,
      question,
      answer,
      complete,
      scope,
      withheld: [...withheld],
      ...(request.retryOf !== undefined && { retryOf: request.retryOf }),
    });

  const answerRequest = {
    question,
    language,
    history,
    ...rewritten,
    wish,
    searched: {
      ...summary,
      spaces: titlesOf(spaces, { assistantEnabled: true }),
      excludedSpaces: titlesOf(spaces, { assistantEnabled: false }),
      isPart: isPart(scope),
    },
    reading: account.reading,
    withholdUnsupported: deps.answering.policy.withholdUnsupported,
    signal,
  };
  yield* streamAndKeep(answerQuestion(answering, answerRequest), { language, account, watch, keep, signal });
}

const titlesOf = (spaces: readonly SpaceCard[], { assistantEnabled }: Pick<SpaceCard, 'assistantEnabled'>) =>
  spaces.filter((space) => space.assistantEnabled === assistantEnabled).map(({ title }) => title);

/** The caller's spaces that lie in the scope: what « rien trouvé » says was searched. */
async function searchedSpaces(
  deps: AskDeps,
  within: AccessFilter,
  scope: Scope,
): Promise<readonly SpaceCard[]> {
  const spaces = await deps.access.listSpacesOf(within.org, within.user);
  return scope.spaces?.length ? spaces.filter(({ id }) => scope.spaces?.includes(id)) : spaces;
}
