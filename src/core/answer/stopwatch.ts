/** A monotonic clock in milliseconds, such as `performance`. */
export type Clock = { now(): number };

export type Stopwatch = {
  /** Starts the next step. */
  lap(): void;
  /** Notes the time since the last step began under `name` (ending in `Ms`). */
  record(name: string): void;
  /** Does something and adds the time that it took to what is noted under `name`. */
  measure<Result>(name: string, work: () => Result): Result;
  /** All that was noted, whole milliseconds, with `totalMs` since the beginning. */
  timings(): Record<string, number>;
};

export function createStopwatch(clock: Clock): Stopwatch {
  const start = clock.now();
  const noted: Record<string, number> = {};
  let lap = start;
  return {
    lap() {
      lap = clock.now();
    },
    record(name) {
      noted[name] = clock.now() - lap;
    },
    measure(name, work) {
      const before = clock.now();
      const result = work();
      noted[name] = (noted[name] ?? 0) + clock.now() - before;
      return result;
    },
    timings: () => ({ ...wholeMilliseconds(noted), totalMs: Math.round(clock.now() - start) }),
  };
}

/** Timings as they are told: in whole milliseconds. */
export function wholeMilliseconds(timings: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms)]));
}
