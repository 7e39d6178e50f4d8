import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const { least, most } = tunables.lifecycle.conversationDays;
const tags = ['administration'];
const retention = z.strictObject({
  conversationDays: z
    .int()
    .min(least)
    .max(most)
    .nullable()
    .meta({ description: 'Days after the last message of a conversation; null: kept until it is deleted.' }),
});

export const showRetention: Route = (api, services) => {
  api.get(
    '/v1/admin/retention',
    {
      schema: {
        summary: 'For how long conversations are kept',
        tags,
        response: { 200: retention, ...problems },
      },
    },
    async (request) => services.lifecycle.retention(request.within),
  );
};

export const changeRetention: Route = (api, services) => {
  api.put(
    '/v1/admin/retention',
    {
      schema: {
        summary: 'Sets for how long conversations are kept; older ones go within the hour',
        tags,
        body: retention,
        response: { 200: retention, ...problems },
      },
    },
    async (request) => services.lifecycle.changeRetention(request.within, request.body),
  );
};
