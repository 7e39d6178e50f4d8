import { Gauge, type Registry } from 'prom-client';
import type { WatchReport } from '../../core/watch/watch-once.ts';
import type { Standing } from '../../ports/metrics.ts';

/** Gauges of what stands now. Gives what sets all of them. */
export function createStandingGauges(
  registry: Registry,
): (standing: Standing, watch: WatchReport | null) => void {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers: [registry] });
  const jobs = gauge('sourcier_jobs', 'Jobs in the queues, by state.', 'queue', 'state');
  const documents = gauge('sourcier_documents', 'Documents of all organisations, by state.', 'state');
  const unread = gauge('sourcier_documents_unread', 'Documents that were not read, by why.', 'reason');
  const waiting = gauge(
    'sourcier_oldest_waiting_seconds',
    'Age of the oldest document that waits to be read; 0 when none does.',
  );
  const vectors = gauge(
    'sourcier_embedded_documents',
    'Documents that can be found, by whether all their vectors are there, for the model that answers and the one to come.',
    'generation',
    'vectors',
  );
  const outbox = gauge('sourcier_outbox_jobs', 'Jobs that the queue does not have yet.', 'lane');
  const outboxAge = gauge(
    'sourcier_outbox_oldest_seconds',
    'Age of the oldest of these; 0 without any.',
    'lane',
  );
  const euros = gauge(
    'sourcier_month_euros',
    'What answers cost since the first of the month, as far as prices are known.',
  );
  const tokens = gauge(
    'sourcier_month_tokens',
    'Tokens that answers took since the first of the month.',
    'direction',
  );

  const assistantsOff = gauge('sourcier_assistants_off', 'Organisations whose assistant is turned off.');
  const privateDocuments = gauge(
    'sourcier_private_documents',
    'Documents that are held in memory alone, open or being read.',
  );
  const sightings = gauge(
    'sourcier_watch_sightings',
    'What the last watch saw of canaries, by result; `seen` is a leak.',
    'result',
  );
  const watchedAt = gauge(
    'sourcier_watch_last_run_seconds',
    'When canaries were last looked for, in seconds since 1970; 0: never.',
  );

  return (standing, watch) => {
    for (const [queue, counts] of Object.entries(standing.queues))
      for (const [state, count] of Object.entries(counts)) jobs.set({ queue, state }, count);
    documents.reset();
    for (const [state, count] of Object.entries(standing.documents)) documents.set({ state }, count);
    for (const [generation, { whole, missing, tooSensitive }] of Object.entries(standing.vectors)) {
      vectors.set({ generation, vectors: 'whole' }, whole);
      vectors.set({ generation, vectors: 'missing' }, missing);
      vectors.set({ generation, vectors: 'too-sensitive' }, tooSensitive);
    }
    const { monitoring } = standing;
    unread.reset();
    for (const { reason, documents: count } of monitoring.unread) unread.set({ reason }, count);
    waiting.set(monitoring.oldestWaitingSeconds ?? 0);
    for (const lane of ['rights', 'others'] as const) {
      const { jobs: count = 0, oldestSeconds = 0 } = monitoring.outbox.find((one) => one.lane === lane) ?? {};
      outbox.set({ lane }, count);
      outboxAge.set({ lane }, oldestSeconds);
    }
    assistantsOff.set(standing.assistantsOff);
    privateDocuments.set(standing.privateDocuments);
    watchedAt.set((watch?.at.getTime() ?? 0) / 1_000);
    sightings.reset();
    for (const { result } of watch?.sightings ?? []) sightings.inc({ result });
    euros.set(monitoring.month.microEuros / 1e6);
    tokens.set({ direction: 'prompt' }, monitoring.month.promptTokens);
    tokens.set({ direction: 'completion' }, monitoring.month.completionTokens);
  };
}
