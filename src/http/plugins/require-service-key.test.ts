import fastify from 'fastify';
import { expect, test } from 'vitest';
import { requireSource, type ServiceCaller } from '../../core/access/service-key.ts';
import { AppError } from '../../core/errors.ts';
import { handleError } from '../error-handler.ts';
import { requireServiceKey } from './require-service-key.ts';

const caller: ServiceCaller = { org: 'ormeval', keyId: 'k', scopes: ['items:read'], source: 'xwiki' };

test('R58: a route answers to keys with its scope only, and runs nothing for others', async () => {
  const ran: string[] = [];
  const app = fastify();
  app.setErrorHandler(handleError);
  const services = {
    authenticateService: async (authorization?: string) => {
      if (authorization !== 'Bearer good') throw new AppError('TOKEN_INVALID');
      return caller;
    },
  };
  for (const scope of ['items:read', 'events:write'] as const)
    await app.register(async (forPrograms) => {
      requireServiceKey(forPrograms, services, scope);
      forPrograms.get(`/${scope}`, async ({ service }) => {
        ran.push(scope);
        return service.org;
      });
    });
  const call = async (url: string, authorization?: string) =>
    (await app.inject({ url, headers: { ...(authorization && { authorization }) } })).statusCode;
  expect(await call('/items:read', 'Bearer good')).toBe(200);
  expect(await call('/events:write', 'Bearer good')).toBe(403);
  expect(await call('/items:read', 'Bearer bad')).toBe(401);
  expect(await call('/events:write')).toBe(401);
  expect(ran).toEqual(['items:read']);
  await app.close();
});

test('R19: ids of another source are missing to a key that is bound to one', () => {
  requireSource(caller, 'xwiki');
  requireSource({ source: null }, 'seafile');
  for (const source of ['seafile', 'XWiki', 'xwiki ', ''])
    expect(() => requireSource(caller, source)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});
