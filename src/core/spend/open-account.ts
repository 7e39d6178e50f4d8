import { tunables } from '../../../config/tunables.ts';
import type { BudgetRepository, Spender } from '../../ports/budget-repository.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Answer, Notice } from '../answer/answer.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import type { RoutedModel } from '../answer/answering-providers.ts';
import type { Reading } from '../answer/pick-sources.ts';
import { AppError, codeOf } from '../errors.ts';
import type { Routing } from '../providers/choose-providers.ts';
import { type Amounts, priceOf, takenFrom } from './amount.ts';
import type { ConcernedBudget } from './budget.ts';
import { exhaustedTexts } from './budget-texts.ts';
import { decide, type Offer, type SpendingStep } from './decide.ts';
import type { Estimate } from './estimate.ts';
import { createMeter, nothingSpent, type Spent } from './meter-model.ts';
import { periodsAt, reopensAt } from './period.ts';

export type AccountDeps = {
  readonly budgets: Pick<BudgetRepository, 'findConcerned' | 'open' | 'reserve' | 'settle' | 'noteExhausted'>;
  readonly logger?: Pick<Logger, 'warn'>;
  /** Those that may come to be asked; what would be sent decides later. */
  readonly models: readonly RoutedModel[];
};

export type AccountRequest = Spender & {
  readonly org: string;
  readonly messageId: string;
  /** An upper bound of what is taken where so much is read. */
  estimate(reading: Reading): Estimate;
};

/** What one answer may take, and what it takes. */
export type Account = {
  readonly step: SpendingStep;
  /** Whom the budget lets ask, metered, the smaller ones where it wants so; nobody where passages are quoted. */
  admit(routing: Routing<RoutedModel>): Routing<AnsweringModel>;
  readonly reading: Reading;
  readonly notices: readonly Notice['code'][];
  /** The answer with its receipt. */
  complete(answer: Answer): Answer;
  /** Pays for what was really used. Call it once, however the answer ends. It never throws: what fails is paid as estimated. */
  settle(): Promise<void>;
};

/** Of what is answered without a model, whatever is left: nothing is held back, paid or written down. */
export const freeAccount: Account = {
  step: 'full',
  admit: () => ({ chain: [], reason: 'no-model' }),
  reading: tunables.answering,
  notices: [],
  complete: (answer) => ({ ...answer, usage: { ...answer.usage, energyWh: null } }),
  settle: async () => {},
};

type Way = Offer & {
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
      return accountOf(deps, request, { step: 'full', reading: tunables.answering });
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
  const { models } = deps;
  const quoted: Way = {
    step: 'quoted',
    reading: tunables.answering,
    amounts: amountsOf(nothingSpent),
    estimate: nothingSpent,
  };
  if (models.length === 0) return [quoted];
  const estimated = (reading: Reading) => ({ reading, tokens: request.estimate(reading) });
  const usual = estimated(tunables.answering);
  const fewer = estimated(tunables.budgets.fewer);
  const written = (
    step: SpendingStep,
    writers: readonly AnsweringModel[],
    { reading, tokens }: typeof usual,
  ): Way => {
    // Who will be asked is not known before the sources are: the dearest must be paid for.
    const writer = dearest(writers, tokens);
    const estimate: Spent = {
      ...tokens,
      provider: writer?.provider ?? null,
      model: writer?.model ?? null,
      microEuros: priceOf(tokens, writer?.prices),
      energyWh: null,
      isEstimated: true,
    };
    return { step, reading, amounts: amountsOf(estimate), estimate };
  };
  return [
    written('full', models, usual),
    written('fewer-passages', models, fewer),
    ...(models.some(({ smaller }) => smaller) ? [written('smaller-model', models.map(smallest), fewer)] : []),
    quoted,
  ];
}

function accountOf(
  deps: AccountDeps,
  request: AccountRequest,
  { step, reading }: Pick<Way, 'step' | 'reading'>,
): Account {
  const meter = createMeter();
  // Without a model, quoting is the usual way and takes nothing off.
  const isDegraded = deps.models.length > 0 && step !== 'full';
  return {
    step,
    admit: (routing) => {
      if (step === 'quoted') return { chain: [], reason: 'no-model' };
      const chosen = step === 'smaller-model' ? routing.chain.map(smallest) : routing.chain;
      return { ...routing, chain: chosen.map(meter.watch) } as Routing<AnsweringModel>;
    },
    reading,
    notices: isDegraded ? ['budget-degraded'] : [],
    complete: (answer) => {
      const receipt = meter.receipt();
      const { usage } = answer;
      return {
        ...answer,
        ...(isDegraded && answer.reason === 'no-model' && { reason: 'budget-exhausted' }),
        usage: {
          ...usage,
          energyWh: null,
          ...(receipt.provider && receipt),
        },
      };
    },
    settle: async () => {
      const spent = meter.spent();
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
        deps.logger?.warn({ org, code: codeOf(error) }, 'answer not settled');
      }
    },
  };
}

const smallest = (model: RoutedModel): AnsweringModel => model.smaller ?? model;

function dearest(
  models: readonly AnsweringModel[],
  tokens: Parameters<typeof priceOf>[0],
): AnsweringModel | undefined {
  const price = (model: AnsweringModel) => priceOf(tokens, model.prices) ?? -1;
  return models.toSorted((a, b) => price(b) - price(a))[0];
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
