import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import { tunables } from '../../../config/tunables.ts';
import type { PostgresConnection } from './database.ts';

/**
 * Tells a server that stands still from a statement that takes long: while somebody waits for it, it is asked for nothing but a sign of
 * life, on a connection of its own. No limit of a statement can do that, for some take minutes by right.
 */
export type ServerWatch = {
  /** True from when it gave no sign in time until it gives one again. */
  readonly isAway: boolean;
  /** Says that somebody waits from now on; what it gives says that they do no longer. */
  waiting(): () => void;
  /** Adds what is to be done when the server is found to be away. */
  onAway(listener: () => void): void;
  close(): Promise<void>;
};

/** Watches a server, connected at once; nothing is asked of it while nobody waits. */
export async function watchServer(connection: PostgresConnection): Promise<ServerWatch> {
  const { signEveryMs, signWithinMs } = tunables.database;
  const listeners: (() => void)[] = [];
  const closing = new AbortController();
  let asker: pg.Client | null = null;
  let waiters = 0;
  let isAway = false;
  let watching: Promise<void> | null = null;

  async function watch(): Promise<void> {
    while (!closing.signal.aborted && (waiters > 0 || isAway)) {
      await sleep(signEveryMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      if (closing.signal.aborted || (waiters === 0 && !isAway)) break;
      const isThere = await givesSign();
      const wasAway = isAway;
      isAway = !isThere;
      if (isAway && !wasAway) for (const listener of listeners) listener();
    }
    watching = null;
  }

  async function givesSign(): Promise<boolean> {
    // To connect takes the server a process and both some reckoning, on a busy machine more than a second.
    const withinMs = asker ? signWithinMs : tunables.database.returnWithinMs;
    const sign = ask().then(
      () => true,
      () => false,
    );
    // What came while this process was busy with something else, or stopped itself, came in time.
    const late = sleep(withinMs, false, { ref: false }).then(() => turn(false));
    if (await Promise.race([sign, late])) return true;
    cut(asker);
    asker = null;
    return false;
  }

  async function ask(): Promise<void> {
    if (!asker) {
      const fresh = new pg.Client({ ...connection, application_name: 'sourcier-watch' });
      asker = fresh;
      fresh.on('error', () => {
        if (asker === fresh) asker = null;
      });
      await fresh.connect();
    }
    await asker.query('select 1');
  }

  await givesSign();
  return {
    get isAway() {
      return isAway;
    },
    waiting: () => {
      waiters += 1;
      watching ??= watch();
      let ended = false;
      return () => {
        if (!ended) waiters -= 1;
        ended = true;
      };
    },
    onAway: (listener) => void listeners.push(listener),
    close: async () => {
      closing.abort();
      await watching;
      if (!isAway) await asker?.end().catch(() => {});
      cut(asker);
    },
  };
}

/** Ends a connection without a word to the server, which would not hear it; what waits on it fails with the reason. */
export function cut(client: pg.Client | null, reason?: Error): void {
  (
    client as unknown as { connection: { stream: { destroy(reason?: Error): void } } } | null
  )?.connection.stream.destroy(reason);
}
