import { tunables } from '../../config/tunables.ts';
import type { AccessFilter } from '../core/access/access-filter.ts';
import { ask } from '../core/answer/ask.ts';
import { answerPrompt } from '../core/answer/render-answer-prompt.ts';
import { wholeAnswer } from '../core/conversation/whole-answer.ts';
import type { EvaluationRun } from '../core/evaluation/run.ts';
import { scopeOfQuestion } from '../core/evaluation/scope-of-question.ts';
import type { MeasuredReply, MeasureQuestion } from '../core/evaluation/step-run.ts';
import type { Question } from '../core/evaluation/suite.ts';
import { searchDocuments } from '../core/find/search-documents.ts';
import { chosenPrompts } from '../core/prompts/chosen-prompts.ts';
import type { Scope } from '../core/scope.ts';
import { presentAnswer, presentResult } from '../http/presenters/present-passage.ts';
import type { BudgetRepository } from '../ports/budget-repository.ts';
import type { Asking } from './asking.ts';
import type { Stores } from './stores.ts';

type Wanted = {
  readonly within: AccessFilter;
  readonly run: EvaluationRun;
  readonly question: Question;
  readonly scope: Scope;
  readonly earlierQuestions: readonly string[];
  readonly signal: AbortSignal;
};

/**
 * Makes the function that asks a question as people's questions are asked, at a place of its own at their door. No conversation of
 * the person keeps it, and who launched the run pays.
 */
export function createMeasureQuestion(stores: Stores, asking: Asking): MeasureQuestion {
  return async (within, run, question, signal) => {
    const scope = await scopeOfQuestion(stores, within, question);
    const earlierQuestions = (question.history ?? [])
      .filter(({ role }) => role === 'user')
      .map(({ text }) => text);
    const wanted = { within, run, question, scope, earlierQuestions, signal };
    const asker = { org: within.org, user: askerOf(run) };
    return asking.door.aside(asker, () =>
      run.endpoint === 'search'
        ? measureSearch(stores, asking, wanted)
        : measureAnswer(stores, asking, wanted),
    );
  };
}

/** No person's id: whoever is measured does not wait for it. */
const askerOf = ({ id }: EvaluationRun): string => `evaluation ${id}`;

async function measureSearch(
  stores: Stores,
  { findingFor }: Asking,
  { within, run, question, signal, ...where }: Wanted,
): Promise<MeasuredReply> {
  const [finding, { matrix }] = await Promise.all([
    findingFor(within, signal, askerOf(run)),
    stores.providers.readPolicy(within.org),
  ]);
  const { depth } = tunables.evaluation;
  const { passages, judgement, tookMs } = await searchDocuments({ ...finding, matrix }, within, {
    ...where,
    query: question.question,
    limit: depth,
    // Where passages are expected, several of one document may be right.
    ...(question.passages && { passagesPerDocument: depth }),
    signal,
  });
  return {
    body: {
      results: passages.map((passage, at) => presentResult(passage, at + 1)),
      signals: { ...judgement.signals },
      tookMs,
    },
    documents: documentsOf(passages),
    isDegraded: false,
  };
}

async function measureAnswer(stores: Stores, asking: Asking, wanted: Wanted): Promise<MeasuredReply> {
  const { within, run, question, scope, earlierQuestions, signal } = wanted;
  const { org } = within;
  const [finding, answering, prompts] = await Promise.all([
    asking.findingFor(within, signal, askerOf(run)),
    asking.answeringIn(org),
    run.promptVersion === null
      ? asking.promptsIn(org, scope.spaces)
      : chosenPrompts(
          asking.answering.prompts,
          [{ space: null, prompt: answerPrompt.id, version: run.promptVersion }],
          [],
        ),
  ]);
  const deps = {
    ...finding,
    ...asking.answering,
    prompts,
    answering,
    budgets: paidBy(stores.budgets, run.launchedBy ?? ''),
    // The run keeps it, with a record of its own in the audit.
    conversations: { find: async () => null, saveExchange: async () => {} },
  };
  const request = {
    question: question.question,
    scope,
    earlierQuestions,
    ...(run.provider !== null && { provider: run.provider }),
    signal,
  };
  const { answer } = await wholeAnswer(ask(deps, within, request));
  return {
    body: presentAnswer({ answer, ids: {} }),
    documents: documentsOf(answer.sources),
    isDegraded:
      answer.reason === 'budget-exhausted' || answer.notices.some(({ code }) => code === 'budget-degraded'),
  };
}

/** Budgets in which one person spends what others ask. */
function paidBy(budgets: BudgetRepository, user: string): BudgetRepository {
  return {
    ...budgets,
    findConcerned: (org, spender, periods) => budgets.findConcerned(org, { ...spender, user }, periods),
    reserve: (org, reservation) => budgets.reserve(org, { ...reservation, user }),
    settle: (org, settlement) => budgets.settle(org, { ...settlement, user }),
  };
}

function documentsOf(
  passages: readonly { readonly document: { readonly id: string; readonly version: number } }[],
): MeasuredReply['documents'] {
  return [...new Map(passages.map(({ document: { id, version } }) => [id, { id, version }])).values()];
}
