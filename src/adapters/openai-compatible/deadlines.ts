import { AppError } from '../../core/errors.ts';

export type Deadlines = {
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
};

export type Pacing = {
  /** Aborted with the caller's reason, or with `MODEL_UNAVAILABLE` when a deadline passed. */
  readonly signal: AbortSignal;
  /** A token came: from now on only `idleTimeoutMs` may pass until the next one. */
  beat(): void;
  /** Rejects as soon as the signal is aborted, even when the work itself does not listen. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Ends all timers, and the call if it still runs. */
  stop(): void;
};

/** Watches one call: first token, silence, whole duration, and the caller's own signal. */
export function startPacing(deadlines: Deadlines, caller: AbortSignal): Pacing {
  const own = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when it happens.
  aborted.catch(() => undefined);
  const signal = AbortSignal.any([own.signal, caller]);
  const fail = (): void => reject(signal.reason);
  signal.addEventListener('abort', fail, { once: true });
  if (signal.aborted) fail();
  const expire = (what: string) => () => own.abort(new AppError('MODEL_UNAVAILABLE', { detail: what }));
  const total = setTimeout(expire('total time-out'), deadlines.totalTimeoutMs);
  let silence = setTimeout(expire('first token time-out'), deadlines.firstTokenTimeoutMs);
  return {
    signal,
    beat() {
      clearTimeout(silence);
      silence = setTimeout(expire('idle time-out'), deadlines.idleTimeoutMs);
    },
    race: (work) => Promise.race([work, aborted]),
    stop() {
      clearTimeout(total);
      clearTimeout(silence);
      signal.removeEventListener('abort', fail);
      own.abort();
    },
  };
}
