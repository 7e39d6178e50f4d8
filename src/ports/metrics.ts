import type { Outcome } from '../core/answer/answer.ts';
import type { DocumentState } from '../core/document.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { DialectName } from '../core/providers/provider.ts';
import type { ReasonCode } from '../core/reasons.ts';
import type { WatchReport } from '../core/watch/watch-once.ts';
import type { JobName, QueueName } from '../queue/catalogue.ts';
import type { JobResult, QueueCounts } from './job-queue.ts';
import type { Monitoring } from './monitoring.ts';

/** How a call to a provider ended: an error's code, or that nobody waited for it any more. */
export type CallOutcome = 'ok' | 'aborted' | ErrorCode;

export type ProviderCall = {
  readonly operation: 'chat' | 'embeddings' | 'rerank';
  /** `local`: the model on this machine. */
  readonly dialect: DialectName | 'local';
  readonly outcome: CallOutcome;
  readonly seconds: number;
  /** Of a stream, until its first word. */
  readonly firstWordSeconds?: number | undefined;
};

/** What is counted afresh at each look, of all organisations together. */
export type Standing = {
  readonly documents: Readonly<Partial<Record<DocumentState, number>>>;
  /** By generation, documents whose vectors are whole, missing, or must not be made there. */
  readonly vectors: Readonly<
    Record<
      'serving' | 'building',
      { readonly whole: number; readonly missing: number; readonly tooSensitive: number }
    >
  >;
  readonly queues: Readonly<Record<QueueName, QueueCounts>>;
  readonly monitoring: Monitoring;
  /** Organisations whose assistant is turned off. */
  readonly assistantsOff: number;
  /** Documents that are held in memory alone, open or being read. */
  readonly privateDocuments: number;
};

/**
 * Counts and durations for those who operate the service. Every label is from a list that is closed in the code: no organisation, person,
 * document, address or word can become one (R32, R75).
 */
export type Metrics = {
  /** `route` is the template, never the address. */
  request(
    request: {
      readonly method: string;
      readonly route: string;
      readonly status: number;
      /** Why it was refused or failed. */
      readonly code: ErrorCode | null;
    },
    seconds: number,
  ): void;
  answer(kind: 'question' | 'task', outcome: Outcome | 'unfinished'): void;
  /** What the index offered and the gate gave: `withheld` is how far the index is behind rights and versions. */
  gate(passages: { readonly read: number; readonly withheld: number }): void;
  providerCall(call: ProviderCall): void;
  providerTokens(
    dialect: DialectName,
    tokens: { readonly prompt: number; readonly completion: number },
  ): void;
  job(
    /** `put-off`: its process stops or its stores are away, and it comes again. The queue is the one in which it waited. */
    job: {
      readonly name: JobName;
      readonly queue: QueueName;
      readonly result: JobResult | 'failed' | 'put-off';
    },
    took: { readonly waitedSeconds: number; readonly workedSeconds: number },
  ): void;
  /** Since a version was asked for, until its words are found; since its vectors were, until its meaning is. */
  searchable(by: 'words' | 'meaning', seconds: number): void;
  file(outcome: 'parsed' | ReasonCode): void;
  /** All of it as Prometheus reads it, with what stands now and what the last watch for canaries saw. */
  render(
    standing: Standing,
    watch: WatchReport | null,
  ): Promise<{ readonly contentType: string; readonly text: string }>;
};
