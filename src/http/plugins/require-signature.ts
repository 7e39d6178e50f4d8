import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import { sourceId } from '../../core/workplace/manage-sources.ts';
import type { Source } from '../../core/workplace/source.ts';
import { label } from '../schemas/common.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who signed the request, on routes of workplaces only. */
    source: Source;
  }
}

const claimed = z.object({ organisation: label.max(100), source: sourceId });

/** What deliveries are written in; both batches and single events come as plain JSON too. */
export const deliveryTypes = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
] as const;

/**
 * Every route registered beside this hook takes a body of JSON that a source signed (Standard Webhooks), and nothing else; no
 * handler runs before it. The signature is over the bytes, so these are kept as they came.
 */
export function requireSignature(app: FastifyInstance, services: Pick<Services, 'authenticateSource'>): void {
  app.decorateRequest('source');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [...deliveryTypes],
    { parseAs: 'buffer', bodyLimit: tunables.workplace.deliveryBytes },
    (_request, body, done) => done(null, body),
  );
  app.addHook('preValidation', async (request) => {
    const query = claimed.safeParse(request.query);
    if (!query.success || !Buffer.isBuffer(request.body)) throw new AppError('SIGNATURE_INVALID');
    const header = (name: string) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    request.source = await services.authenticateSource(
      query.data,
      {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      },
      request.body,
    );
  });
}
