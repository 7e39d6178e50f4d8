import { z } from 'zod';
import type { SpacePanel } from '../../core/access/space-panel.ts';
import { presentCounts } from '../presenters/present-index.ts';
import { label, problems } from '../schemas/common.ts';
import { documentCounts } from '../schemas/index-health.ts';
import type { Route } from './route.ts';

const tags = ['documents'];
const params = z.object({ id: label.max(200) });
const panel = documentCounts.extend({
  id: z.string(),
  title: z.string(),
  enabled: z.boolean(),
  excludedBy: z
    .enum(['administrator', 'animator', 'source'])
    .nullable()
    .meta({ description: 'Who keeps the assistant out of it; `source`: its workplace.' }),
  maySwitch: z.boolean().meta({ description: 'Whether the caller may switch it as it stands.' }),
});

const present = ({ id, title, enabled, excludedBy, maySwitch, ...counts }: SpacePanel) => ({
  id,
  title,
  enabled,
  excludedBy,
  maySwitch,
  ...presentCounts(counts),
});

export const showSpacePanel: Route = (api, services) => {
  api.get(
    '/v1/spaces/:id/assistant',
    {
      schema: {
        summary: 'How a space stands with the assistant, for those who look after it',
        description: 'For the animators that its workplace names, and administrators. Numbers alone.',
        tags,
        params,
        response: { 200: panel, ...problems },
      },
    },
    async (request) => present(await services.spacePanel.show(request.person, request.params.id)),
  );
};

export const switchSpaceFromPanel: Route = (api, services) => {
  api.put(
    '/v1/spaces/:id/assistant',
    {
      schema: {
        summary: 'Excludes a space from the assistant, or opens it again, by those who look after it',
        description: 'What an administrator excluded, administrators alone open.',
        tags,
        params,
        body: z.strictObject({ enabled: z.boolean() }),
        response: { 200: panel, ...problems },
      },
    },
    async (request) =>
      present(await services.spacePanel.switch(request.person, request.params.id, request.body.enabled)),
  );
};
