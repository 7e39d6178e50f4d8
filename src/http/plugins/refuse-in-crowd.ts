import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';

/**
 * Routes registered beside this hook refuse before anything is looked up while more come than can be served (R85): with three
 * statements for each who is refused, they would cost as much as those who are served. To be called before `requireToken`.
 */
export function refuseInCrowd(app: FastifyInstance, services: Pick<Services, 'knock'>): void {
  app.addHook('onRequest', async () => services.knock());
}
