import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../ports/metrics.ts';
import { catalogue, type JobName, type QueueName } from '../../queue/catalogue.ts';
import { createStandingGauges } from './standing-gauges.ts';

/** Until people see something. */
const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Until work in the background is done: seconds to hours. */
const slow = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400];

/** Metrics of one process, kept by prom-client. */
export function createPrometheusMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'sourcier_http_request_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: quick,
    registers,
  });
  const refused = new Counter({
    name: 'sourcier_http_refused_total',
    help: 'Requests that were refused or failed, by error code, also within a stream.',
    labelNames: ['code'] as const,
    registers,
  });
  const answers = new Counter({
    name: 'sourcier_answers_total',
    help: 'Answers by how they ended; not-found: nothing that answers was found.',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const gated = new Counter({
    name: 'sourcier_gate_passages_total',
    help: 'Passages that the index offered, by whether the database gave them to the caller.',
    labelNames: ['result'] as const,
    registers,
  });
  const calls = new Histogram({
    name: 'sourcier_provider_seconds',
    help: 'Calls to providers of models, by how they ended.',
    labelNames: ['operation', 'dialect', 'outcome'] as const,
    buckets: quick,
    registers,
  });
  const firstWords = new Histogram({
    name: 'sourcier_provider_first_word_seconds',
    help: 'Time until the first word of a chat model.',
    labelNames: ['dialect'] as const,
    buckets: quick,
    registers,
  });
  const tokens = new Counter({
    name: 'sourcier_provider_tokens_total',
    help: 'Tokens of chat models, as their providers count them.',
    labelNames: ['dialect', 'direction'] as const,
    registers,
  });
  const jobs = new Histogram({
    name: 'sourcier_job_seconds',
    help: 'Time that jobs took, without waiting.',
    labelNames: ['job', 'result'] as const,
    buckets: slow,
    registers,
  });
  const waits = new Histogram({
    name: 'sourcier_job_wait_seconds',
    help: 'Time that jobs waited in the queue before their last attempt.',
    labelNames: ['queue'] as const,
    buckets: slow,
    registers,
  });
  const rights = new Histogram({
    name: 'sourcier_rights_to_index_seconds',
    help: 'From a change of rights to the index that follows it; the gate follows at once.',
    buckets: slow,
    registers,
  });
  const searchable = new Histogram({
    name: 'sourcier_searchable_seconds',
    help: 'Until a document is found: by its words since it came, by its meaning since its words are.',
    labelNames: ['by'] as const,
    buckets: slow,
    registers,
  });
  const files = new Counter({
    name: 'sourcier_files_read_total',
    help: 'Files that were read, by the reason where they were not; parse-timeout, -memory and -crash: killed parsers.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const setStanding = createStandingGauges(registry);

  return {
    request: ({ method, route, status, code }, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds);
      if (code !== null) refused.inc({ code });
    },
    answer: (kind, outcome) => answers.inc({ kind, outcome }),
    gate: ({ read, withheld }) => {
      gated.inc({ result: 'read' }, read);
      gated.inc({ result: 'withheld' }, withheld);
    },
    providerCall: ({ operation, dialect, outcome, seconds, firstWordSeconds }) => {
      calls.observe({ operation, dialect, outcome }, seconds);
      if (firstWordSeconds !== undefined) firstWords.observe({ dialect }, firstWordSeconds);
    },
    providerTokens: (dialect, { prompt, completion }) => {
      tokens.inc({ dialect, direction: 'prompt' }, prompt);
      tokens.inc({ dialect, direction: 'completion' }, completion);
    },
    job: ({ name, result }, { waitedSeconds, workedSeconds }) => {
      const queue = queueOf(name);
      jobs.observe({ job: name, result }, workedSeconds);
      waits.observe({ queue }, waitedSeconds);
      if (queue === 'rights' && result !== 'failed') rights.observe(waitedSeconds + workedSeconds);
    },
    searchable: (by, seconds) => searchable.observe({ by }, seconds),
    file: (outcome) => files.inc({ outcome }),
    render: async (standing, watch) => {
      setStanding(standing, watch);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

const queueOf = (name: JobName): QueueName => catalogue[name].queue;
