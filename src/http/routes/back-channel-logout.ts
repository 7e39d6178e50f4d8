import { z } from 'zod';
import { AppError, isAppError } from '../../core/errors.ts';
import { problems } from '../schemas/common.ts';
import { signedToken } from './exchange-token.ts';
import type { Route } from './route.ts';

export const backChannelLogout: Route = (api, services) => {
  api.post(
    '/v1/sign-in/back-channel-logout',
    {
      schema: {
        summary: 'An issuer says that somebody has logged out (OpenID Connect Back-Channel Logout)',
        description: 'A form. Their sessions are refused at their next request.',
        tags: ['sign-on'],
        security: [],
        consumes: ['application/x-www-form-urlencoded'],
        body: z.object({ logout_token: signedToken }),
        response: { 200: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      await services.signOn.logOut(request.body.logout_token).catch((cause: unknown) => {
        // Its standard wants 400 for a token that is not good.
        throw isAppError(cause) && cause.code === 'TOKEN_INVALID'
          ? new AppError('BAD_REQUEST', { cause, detail: 'logout_token' })
          : cause;
      });
      return reply.send(null);
    },
  );
};
