import type { WatchReport } from '../../core/watch/watch-once.ts';
import type { Route } from './route.ts';

/** Prometheus metrics: numbers by route and state, never by person, document or word (R32, R75). */
export const metrics =
  ({ lastWatch }: { readonly lastWatch: () => WatchReport | null }): Route =>
  (api, services) => {
    api.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const standing = await services.health.standing();
      const { contentType, text } = await services.metrics.render(standing, lastWatch());
      return reply.type(contentType).send(text);
    });
  };
