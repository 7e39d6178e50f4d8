import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../ports/metrics.ts';
import { createStandingGauges } from './standing-gauges.ts';

/** Until people see something. */
const quick = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Until work in the background is done: seconds to hours. */
const slow = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400];

/** Metrics of one process, kept by prom-client. */
export function createPrometheusMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    buckets: number[],
    name: string,
    help: string,
    ...labelNames: Label[]
  ) => new Histogram<Label>({ name, help, labelNames, buckets, registers });
  collectDefaultMetrics({ register: registry });
  const requests = histogram(
    quick,
    'sourcier_http_request_seconds',
    'Time to answer, by route and status.',
    'method',
    'route',
    'status',
  );
  const refused = counter(
    'sourcier_http_refused_total',
    'Requests that were refused or failed, by error code, also within a stream.',
    'code',
  );
  const answers = counter(
    'sourcier_answers_total',
    'Answers by how they ended; not-found: nothing that answers was found.',
    'kind',
    'outcome',
  );
  const gated = counter(
    'sourcier_gate_passages_total',
    'Passages that the index offered, by whether the database gave them to the caller.',
    'result',
  );
  const calls = histogram(
    quick,
    'sourcier_provider_seconds',
    'Calls to providers of models, by how they ended.',
    'operation',
    'dialect',
    'outcome',
  );
  const firstWords = histogram(
    quick,
    'sourcier_provider_first_word_seconds',
    'Time until the first word of a chat model.',
    'dialect',
  );
  const tokens = counter(
    'sourcier_provider_tokens_total',
    'Tokens of chat models, as their providers count them.',
    'dialect',
    'direction',
  );
  const jobs = histogram(
    slow,
    'sourcier_job_seconds',
    'Time that jobs took, without waiting.',
    'job',
    'result',
  );
  const waits = histogram(
    slow,
    'sourcier_job_wait_seconds',
    'Time that jobs waited in the queue before their last attempt.',
    'queue',
  );
  const rights = histogram(
    slow,
    'sourcier_rights_to_index_seconds',
    'From a change of rights to the index that follows it; the gate follows at once.',
  );
  const searchable = histogram(
    slow,
    'sourcier_searchable_seconds',
    'Until a document is found: by its words since it came, by its meaning since its words are.',
    'by',
  );
  const files = counter(
    'sourcier_files_read_total',
    'Files that were read, by the reason where they were not; parse-timeout, -memory and -crash: killed parsers.',
    'outcome',
  );
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
    job: ({ name, queue, result }, { waitedSeconds, workedSeconds }) => {
      jobs.observe({ job: name, result }, workedSeconds);
      waits.observe({ queue }, waitedSeconds);
      if (queue === 'rights' && result !== 'failed' && result !== 'put-off')
        rights.observe(waitedSeconds + workedSeconds);
    },
    searchable: (by, seconds) => searchable.observe({ by }, seconds),
    file: (outcome) => files.inc({ outcome }),
    render: async (standing, watch) => {
      setStanding(standing, watch);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
