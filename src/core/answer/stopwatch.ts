/** A monotonic clock in milliseconds, such as `performance`. */
export type Clock = { now(): number };

export type Stopwatch = {
  /** Starts the next step. */
  lap(): void;
  /** Notes the time since the last step began under `name` (ending in `Ms`). */
  record(name: string): void;
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
      noted[name] = Math.round(clock.now() - lap);
    },
    timings: () => ({ ...noted, totalMs: Math.round(clock.now() - start) }),
  };
}
