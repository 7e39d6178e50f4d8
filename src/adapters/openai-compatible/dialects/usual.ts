import { z } from 'zod';
import { tunables } from '../../../../config/tunables.ts';
import type { ListedModel } from '../../../core/providers/probe-client.ts';
import type { ChatProfile, Dialect, EmbeddingsProfile, ModelListProfile } from '../dialect.ts';
import { fieldsOf } from '../refusal.ts';

/** A chat server that takes what OpenAI's clients usually send. Dialects spread it and say what they do differently. */
export const usualChat: ChatProfile = {
  takes: ['temperature', 'maxTokens', 'seed', 'json'],
  maxTokensName: 'max_tokens',
  seedName: 'seed',
  usage: 'asked',
  concedes: [],
  system: 'own-turn',
  alternates: false,
  always: {},
  cutsSilently: false,
};

const list = z.object({ data: z.array(z.unknown()) });
const name = z.string().min(1);
const length = z.int().min(1);

/** `…/models`; the longest context stands in the first of `contextFields` that has it (`meta.n_ctx`: inside another). */
export function usualModels(contextFields: readonly string[] = []): ModelListProfile {
  return { path: '/models', anyName: false, read };

  function read(body: unknown): ListedModel[] | null {
    const parsed = list.safeParse(body);
    return parsed.success ? parsed.data.data.flatMap(toModel) : null;
  }

  function toModel(entry: unknown): ListedModel[] {
    const fields = z.looseObject({ id: name, aliases: z.array(name).catch([]) }).safeParse(entry);
    if (!fields.success) return [];
    const { id, aliases, ...rest } = fields.data;
    const told = contextFields.map((field) => length.safeParse(valueAt(rest, field)).data).find(Boolean);
    return [{ id, aliases, contextTokens: told ?? null }];
  }
}

function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => fieldsOf(value)[key], fields);
}

const vectors = z.object({
  data: z.array(
    z.object({ index: z.int().min(0).optional(), embedding: z.union([z.array(z.number()), z.base64()]) }),
  ),
});

export const usualEmbeddings: EmbeddingsProfile = {
  path: '/embeddings',
  textsPerCall: tunables.answering.embedTextsPerCall,
  body: (model, texts) => ({ model, input: texts, encoding_format: 'float' }),
  read(body) {
    const parsed = vectors.safeParse(body);
    if (!parsed.success) return null;
    return parsed.data.data.map(({ index, embedding }, place) => ({ at: index ?? place, vector: embedding }));
  },
};

export const usual: Omit<Dialect, 'name'> = {
  usualBaseUrl: null,
  key: 'required',
  chat: usualChat,
  models: usualModels(),
  embeddings: usualEmbeddings,
  rerank: null,
  warnings: [],
};
