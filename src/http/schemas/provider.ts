import { z } from 'zod';
import { sensitivities } from '../../core/document.ts';
import { dialectNames, type ProviderModels } from '../../core/providers/provider.ts';
import { trustLevels } from '../../core/trust.ts';
import { label } from './common.ts';

export const providerId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes; at most 63 characters');

const model = label.max(200);
const models = z.strictObject({
  chat: model.optional(),
  smallChat: model
    .optional()
    .meta({ description: 'A cheaper chat model, for answers that must keep to a budget.' }),
  embeddings: model.optional(),
  rerank: model.optional(),
});
const euros = z.number().min(0).max(100_000);
const prices = z.strictObject({ promptEuro: euros, completionEuro: euros });

const settings = {
  name: label.max(100),
  dialect: z.enum(dialectNames),
  baseUrl: z.string().max(500),
  models,
  trust: z.enum(trustLevels).meta({ description: 'Who holds what is sent; decides what may be sent.' }),
  hosting: label.max(200).nullable(),
  prices: prices.nullable().meta({ description: 'Euros for a million tokens.' }),
  enabled: z.boolean(),
};

/** Only the names that are there. */
export function namedModels(given: z.output<typeof models>): ProviderModels {
  const { chat, smallChat, embeddings, rerank } = given;
  return {
    ...(chat !== undefined && { chat }),
    ...(smallChat !== undefined && { smallChat }),
    ...(embeddings !== undefined && { embeddings }),
    ...(rerank !== undefined && { rerank }),
  };
}

export const providerBody = z.strictObject({
  ...settings,
  hosting: settings.hosting.default(null),
  prices: settings.prices.default(null),
  enabled: settings.enabled.default(true),
  apiKey: z.string().max(4_096).optional().meta({
    description: 'Written, never read back. Absent: the kept one stays; empty: none any more.',
  }),
});

export const probeResult = z.object({
  probe: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  tookMs: z.number(),
  finding: z.string().nullable(),
  text: z.object({ fr: z.string(), en: z.string() }).nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  learned: z
    .object({ fr: z.array(z.string()), en: z.array(z.string()) })
    .meta({ description: '`facts` in words.' }),
});

export const capabilities = z.object({ probedAt: z.iso.datetime(), results: z.array(probeResult) });

export const provider = z.object({
  id: z.string(),
  ...settings,
  models: z.object(models.shape),
  prices: z.object(prices.shape).nullable(),
  hasSecret: z.boolean(),
  capabilities: capabilities.nullable(),
});

/** What an administrator should know before text is sent there. */
export const warnings = z.array(z.object({ code: z.string(), fr: z.string(), en: z.string() }));

export const dialect = z.object({
  name: z.enum(dialectNames),
  usualBaseUrl: z.string().nullable(),
  wantsKey: z.boolean(),
  chats: z.boolean(),
  embeds: z.boolean(),
  reranks: z.boolean(),
});

const prefix = z
  .string()
  .max(500)
  .regex(/^[^\0]*$/);

export const choices = z.object({
  usual: z.string().nullable(),
  bySpace: z.record(z.string(), z.string()),
  embeddings: z
    .object({ provider: z.string(), model: z.string(), queryPrefix: prefix, passagePrefix: prefix })
    .nullable()
    .meta({ description: 'Who makes the vectors of the organisation; null: the installation.' }),
  reranking: z
    .object({ provider: z.string(), model: z.string() })
    .nullable()
    .meta({ description: 'Who reranks for the organisation; null: the installation.' }),
});

/** Who answers, in the organisation or in one space; or who makes vectors or reranks, in the whole organisation. */
export const choiceBody = z
  .union([
    z.strictObject({
      for: z.literal('answers').default('answers'),
      space: label.max(100).nullable().default(null),
      provider: z.string().nullable(),
    }),
    z.strictObject({
      for: z.literal('embeddings'),
      provider: z.string().nullable(),
      model: model.optional().meta({ description: 'Absent: the provider’s own for it.' }),
      queryPrefix: prefix.optional().meta({ description: 'Absent: what the model’s family wants.' }),
      passagePrefix: prefix.optional(),
    }),
    z.strictObject({
      for: z.literal('reranking'),
      provider: z.string().nullable(),
      model: model.optional(),
    }),
  ])
  // Who forgets the provider does not mean to take the choice back.
  .refine((choice) => choice.provider !== null || !saysHow(choice), 'a model or a prefix needs a provider');

function saysHow(choice: object): boolean {
  return 'model' in choice || 'queryPrefix' in choice || 'passagePrefix' in choice;
}

/** Who makes the vectors of a generation (`provider` null: the installation), and of how many documents it has. */
const generation = z.object({
  generation: z.string(),
  provider: z.string().nullable(),
  total: z.int(),
  done: z.int(),
  tooSensitive: z.int().meta({ description: 'Not sent to that provider: only their words find them.' }),
  failedWith: z
    .string()
    .nullable()
    .meta({ description: 'Code of what went wrong since vectors of a document were last made.' }),
});

export const embedding = z.object({
  serving: generation.nullable(),
  building: generation.extend({ beganAt: z.iso.datetime() }).nullable(),
});

const matrix = Object.fromEntries(trustLevels.map((level) => [level, z.enum(sensitivities)])) as Record<
  (typeof trustLevels)[number],
  z.ZodEnum<{ [Name in (typeof sensitivities)[number]]: Name }>
>;

export const policy = z.object({
  version: z.int(),
  matrix: z.object(matrix),
  withholdUnsupported: z.boolean(),
  secondOpinion: z.boolean(),
  privateDocuments: z.boolean(),
});

export const policyBody = z.strictObject({
  matrix: z
    .strictObject(matrix)
    .partial()
    .optional()
    .meta({ description: 'The most sensitive text that providers of each level may see.' }),
  withholdUnsupported: z
    .boolean()
    .optional()
    .meta({ description: 'Leaves sentences that no passage supports out of answers.' }),
  secondOpinion: z.boolean().optional().meta({
    description: 'Asks the model that answered about sentences that checking by words left undecided.',
  }),
  privateDocuments: z.boolean().optional().meta({
    description:
      'Lets a model be given documents that are kept in memory alone, as far as the matrix lets it see them.',
  }),
});
