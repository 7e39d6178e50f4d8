import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { WatchReport } from '../../core/watch/watch-once.ts';
import type { Route } from './route.ts';

/** Prometheus metrics: numbers by route and state, never by person, document or word (R32, R75). */
export const metrics =
  ({ lastWatch }: { readonly lastWatch: () => WatchReport | null }): Route =>
  (api, services) => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const durations = new Histogram({
      name: 'sourcier_http_request_seconds',
      help: 'Time to answer, by route and status.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [registry],
    });
    const jobs = new Gauge({
      name: 'sourcier_jobs',
      help: 'Jobs in the queue, by state.',
      labelNames: ['state'] as const,
      registers: [registry],
    });
    const documents = new Gauge({
      name: 'sourcier_documents',
      help: 'Documents of all organisations, by state.',
      labelNames: ['state'] as const,
      registers: [registry],
    });

    const vectors = new Gauge({
      name: 'sourcier_embedded_documents',
      help: 'Documents that can be found, by whether all their vectors are there, for the model that answers and the one to come.',
      labelNames: ['generation', 'vectors'] as const,
      registers: [registry],
    });

    const privateDocuments = new Gauge({
      name: 'sourcier_private_documents',
      help: 'Documents that are held in memory alone, open or being read.',
      registers: [registry],
    });

    const assistantsOff = new Gauge({
      name: 'sourcier_assistants_off',
      help: 'Organisations whose assistant is turned off.',
      registers: [registry],
    });

    const sightings = new Gauge({
      name: 'sourcier_watch_sightings',
      help: 'What the last watch saw of canaries, by result; `seen` is a leak.',
      labelNames: ['result'] as const,
      registers: [registry],
    });
    const watchedAt = new Gauge({
      name: 'sourcier_watch_last_run_seconds',
      help: 'When canaries were last looked for, in seconds since 1970; 0: never.',
      registers: [registry],
    });

    api.addHook('onResponse', async (request, reply) => {
      durations.observe(
        {
          method: request.method,
          route: request.routeOptions.url ?? 'unknown',
          status: String(reply.statusCode),
        },
        reply.elapsedTime / 1_000,
      );
    });
    api.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const { queue, assistantsOff: off, documents: counts } = await services.health.counts();
      assistantsOff.set(off);
      for (const [state, count] of Object.entries(queue)) jobs.set({ state }, count);
      privateDocuments.set(services.privateDocuments.count());
      const watch = lastWatch();
      watchedAt.set((watch?.at.getTime() ?? 0) / 1_000);
      sightings.reset();
      for (const { result } of watch?.sightings ?? []) sightings.inc({ result });
      documents.reset();
      vectors.reset();
      for (const { byState, embedding } of counts) {
        for (const [state, count] of Object.entries(byState)) documents.inc({ state }, count);
        for (const generation of ['serving', 'building'] as const) {
          const { done = 0, total = 0, tooSensitive = 0 } = embedding[generation] ?? {};
          vectors.inc({ generation, vectors: 'whole' }, done);
          vectors.inc({ generation, vectors: 'missing' }, total - done - tooSensitive);
          vectors.inc({ generation, vectors: 'too-sensitive' }, tooSensitive);
        }
      }
      return reply.type(registry.contentType).send(await registry.metrics());
    });
  };
