import type { Command } from 'commander';
import { AppError } from '../../core/errors.ts';
import { amountOf } from '../../core/spend/amount.ts';
import {
  type BudgetSubject,
  type BudgetUnit,
  budgetPeriods,
  budgetSubjectKinds,
  budgetUnits,
} from '../../core/spend/budget.ts';
import { budgetWarnings } from '../../core/spend/budget-texts.ts';
import { presentBudget } from '../../http/presenters/present-budget.ts';
import type { ListedBudget } from '../../ports/budget-repository.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; json?: boolean };
type RuleOptions = Options & { unit: string; per: string };
type LimitOptions = RuleOptions & { soft?: string; hard?: string };

const subjectHelp = 'organisation, space:ID, group:ID, user:ID, user:*';

/** What may be spent, by whom, in a day or a month. */
export function budgetCommand(program: Command): void {
  const budget = program.command('budget').description('budgets de l’assistant / budgets of the assistant');
  budget
    .command('list')
    .description('budgets, et ce qui en est pris / budgets, and what is taken from them')
    .option('--org <organisation>', 'organisation')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: Options) =>
      withSourcier(async ({ stores, services }) => {
        const org = await chooseOrganisation(stores, options.org);
        const listed = await services.budgets.list(org);
        if (options.json) return printJson({ budgets: listed.map(presentBudget) });
        for (const each of listed) process.stdout.write(`${lineOf(each)}\n`);
      }),
    );

  const ruled = (name: string, description: string) =>
    budget
      .command(name)
      .argument('<subject>', subjectHelp)
      .description(description)
      .requiredOption('--unit <unit>', budgetUnits.join(', '))
      .requiredOption('--per <period>', budgetPeriods.join(', '))
      .option('--org <organisation>', 'organisation')
      .option('--json', 'sortie en JSON / JSON output');

  ruled('set', 'fixe les limites d’un budget / sets the limits of a budget')
    .option('--soft <amount>', 'au-delà, réponses plus économiques / beyond, cheaper answers')
    .option('--hard <amount>', 'jamais dépassée / never passed')
    .action((subject: string, options: LimitOptions) => {
      const { unit, period } = ruleOf(options);
      const limits = {
        soft: limitOf('--soft', options.soft, unit),
        hard: limitOf('--hard', options.hard, unit),
      };
      const subjectIn = subjectOf(subject);
      return withSourcier(async ({ stores, services, environment }) => {
        const org = await chooseOrganisation(stores, options.org);
        const rule = { subject: subjectIn(org), unit, period, ...limits };
        const { warnings, ...set } = await services.budgets.set(org, rule, null);
        const said = warnings.map((code) => ({ code, text: budgetWarnings[environment.language][code] }));
        if (options.json) return printJson({ ...presentBudget(set), warnings: said });
        process.stdout.write(`${lineOf(set)}\n`);
        for (const { text } of said) process.stderr.write(`${text}\n`);
      });
    });

  ruled('remove', 'retire un budget / removes a budget').action((subject: string, options: RuleOptions) => {
    const { unit, period } = ruleOf(options);
    const subjectIn = subjectOf(subject);
    return withSourcier(async ({ stores, services, environment }) => {
      const org = await chooseOrganisation(stores, options.org);
      const { kind, id } = subjectIn(org);
      const found = (await services.budgets.list(org)).find(
        (each) =>
          each.subject.kind === kind &&
          each.subject.id === id &&
          each.unit === unit &&
          each.period === period,
      );
      if (!found) throw new AppError('NOT_FOUND');
      await services.budgets.remove(org, found.id, null);
      if (options.json) return printJson({ id: found.id, done: 'remove' });
      process.stdout.write(`${say(environment, { fr: 'Budget retiré.', en: 'Budget removed.' })}\n`);
    });
  });
}

/** Subject, limits, and what is taken, apart by tabs. */
function lineOf(budget: ListedBudget): string {
  const { subject, unit, period, soft, hard, used, reserved, reopensAt } = presentBudget(budget);
  return [
    subject.kind === 'organisation' ? subject.kind : `${subject.kind}:${subject.id}`,
    `${unit}/${period}`,
    `soft ${soft ?? '–'}`,
    `hard ${hard ?? '–'}`,
    `used ${used}`,
    `reserved ${reserved}`,
    reopensAt,
  ].join('\t');
}

/** Whose budget is meant, once it is known in which organisation. */
function subjectOf(text: string): (org: string) => BudgetSubject {
  if (text === 'organisation') return (org) => ({ kind: 'organisation', id: org });
  const [, name, id] = /^(\w+):(.+)$/.exec(text) ?? [];
  const kind = budgetSubjectKinds.find((each) => each === name);
  if (!kind || !id) throw new AppError('USAGE', { detail: `subject: ${subjectHelp}` });
  return () => ({ kind, id });
}

function ruleOf(options: RuleOptions) {
  const unit = budgetUnits.find((each) => each === options.unit);
  const period = budgetPeriods.find((each) => each === options.per);
  if (!unit) throw new AppError('USAGE', { detail: `--unit: ${budgetUnits.join(', ')}` });
  if (!period) throw new AppError('USAGE', { detail: `--per: ${budgetPeriods.join(', ')}` });
  return { unit, period };
}

function limitOf(option: string, text: string | undefined, unit: BudgetUnit): number | null {
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isWhole = unit === 'euros' || Number.isInteger(value);
  if (!(value >= 0 && value <= 1_000_000_000) || !isWhole)
    throw new AppError('USAGE', { detail: `${option}: ${unit}` });
  return amountOf(unit, value);
}
