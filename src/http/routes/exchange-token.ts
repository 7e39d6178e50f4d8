import { z } from 'zod';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** Far above any signed token, far below what would be work to read. */
export const signedToken = z.string().min(1).max(16_000);

const kinds = {
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
  access: 'urn:ietf:params:oauth:token-type:access_token',
} as const;

export const exchangeToken: Route = (api, services) => {
  api.post(
    '/v1/token',
    {
      schema: {
        summary: 'Exchanges a token that the workplace signed against one of the assistant (RFC 8693)',
        description: 'A form. The token of the workplace is good for one exchange.',
        tags: ['sign-on'],
        security: [],
        consumes: ['application/x-www-form-urlencoded'],
        body: z.strictObject({
          grant_type: z.literal(kinds.exchange),
          subject_token: signedToken,
          subject_token_type: z.literal(kinds.jwt),
          requested_token_type: z.literal(kinds.access).optional(),
        }),
        response: {
          200: z.object({
            access_token: z.string(),
            issued_token_type: z.literal(kinds.access),
            token_type: z.literal('Bearer'),
            expires_in: z.int().meta({ description: 'Seconds.' }),
          }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { token, expiresAt } = await services.signOn.exchange(request.body.subject_token);
      return reply.header('cache-control', 'no-store').send({
        access_token: token,
        issued_token_type: kinds.access,
        token_type: 'Bearer' as const,
        expires_in: Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000)),
      });
    },
  );
};
