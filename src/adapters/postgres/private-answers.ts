import { AppError } from '../../core/errors.ts';
import type { PrivateAnswers } from '../../ports/private-answers.ts';
import type { Database } from './database.ts';
import { regionOf } from './provider-region.ts';
import { recordAudit } from './record-audit.ts';

/** The audit records of answers from private documents in PostgreSQL: all that is kept of them. */
export function createPrivateAnswers(db: Database): PrivateAnswers {
  return {
    record: (org, user, answer) =>
      db
        .transaction()
        .execute(async (transaction) => {
          const region = await regionOf(transaction, org, answer.provider);
          await recordAudit(transaction, org, user, 'private-document-answer', { ...answer, region });
        })
        .catch((cause: unknown) => {
          throw new AppError('ANSWER_NOT_RECORDED', { cause });
        }),
  };
}
