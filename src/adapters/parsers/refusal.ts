import type { ReasonCode } from '../../core/reasons.ts';

/**
 * Thrown inside the readers when a file cannot or must not be read; `readDocument` turns it into an outcome.
 * `detail` goes to logs: never text of the document, never a path.
 */
export class Refusal extends Error {
  readonly outcome: 'skipped' | 'failed';
  readonly reason: ReasonCode;
  readonly detail: string | undefined;

  constructor(outcome: 'skipped' | 'failed', reason: ReasonCode, detail?: string) {
    super(reason);
    this.name = 'Refusal';
    this.outcome = outcome;
    this.reason = reason;
    this.detail = detail;
  }
}
