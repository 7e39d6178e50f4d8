import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aBudget } from '../../../test/support/a-budget.ts';
import { createPromptFiles } from '../../adapters/filesystem/prompt-files.ts';
import type { Reservation, Settlement } from '../../ports/budget-repository.ts';
import type { AnsweringModel } from '../answer/answering-model.ts';
import { AppError, isAppError } from '../errors.ts';
import type { ConcernedBudget, Purse } from './budget.ts';
import { estimateAnswer } from './estimate.ts';
import { type Account, type AccountDeps, openAccount } from './open-account.ts';

const prompts = await createPromptFiles(join(import.meta.dirname, '../../../prompts'));

const aModel = (model: string): AnsweringModel => ({
  provider: 'albert',
  model,
  prices: { promptEuro: 1, completionEuro: 1 },
  async *stream() {
    yield { type: 'text-delta', text: 'Oui.' };
    yield { type: 'usage', usage: { promptTokens: 10, completionTokens: 5 } };
  },
});

/** Budgets as they are at each read; the last state stays. */
function openWith(
  states: (readonly ConcernedBudget[])[],
  {
    model = aModel('grand'),
    smallerModel,
  }: { readonly model?: AnsweringModel | null; readonly smallerModel?: AnsweringModel } = {},
) {
  const seen = {
    reads: 0,
    opened: [] as Purse[],
    reserved: [] as Reservation[],
    settled: [] as Settlement[],
    settleFails: false,
    exhausted: [] as Purse[],
    warnings: [] as string[],
  };
  const full: string[][] = [];
  const budgets: AccountDeps['budgets'] = {
    findConcerned: async () => states[Math.min(seen.reads++, states.length - 1)] ?? [],
    open: async (_org, purses) => void seen.opened.push(...purses),
    reserve: async (_org, reservation) => {
      seen.reserved.push(reservation);
      return full.shift() ?? [];
    },
    settle: async (_org, settlement) => {
      if (seen.settleFails) throw new AppError('STORE_UNAVAILABLE');
      seen.settled.push(settlement);
      return [];
    },
    noteExhausted: async (_org, purse) => {
      seen.exhausted.push(purse);
      return true;
    },
  };
  const account = () =>
    openAccount(
      {
        budgets,
        logger: { warn: (_fields, message) => void seen.warnings.push(message) },
        models: model
          ? [{ ...model, id: 'albert', trust: 'state', ...(smallerModel && { smaller: smallerModel }) }]
          : [],
      },
      {
        org: 'bellerive',
        user: 'alice',
        spaces: [],
        messageId: '00000000-0000-8000-8000-00000000000a',
        estimate: (reading) =>
          estimateAnswer({ prompts }, { question: 'Quel tarif ?', language: 'fr', history: [], reading }),
      },
    );
  return { seen, full, account };
}

/** Whom an account lets ask. */
function admitted(account: Account): AnsweringModel | undefined {
  return account.admit({
    chain: [{ ...aModel('grand'), id: 'albert', trust: 'state', smaller: aModel('petit') }],
  }).chain[0];
}

const roomy = aBudget({ hard: 1_000_000 });
const use = async (model: AnsweringModel | undefined) => {
  if (model) for await (const _event of model.stream([], { signal: new AbortController().signal }));
};

describe('an account', () => {
  it('is one read where no budget concerns the question; the ledger is written all the same', async () => {
    const { seen, account } = openWith([[]]);
    const opened = await account();
    expect(opened).toMatchObject({ step: 'full', notices: [] });
    await use(admitted(opened));
    await opened.settle();
    expect(seen).toMatchObject({ reads: 1, opened: [], reserved: [] });
    expect(seen.settled).toMatchObject([{ amounts: { requests: 1, tokens: 15, microEuros: 15 } }]);
  });

  it('holds the estimate back, and pays for what was used', async () => {
    const { seen, account } = openWith([[{ ...roomy, isOpen: false }]]);
    const opened = await account();
    expect(seen.opened).toMatchObject([{ budget: roomy.id, opensOn: '2026-11-26' }]);
    const [reservation] = seen.reserved;
    // Instructions, passages and the longest reply.
    expect(reservation?.purses[0]?.amount).toBeGreaterThan(3_500);
    expect(reservation?.estimate).toMatchObject({ model: 'grand', isEstimated: true });
    await use(admitted(opened));
    await opened.settle();
    expect(seen.settled[0]?.spent).toMatchObject({
      promptTokens: 10,
      completionTokens: 5,
      isEstimated: false,
    });
  });

  it('answers with less where a budget wants so, and says it', async () => {
    const { account } = openWith([[aBudget({ soft: 0, hard: 1_000_000 })]]);
    const fewer = await account();
    expect(admitted(fewer)).toMatchObject({ model: 'grand' });
    expect(fewer).toMatchObject({
      step: 'fewer-passages',
      reading: { sources: 3 },
      notices: ['budget-degraded'],
    });
    const smaller = openWith([[aBudget({ soft: 0, hard: 1_000_000, used: 700_000 })]], {
      smallerModel: aModel('petit'),
    });
    const cheap = await smaller.account();
    expect(cheap.step).toBe('smaller-model');
    expect(admitted(cheap)).toMatchObject({ model: 'petit' });
    const quoting = await openWith([[aBudget({ soft: 0, hard: 1_000 })]]).account();
    expect(quoting).toMatchObject({ step: 'quoted', notices: ['budget-degraded'] });
    expect(admitted(quoting)).toBeUndefined();
  });

  it('takes nothing off where passages are quoted anyway', async () => {
    const { seen, account } = openWith([[aBudget({ unit: 'requests', soft: 0, hard: 9 })]], { model: null });
    expect(await account()).toMatchObject({ step: 'quoted', notices: [] });
    expect(seen.reserved[0]?.purses).toMatchObject([{ amount: 1 }]);
  });

  it('R95: is refused with the budget and when it opens, in both languages, and noted once', async () => {
    const { seen, account } = openWith([
      [
        aBudget({ used: 1_000 }),
        aBudget({ id: 'b', subject: { kind: 'user', id: '*' }, period: 'month', hard: 10 }),
      ],
    ]);
    const error = await account().catch((thrown: unknown) => thrown);
    if (!isAppError(error)) throw error;
    expect(error.code).toBe('BUDGET_EXHAUSTED');
    expect(error.explanation).toEqual({
      fr: 'Votre budget (10 jetons par mois) est épuisé ; il rouvre le 1er décembre 2026 à 00:00 (heure de Paris).',
      en: 'Your budget (10 tokens a month) is used up; it opens again on 1 December 2026 at 00:00 (Paris time).',
    });
    expect(seen.exhausted.map(({ budget }) => budget)).toHaveLength(2);
    expect(seen.warnings).toEqual(['budget exhausted', 'budget exhausted']);
    expect(seen.reserved).toEqual([]);
  });

  it('does not note again what was noted', async () => {
    const { seen, account } = openWith([[aBudget({ used: 1_000, exhaustedAt: new Date() })]]);
    await expect(account()).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(seen.exhausted).toEqual([]);
  });

  it('looks again when others took what was left', async () => {
    const raced = openWith([[roomy], [aBudget({ hard: 1_000_000, used: 996_000 })]]);
    raced.full.push([roomy.id]);
    expect(await raced.account()).toMatchObject({ step: 'fewer-passages' });
    const lost = openWith([[roomy]]);
    lost.full.push(...Array.from({ length: 50 }, () => [roomy.id]));
    await expect(lost.account()).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(lost.seen.reserved.length).toBeLessThan(20);
  });

  it('stands when it cannot be settled: what was held back is paid when it expires', async () => {
    const { seen, account } = openWith([[roomy]]);
    const opened = await account();
    seen.settleFails = true;
    await opened.settle();
    expect(seen.warnings).toEqual(['answer not settled']);
  });
});
