import { z } from 'zod';
import { assistantOffReasons } from '../../core/access/assistant-off.ts';
import { presentAssistant } from '../presenters/present-assistant.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const tags = ['administration'];
const reason = z.enum(assistantOffReasons);
const state = z.object({
  enabled: z.boolean(),
  since: z.iso.datetime().nullable().meta({ description: 'When it was turned off.' }),
  reason: reason.nullable(),
});

export const showAssistant: Route = (api, services) => {
  api.get(
    '/v1/admin/assistant',
    {
      schema: {
        summary: 'Whether the assistant answers anybody of the organisation',
        tags,
        response: { 200: state, ...problems },
      },
    },
    async (request) => presentAssistant(await services.assistant.read(request.within.org)),
  );
};

export const turnAssistant: Route = (api, services) => {
  api.put(
    '/v1/admin/assistant',
    {
      schema: {
        summary: 'Turns the assistant off for the whole organisation at once, or on again',
        description:
          'While it is off, nothing is searched or answered, answers that are being written end, and earlier ones are masked. Documents are ' +
          'read and indexed all the same; nothing is removed.',
        tags,
        body: z.strictObject({
          enabled: z.boolean(),
          reason: reason.optional().meta({ description: 'Why it is turned off.' }),
        }),
        response: { 200: state, ...problems },
      },
    },
    async (request) => {
      const { org, user } = request.within;
      return presentAssistant(await services.assistant.turn(org, request.body, user));
    },
  );
};
