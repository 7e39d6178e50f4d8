import { setTimeout as sleep } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { Sourcier } from '../compose.ts';
import { wantedGenerations } from '../core/ingest/keep-generations.ts';
import type { RebuildSubject } from '../ports/document-store.ts';
import { say } from './with-sourcier.ts';

/** Until what to wait: words can be found, scans left to the background, or everything that is configured is done. */
export type WaitFor = 'words' | 'all';

const pollMs = 150;

/**
 * Waits until no document of the source (of the organisation, without one) is under way, showing how far it is. Throws
 * the reason of `signal` when it fires; the work goes on at the next run.
 */
export async function awaitIngestion(
  { stores, enginesIn, environment }: Sourcier,
  request: {
    readonly org: string;
    readonly source?: string;
    readonly wait: WaitFor;
    readonly quiet: boolean;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { org, source, signal } = request;
  const passes = request.wait === 'all';
  const bar = createBar(say(environment, { fr: 'lecture   ', en: 'reading   ' }), request.quiet);
  try {
    for (;;) {
      signal.throwIfAborted();
      const byState =
        source === undefined
          ? await stores.documents.countByState(org)
          : (await stores.documents.sourceProgress(org, source)).byState;
      const { current } = (await enginesIn(org)).embedders;
      const [vectors = null] = await wantedGenerations(stores, org, passes && current ? [current] : []);
      const pending = await stores.documents.countUnfinished(org, { source, passes, vectors });
      const total = Object.values(byState).reduce((sum, count) => sum + count, 0);
      bar.show(total - pending, total);
      if (pending === 0 && (await isDelivered(stores))) return;
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    bar.stop();
  }
}

/**
 * Waits until all that was asked to be read anew was read or given up, scans too, showing how far it is. Documents that can be found
 * meanwhile are under way in no state of their own: their marks tell. Throws as `awaitIngestion` does.
 */
export async function awaitRebuild(
  { stores, environment }: Sourcier,
  request: {
    readonly org: string;
    readonly subject: RebuildSubject;
    readonly quiet: boolean;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { org, subject, signal } = request;
  const bar = createBar(say(environment, { fr: 'relecture ', en: 'reading   ' }), request.quiet);
  try {
    for (;;) {
      signal.throwIfAborted();
      const rebuild = await stores.indexHealth.findRebuild(org, subject);
      const { documents, remaining } = rebuild ?? { documents: 0, remaining: 0 };
      // What is attached to a document may come to it while it is read.
      bar.show(Math.max(0, documents - remaining), documents);
      if (remaining === 0 && (await isDelivered(stores))) return;
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    bar.stop();
  }
}

/** Moved and removed documents wait in no state of their own: the index has them when these are empty. */
async function isDelivered({ outbox, queue }: Sourcier['stores']): Promise<boolean> {
  return (await outbox.isEmpty()) && (await queue.isIdle('rights'));
}

/** A progress bar on stderr for people at a terminal; nothing for scripts. */
export function createBar(
  label: string,
  quiet: boolean,
): { show(done: number, total: number): void; stop(): void } {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}`, hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show: (done, total) => {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
