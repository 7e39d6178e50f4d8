import { tunables } from '../../../config/tunables.ts';
import type { BudgetRepository, Spender } from '../../ports/budget-repository.ts';
import type { Logger } from '../../ports/logger.ts';
import type { PromptLibrary } from '../../ports/prompt-library.ts';
import type { Answer, Notice } from '../answer/answer.ts';
import type { EarlierExchange } from '../answer/answering.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import type { Reading } from '../answer/pick-sources.ts';
import type { Language } from '../document.ts';
import { AppError, isAppError } from '../errors.ts';
import { type Amounts, priceOf, takenFrom } from './amount.ts';
import type { ConcernedBudget } from './budget.ts';
import { exhaustedTexts } from './budget-texts.ts';
import { decide, type Offer, type SpendingStep } from './decide.ts';
import { estimateAnswer } from './estimate.ts';
import { type Meter, meterModel, nothingSpent, type Spent } from './meter-model.ts';
import { periodsAt, reopensAt } from './period.ts';

export type AccountDeps = {
  readonly budgets: Pick<BudgetRepository, 'findConcerned' | 'open' | 'reserve' | 'settle' | 'noteExhausted'>;
  readonly prompts: PromptLibrary;
  readonly logger?: Pick<Logger, 'warn'>;
  readonly model?: AnsweringModel;
  /** A cheaper model of the same provider, where one is set. */
  readonly smallerModel?: AnsweringModel;
};

export type AccountRequest = Spender & {
  readonly org: string;
  readonly messageId: string;
  readonly question: string;
  readonly language: Language;
  readonly history: readonly EarlierExchange[];
};

/** What one answer may take, and what it takes. */
export type Account = {
  readonly step: SpendingStep;
  /** The model to answer with, metered; absent: passages are quoted. */
  readonly model?: AnsweringModel;
  readonly reading: Reading;
  readonly notices: readonly Notice['code'][];
  /** The answer with its receipt. */
  complete(answer: Answer): Answer;
  /** Pays for what was really used. Call it once, however the answer ends. It never throws: what fails is paid as estimated. */
  settle(): Promise<void>;
};

type Way = Offer & {
  readonly model: AnsweringModel | undefined;
  readonly reading: Reading;
  readonly estimate: Spent;
};

/**
 * Holds back what an answer may take at most in every budget that concerns it, with fewer means where a budget wants so.
 * Without a budget it is one read, and nothing is held back.
 * @throws AppError `BUDGET_EXHAUSTED` when a budget is used up
 */
export async function openAccount(deps: AccountDeps, request: AccountRequest): Promise<Account> {
  const { budgets } = deps;
  const { org, messageId, user, spaces } = request;
  let ways: readonly Way[] | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const now = new Date();
    const concerned = await budgets.findConcerned(org, { user, spaces }, periodsAt(now));
    if (concerned.length === 0)
      return accountOf(deps, request, { step: 'full', model: deps.model, reading: tunables.answering });
    ways ??= waysToAnswer(deps, request);
    const { offer, exhausted } = decide(concerned, ways);
    await noteExhausted(deps, org, exhausted, now);
    const way = ways.find(({ step }) => step === offer?.step);
    if (!way) throw refusal(exhausted.length > 0 ? exhausted : concerned, now);

    const closed = concerned.filter(({ isOpen }) => !isOpen);
    if (closed.length > 0)
      await budgets.open(
        org,
        closed.map(({ purse }) => purse),
      );
    const full = await budgets.reserve(org, {
      id: messageId,
      user,
      spaces,
      purses: concerned.map(({ unit, purse }) => ({
        ...purse,
        amount: takenFrom(unit, way.amounts) ?? 0,
      })),
      estimate: way.estimate,
      expiresAt: new Date(now.getTime() + tunables.budgets.reservationMs),
    });
    if (full.length === 0) return accountOf(deps, request, way);
    // Others took it between the read and now: what is left may still do for a cheaper answer.
    if (attempt === tunables.budgets.attempts)
      throw refusal(
        concerned.filter(({ id }) => full.includes(id)),
        now,
      );
  }
}

/** All ways to answer, the dearest first. */
function waysToAnswer(deps: AccountDeps, request: AccountRequest): readonly Way[] {
  const { model, smallerModel } = deps;
  const { fewer } = tunables.budgets;
  const quoted: Way = {
    step: 'quoted',
    model: undefined,
    reading: tunables.answering,
    amounts: amountsOf(nothingSpent),
    estimate: nothingSpent,
  };
  if (!model) return [quoted];
  const written = (step: SpendingStep, writer: AnsweringModel, reading: Reading): Way => {
    const tokens = estimateAnswer(deps, { ...request, reading });
    const estimate: Spent = {
      ...tokens,
      provider: writer.provider,
      model: writer.model,
      microEuros: priceOf(tokens, writer.prices),
      energyWh: null,
      isEstimated: true,
    };
    return { step, model: writer, reading, amounts: amountsOf(estimate), estimate };
  };
  return [
    written('full', model, tunables.answering),
    written('fewer-passages', model, fewer),
    ...(smallerModel ? [written('smaller-model', smallerModel, fewer)] : []),
    quoted,
  ];
}

function accountOf(
  deps: AccountDeps,
  request: AccountRequest,
  { step, model, reading }: Pick<Way, 'step' | 'model' | 'reading'>,
): Account {
  const meter: Meter | null = model ? meterModel(model) : null;
  // Without a model, quoting is the usual way and takes nothing off.
  const isDegraded = deps.model !== undefined && step !== 'full';
  return {
    step,
    ...(meter && { model: meter.model }),
    reading,
    notices: isDegraded ? ['budget-degraded'] : [],
    complete: (answer) => {
      const receipt = meter?.receipt();
      const { usage } = answer;
      return {
        ...answer,
        ...(isDegraded && answer.reason === 'no-model' && { reason: 'budget-exhausted' }),
        usage: {
          ...usage,
          energyWh: null,
          ...(receipt?.provider && receipt),
        },
      };
    },
    settle: async () => {
      const spent = meter?.spent() ?? nothingSpent;
      const { org, messageId, user, spaces } = request;
      try {
        const alerts = await deps.budgets.settle(org, {
          id: messageId,
          user,
          spaces,
          at: new Date(),
          spent,
          amounts: amountsOf(spent),
        });
        for (const { reached, purse } of alerts)
          deps.logger?.warn({ org, budget: purse.budget }, `budget ${reached}`);
      } catch (error) {
        // The answer stands. What was held back is paid as estimated when it expires.
        const code = isAppError(error) ? error.code : (error as { code?: string }).code;
        deps.logger?.warn({ org, code }, 'answer not settled');
      }
    },
  };
}

function amountsOf({ promptTokens, completionTokens, microEuros }: Spent): Amounts {
  return { requests: 1, tokens: promptTokens + completionTokens, microEuros };
}

async function noteExhausted(
  { budgets, logger }: AccountDeps,
  org: string,
  exhausted: readonly ConcernedBudget[],
  at: Date,
): Promise<void> {
  for (const { purse } of exhausted) {
    if (purse.exhaustedAt !== null) continue;
    if (await budgets.noteExhausted(org, purse, at))
      logger?.warn({ org, budget: purse.budget }, 'budget exhausted');
  }
}

/** Names the budget that opens last: before, asking again would be of no use. */
function refusal(budgets: readonly ConcernedBudget[], now: Date): AppError {
  const refusing = budgets
    .map((budget) => ({ budget, opensAgain: reopensAt(budget.period, budget.purse.opensOn) }))
    .sort((a, b) => b.opensAgain.getTime() - a.opensAgain.getTime())[0];
  if (!refusing) return new AppError('BUDGET_EXHAUSTED');
  return new AppError('BUDGET_EXHAUSTED', {
    explanation: exhaustedTexts(refusing.budget, refusing.opensAgain),
    retryAfterSeconds: Math.ceil((refusing.opensAgain.getTime() - now.getTime()) / 1000),
  });
}
