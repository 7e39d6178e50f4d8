import type { Stores } from '../../src/compose/stores.ts';
import { amountOf } from '../../src/core/spend/amount.ts';
import {
  type Budget,
  type BudgetRule,
  type BudgetSubject,
  budgetPeriods,
  budgetUnits,
  everyUser,
} from '../../src/core/spend/budget.ts';
import { periodsAt } from '../../src/core/spend/period.ts';
import { anOrganisation } from '../../test/support/test-stores.ts';
import type { Random } from '../fuzz/random.ts';

export type Asker = { readonly org: string; readonly user: string; readonly spaces: readonly string[] };

export type BudgetWorld = {
  readonly budgets: ReadonlyMap<string, Budget>;
  /** Who asks next, and where. */
  asker(): Asker;
  /** True of a person whom nothing that others do may keep from asking. */
  isOnOwnBudget(asker: Asker): boolean;
};

const organisations = ['bellerive', 'montfleury', 'pontval', 'luzerne'] as const;
/** There each person has a budget and nothing is shared; one of them asks far too much. */
const fair = 'valmarin';
const users = Array.from({ length: 40 }, (_, index) => `user${index}`);
const hungry = 'user0';
const groups = ['etat-civil', 'finances', 'voirie', 'ecoles'];
const spaces = ['mairie', 'rh', 'travaux'];

/** Organisations with random budgets of every kind, some of which `questions` questions exhaust and others do not. */
export async function setUpBudgets(
  { access, budgets }: Pick<Stores, 'access' | 'budgets'>,
  random: Random,
  questions: number,
): Promise<BudgetWorld> {
  const made = new Map<string, Budget>();
  const share = questions / (organisations.length + 1);
  const set = async (org: string, rule: BudgetRule) => {
    const budget = await budgets.set(org, rule, {
      by: null,
      opensOn: periodsAt(new Date())[rule.period],
    });
    made.set(budget.id, budget);
  };
  for (const organisation of [...organisations, fair])
    await access.applyOrganisation(
      anOrganisation({
        organisation,
        users,
        groups: Object.fromEntries(
          groups.map((group, index) => [group, users.filter((_, user) => user % groups.length === index)]),
        ),
        spaces: Object.fromEntries(
          spaces.map((space) => [space, { title: space, members: [`org:${organisation}`] }]),
        ),
      }),
      'bench',
    );
  for (const org of organisations) {
    const subjects: readonly [BudgetSubject, number][] = [
      [{ kind: 'organisation', id: org }, share],
      ...groups.map((id): [BudgetSubject, number] => [{ kind: 'group', id }, share / groups.length]),
      ...spaces.map((id): [BudgetSubject, number] => [{ kind: 'space', id }, share / 6]),
      [{ kind: 'user', id: everyUser }, share / users.length],
      [{ kind: 'user', id: random.pick(users) }, share / users.length],
    ];
    for (const [subject, asked] of subjects) {
      const unit = random.pick(budgetUnits);
      // What is used on average by a question, times a part of those that will be asked.
      const each = { requests: 1, tokens: 1_600, euros: 0.004 }[unit];
      const hard = amountOf(unit, Math.max(each * 4, each * asked * (0.3 + random.next())));
      const soft = random.next() < 0.4 ? Math.floor(hard * 0.7) : null;
      await set(org, { subject, unit, period: random.pick(budgetPeriods), soft, hard });
    }
  }
  const own = { subject: { kind: 'user', id: everyUser }, period: 'day', soft: null } as const;
  await set(fair, { ...own, unit: 'requests', hard: Math.ceil(share / 10) });
  await set(fair, { ...own, unit: 'tokens', hard: Math.ceil(share * 500) });
  return {
    budgets: made,
    asker: () => {
      const org = random.pick([...organisations, fair]);
      const isHungry = org === fair && random.next() < 0.5;
      const asked = random.next() < 0.3 ? [random.pick(spaces)] : [];
      return { org, user: isHungry ? hungry : random.pick(users), spaces: asked };
    },
    isOnOwnBudget: ({ org, user }) => org === fair && user !== hungry,
  };
}
