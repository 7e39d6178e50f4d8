import { z } from 'zod';
import { asyncApi } from '../../core/contract/describe/asyncapi.ts';
import { contractSchemas, jsonSchemaOf } from '../../core/contract/describe/schemas.ts';
import { AppError } from '../../core/errors.ts';
import { problems } from '../schemas/common.ts';
import type { Route } from './route.ts';

/** The version of the contract: it grows when something is added to it. */
const contractVersion = '1.0.0';

/** Schemas are documents of their own: they are given as they are. */
const document = z.record(z.string(), z.unknown());

/** Holds nothing of any organisation: whoever builds a workplace reads it without a token. */
export const showContract: Route = (api) => {
  const entry = z.object({
    type: z.string(),
    direction: z.enum(['in', 'out', 'export']),
    description: z.string(),
    schema: z.string().meta({ description: 'Where its JSON Schema is.' }),
  });
  api.get(
    '/v1/contract',
    {
      schema: {
        summary: 'What a workplace and Sourcier say to each other: list of schemas',
        tags: ['workplace'],
        security: [],
        response: { 200: z.object({ version: z.string(), asyncapi: z.string(), schemas: z.array(entry) }) },
      },
    },
    async () => ({
      version: contractVersion,
      asyncapi: '/v1/contract/asyncapi.json',
      schemas: contractSchemas.map(({ type, direction, description }) => ({
        type,
        direction,
        description,
        schema: `/v1/contract/schemas/${type}`,
      })),
    }),
  );
  api.get(
    '/v1/contract/schemas/:type',
    {
      schema: {
        summary: 'The JSON Schema (2020-12) of one kind of event, receipt or answer',
        tags: ['workplace'],
        security: [],
        params: z.object({ type: z.string().max(200) }),
        response: { 200: document, ...problems },
      },
    },
    async (request) => {
      const found = contractSchemas.find(({ type }) => type === request.params.type);
      if (!found) throw new AppError('NOT_FOUND');
      return jsonSchemaOf(found, 'draft-2020-12');
    },
  );
  api.get(
    '/v1/contract/asyncapi.json',
    {
      schema: {
        summary: 'The contract as an AsyncAPI 3.0 document',
        tags: ['workplace'],
        security: [],
        response: { 200: document },
      },
    },
    async () => asyncApi(contractVersion),
  );
};
