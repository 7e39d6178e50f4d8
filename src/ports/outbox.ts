import type { Job } from './job-queue.ts';

/** Jobs written together with the change that asks for them, until a queue has them. */
export type Outbox = {
  /** Writes jobs that no change of the truth asks for; what a change asks for is written with it. */
  add(jobs: readonly Job[]): Promise<void>;
  /**
   * Hands up to `limit` jobs, rights first, then what people wait for, then oldest first, to `deliver`, and forgets them when it succeeds: at least once. Gives how many.
   * Several processes may do so at once without handing out the same job.
   */
  drain(limit: number, deliver: (jobs: readonly Job[]) => Promise<void>): Promise<number>;
  /** True when everything has been delivered. */
  isEmpty(): Promise<boolean>;
  /** How long the oldest job has waited for the queue; 0 when none waits. */
  oldestSeconds(): Promise<number>;
};
