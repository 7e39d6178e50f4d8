import { z } from 'zod';
import { amountOf } from '../../core/spend/amount.ts';
import { budgetPeriods, budgetSubjectKinds, budgetUnits } from '../../core/spend/budget.ts';
import { budgetWarnings } from '../../core/spend/budget-texts.ts';
import { preferredLanguage } from '../language.ts';
import { presentAlert, presentBudget } from '../presenters/present-budget.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];

/** Far above what anybody spends, far below what numbers bear. */
const limit = z.number().min(0).max(1_000_000_000).nullable();

const rule = {
  subject: z.strictObject({ kind: z.enum(budgetSubjectKinds), id: label.max(200) }),
  unit: z.enum(budgetUnits),
  period: z.enum(budgetPeriods),
};

const body = z
  .strictObject({ ...rule, soft: limit.default(null), hard: limit.default(null) })
  .refine(
    ({ unit, soft, hard }) => unit === 'euros' || [soft, hard].every((value) => Number.isInteger(value ?? 0)),
    'requests and tokens are whole numbers',
  );

const ruleShown = { id: z.string(), ...rule, soft: z.number().nullable(), hard: z.number().nullable() };

const budget = z.object({
  ...ruleShown,
  used: z.number(),
  reserved: z.number(),
  opensOn: z.iso.date(),
  reopensAt: z.iso.datetime(),
  warnedAt: z.iso.datetime().nullable(),
  exhaustedAt: z.iso.datetime().nullable(),
});

const alert = z.object({
  budget: z.object(ruleShown),
  opensOn: z.iso.date(),
  user: z.string().nullable(),
  reached: z.enum(['warned', 'exhausted']),
  at: z.iso.datetime(),
});

const warning = z.object({ code: z.string(), text: z.string() });

/** Any text: one that is no id is a budget that is not there. */
const params = z.object({ id: z.string() });

export const listBudgets: Route = (api, services) => {
  api.get(
    '/v1/admin/budgets',
    {
      schema: {
        summary: 'Budgets, with what the present period has taken',
        description:
          '`used` is paid, `reserved` held back for questions being answered, both in the budget’s unit. Of a budget for each ' +
          'person (user `*`) they are those of who used most. Days and months are those of Paris.',
        tags,
        response: { 200: z.object({ budgets: z.array(budget) }), ...problems },
      },
    },
    async (request) => ({ budgets: (await services.budgets.list(request.within.org)).map(presentBudget) }),
  );
};

export const setBudget: Route = (api, services) => {
  api.put(
    '/v1/admin/budgets',
    {
      schema: {
        summary: 'Sets the limits of the budget with this subject, unit and period',
        description:
          'From `soft` on answers get cheaper, `hard` is never passed; one of them may be null. The user `*` stands for each ' +
          'person without a budget of the same unit and period of their own. `warnings` says what may not work as expected.',
        tags,
        body,
        response: { 200: budget.extend({ warnings: z.array(warning) }), ...problems },
      },
    },
    async (request) => {
      const { subject, unit, period, soft, hard } = request.body;
      const rule = {
        subject,
        unit,
        period,
        soft: soft === null ? null : amountOf(unit, soft),
        hard: hard === null ? null : amountOf(unit, hard),
      };
      const { warnings, ...set } = await services.budgets.set(request.within.org, rule, request.person.id);
      const texts = budgetWarnings[preferredLanguage(request)];
      return { ...presentBudget(set), warnings: warnings.map((code) => ({ code, text: texts[code] })) };
    },
  );
};

export const removeBudget: Route = (api, services) => {
  api.delete(
    '/v1/admin/budgets/:id',
    {
      schema: {
        summary: 'Removes a budget; questions are answered without it at once',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await services.budgets.remove(request.within.org, request.params.id, request.person.id);
      return reply.code(204).send(null);
    },
  );
};

export const listAlerts: Route = (api, services) => {
  api.get(
    '/v1/admin/alerts',
    {
      schema: {
        summary: 'Budgets of which 80 %, or all, was gone, the latest first; each once in its period',
        description: '`user` is a pseudonym, where each person has a purse of their own.',
        tags,
        response: { 200: z.object({ alerts: z.array(alert) }), ...problems },
      },
    },
    async (request) => ({ alerts: (await services.budgets.alerts(request.within.org)).map(presentAlert) }),
  );
};
