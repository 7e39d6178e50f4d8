import { z } from 'zod';
import {
  commonFields,
  modelList,
  type ProviderFixture,
  type RefusalAbout,
  usualChat,
  usualEmbeddings,
  usualStatuses,
} from './fixture.ts';

/** The field as pydantic complains of it, with what was sent there. */
const complaint = ({ field, echo }: RefusalAbout) => ({
  detail: [
    { type: 'extra_forbidden', loc: ['body', ...field], msg: 'Extra inputs are not permitted', input: echo },
  ],
});

/** The three shapes in which a 422 was seen. */
export const complaintShapes: readonly ((about: RefusalAbout) => unknown)[] = [
  complaint,
  (about) => ({
    object: 'error',
    message: complaint(about),
    type: 'invalid_request_error',
    param: null,
    code: null,
  }),
  (about) => ({
    object: 'error',
    message: JSON.stringify(complaint(about)),
    type: 'internal_error_proxy',
    param: null,
    code: '1000',
  }),
];

/** All fields of La Plateforme that we could send, and no other: `stream_options`, `seed` and `n` are refused. */
export const mistralRequest = z.strictObject({
  ...commonFields,
  random_seed: z.int().optional(),
  safe_prompt: z.boolean().optional(),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
});

export function mistralError(about: RefusalAbout): unknown {
  const { kind, echo } = about;
  switch (kind) {
    case 'bad-field':
      return complaintShapes[about.nth % complaintShapes.length]?.(about);
    case 'bad-key':
      return { message: 'Unauthorized', request_id: echo };
    case 'unknown-model':
      return {
        object: 'error',
        message: `Invalid model: ${echo}`,
        type: 'invalid_model',
        param: null,
        code: '1500',
      };
    case 'too-long':
      return {
        object: 'error',
        message: `Prompt contains 40000 tokens, too large for model with 32768 maximum context length. ${echo}`,
        type: 'invalid_request_error',
        param: null,
        code: '3051',
      };
    default:
      return { object: 'error', message: echo, type: 'vendor', param: null, code: '1300' };
  }
}

/** La Plateforme. Usage comes by itself, in the chunk that ends the text. */
export const mistral: ProviderFixture = {
  name: 'mistral',
  base: '/v1',
  apiKey: 'sk-test-key',
  statuses: { ...usualStatuses, 'unknown-model': 400, 'bad-field': 422, 'bad-turns': 400, batch: 400 },
  error: mistralError,
  chat: {
    ...usualChat,
    request: mistralRequest,
    usage: 'always',
    usageIn: 'last-chunk',
    alternates: true,
  },
  embeddings: usualEmbeddings,
  rerank: null,
  models: {
    path: '/models',
    body: (contextTokens) =>
      modelList(() => ({ max_context_length: contextTokens, aliases: ['chat-latest'] })),
  },
};
