import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createPrometheusMetrics } from '../../src/adapters/prometheus/metrics.ts';
import { createApp } from '../../src/http/app.ts';
import type { Services } from '../../src/http/services.ts';
import { anAccessFilter } from './access-filter-builder.ts';

const administrator = {
  org: 'bellerive',
  id: 'alice',
  name: 'Alice',
  title: null,
  isAdmin: true,
  isOwner: false,
  isAuditor: false,
};

/** The HTTP application on a free port, over the services that a test gives; any other that is called fails. */
export async function startHttpApp(given: Partial<Services>) {
  const lines: Record<string, unknown>[] = [];
  const services: Partial<Services> = {
    authenticate: async () => administrator,
    authorise: async () => anAccessFilter(),
    publicUrl: null,
    confirm: async () => {},
    knock: () => {},
    demo: null,
    metrics: createPrometheusMetrics(),
    ...given,
    answers: {
      start: unexpected,
      resume: unexpected,
      stop: unexpected,
      settled: async () => {},
      ...given.answers,
    },
  };
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const app = await createApp(services as Services, { logger, uploadMaxBytes: 1_000 });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    /** What it has logged so far, or of it what has one message. */
    log: (message?: string) => lines.filter(({ msg }) => message === undefined || msg === message),
    close: () => app.close(),
  };
}

function unexpected(): never {
  throw new Error('a service that the test did not give');
}
