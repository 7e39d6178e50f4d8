import { z } from 'zod';
import { type AccessStepCode, accessSteps } from '../../core/access/explanation-texts.ts';
import { label, problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

const codes = Object.keys(accessSteps) as [AccessStepCode, ...AccessStepCode[]];

export const explainAccess: Route = (api, services) => {
  api.get(
    '/v1/admin/access/explanations',
    {
      schema: {
        summary: 'Why a document is, or is not, visible to a person',
        description:
          'The steps of the decision as it stands now, in their order; nothing of the document. Asking leaves a record in the audit.',
        tags: ['administration'],
        querystring: z.strictObject({ user: label.max(200), document: z.string().max(200) }),
        response: {
          200: z.object({
            mayOpen: z.boolean().meta({ description: 'They may open it at this moment.' }),
            mayFind: z.boolean().meta({ description: 'The assistant may find it for them.' }),
            steps: z.array(
              z.object({
                code: z.enum(codes),
                passes: z.boolean(),
                principals: z.array(z.string()).meta({
                  description: 'What of the person the rule names: `group:…`, `space:…`, `user:…`.',
                }),
                text: z.object({ fr: z.string(), en: z.string() }),
              }),
            ),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { steps, ...verdict } = await services.explainAccess(request.within, request.query);
      return {
        ...verdict,
        steps: steps.map(({ code, passes, principals }) => ({
          code,
          passes,
          principals: [...principals],
          text: { ...accessSteps[code] },
        })),
      };
    },
  );
};
