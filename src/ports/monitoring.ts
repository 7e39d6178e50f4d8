import type { DocumentState, Sensitivity } from '../core/document.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { TrustLevel, TrustMatrix } from '../core/trust.ts';
import type { Generation } from './search-index.ts';

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

/** Documents that can be found, of all organisations that are alike in the rest, for the vectors of one generation. */
export type VectorCount = {
  readonly status: 'serving' | 'building';
  readonly generation: Generation;
  /** How far the chosen provider that makes it is trusted; `null`: none does. */
  readonly chosenTrust: TrustLevel | null;
  /** True where organisations chose who makes it, though that provider may be gone or switched off. */
  readonly isChosen: boolean;
  /** The organisations' own; `null`: the usual one. */
  readonly matrix: TrustMatrix | null;
  readonly sensitivity: Sensitivity;
  /** Of their space. */
  readonly spaceSensitivity: Sensitivity;
  readonly documents: number;
  /** Those of which all vectors are there. */
  readonly whole: number;
};

/** Each method asks a few statements, however many organisations there are. */
export type MonitoringStore = {
  read(): Promise<Monitoring>;
  countByState(): Promise<Readonly<Partial<Record<DocumentState, number>>>>;
  countVectors(): Promise<readonly VectorCount[]>;
};
