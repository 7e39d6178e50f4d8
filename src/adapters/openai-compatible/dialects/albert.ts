import { z } from 'zod';
import type { Dialect } from '../dialect.ts';
import { says } from '../refusal.ts';
import { usual, usualChat, usualModels } from './usual.ts';

const amount = z.number().min(0).nullish().catch(null);
const usage = z.looseObject({
  cost: amount,
  /** As it was in 2025. */
  carbon: z
    .object({ kWh: z.object({ min: amount, max: amount }) })
    .nullish()
    .catch(null),
  impacts: z.object({ kWh: amount }).nullish().catch(null),
});

/** Albert API, and OpenGateLLM elsewhere: a gateway of the French State before vLLM and TEI. Refusals are `{detail}`. */
export const albert: Dialect = {
  ...usual,
  name: 'albert',
  usualBaseUrl: 'https://albert.api.etalab.gouv.fr/v1',
  chat: {
    ...usualChat,
    alternates: true,
    // Left out, some of its models were asked for tools that they do not have.
    always: { tool_choice: 'none' },
    spendingOf(reported) {
      const { data } = usage.safeParse(reported);
      const { min, max } = data?.carbon?.kWh ?? {};
      const energy = data?.impacts?.kWh ?? middle(min, max);
      return {
        ...(typeof data?.cost === 'number' && { costEuro: data.cost }),
        ...(typeof energy === 'number' && { energyWh: energy * 1_000 }),
      };
    },
  },
  models: usualModels(['max_context_length']),
  rerank: 'albert',
  causeOf({ status, body }) {
    if (status === 400 && says(body, /^Insufficient budget/)) return 'budget';
    if (status === 422 && says(body, /^Max tokens exceeded/)) return 'too-long';
    // The model behind the gateway did not answer.
    if (status === 424) return 'busy';
    return null;
  },
};

function middle(min: number | null | undefined, max: number | null | undefined): number | null {
  if (typeof min !== 'number') return max ?? null;
  return typeof max === 'number' ? (min + max) / 2 : min;
}
