import { z } from 'zod';
import type { PromptChoice } from '../../ports/prompt-choices.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];

const version = z.object({
  version: z.int(),
  language: z.enum(['fr', 'en']),
  about: z.string().nullable(),
  temperature: z.number(),
  maxTokens: z.int(),
  system: z.string(),
  user: z.string().meta({ description: '`{{name}}` stands for what is put there at each question.' }),
});
const prompt = z.object({ id: z.string(), usual: z.int(), versions: z.array(version) });
const choice = z.object({ space: z.string().nullable(), prompt: z.string(), version: z.int() });

export const listPrompts: Route = (api, services) => {
  api.get(
    '/v1/admin/prompts',
    {
      schema: {
        summary: 'The instructions that models are given, in all versions that ship, and which ones are used',
        tags,
        response: {
          200: z.object({ prompts: z.array(prompt), choices: z.array(choice) }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { prompts, choices } = await services.prompts.list(request.within);
      return {
        prompts: prompts.map(({ id, usual, versions }) => ({
          id,
          usual,
          versions: versions.map(({ id: _id, values: _values, ...shown }) => shown),
        })),
        choices: choices.map(presentChoice),
      };
    },
  );
};

export const choosePrompt: Route = (api, services) => {
  api.put(
    '/v1/admin/prompt-choices',
    {
      schema: {
        summary: 'Has the organisation, or a space of it, use a version from the next question on',
        tags,
        body: z.strictObject({
          space: label.max(100).nullable().default(null).meta({ description: 'Null: the organisation.' }),
          prompt: label.max(100),
          version: z.int().min(1).nullable().meta({ description: 'Null: no choice any more.' }),
        }),
        response: { 200: z.object({ choices: z.array(choice) }), ...problems },
      },
    },
    async (request) => ({
      choices: (await services.prompts.choose(request.within, request.body)).map(presentChoice),
    }),
  );
};

const presentChoice = ({ space, prompt: id, version: number }: PromptChoice) => ({
  space,
  prompt: id,
  version: number,
});
