import type { ReasonCode } from '../core/reasons.ts';

/** What the truth tells those who operate the service, of all organisations together. */
export type Monitoring = {
  /** Documents that were not read, by why. */
  readonly unread: readonly { readonly reason: ReasonCode; readonly documents: number }[];
  /** Since when the oldest document waits to be read; `null`: none does. */
  readonly oldestWaitingSeconds: number | null;
  /** Jobs that the queue does not have yet: those of rights, and the others. */
  readonly outbox: readonly {
    readonly lane: 'rights' | 'others';
    readonly jobs: number;
    readonly oldestSeconds: number;
  }[];
  /** What answers took since the first of the month, in the time zone of budgets. */
  readonly month: {
    readonly microEuros: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
  };
};

export type MonitoringStore = { read(): Promise<Monitoring> };
