import type { Environment } from '../../config/env.ts';
import { AppError } from '../core/errors.ts';

/**
 * Refuses what several processes cannot share, apart from each other: the API without work, or work without the API. This is the one
 * place that knows.
 * @throws AppError `CONFIGURATION_INVALID` with what to set
 */
export function checkShared(environment: Environment): void {
  const problems: string[] = [];
  if (!environment.database)
    problems.push(
      'DATABASE_URL: the PostgreSQL of the data folder belongs to its machine; processes apart need a server that all reach.',
    );
  if (environment.index.kind === 'sqlite')
    problems.push('INDEX: files of the data folder belong to one process; processes apart need qdrant.');
  if (!environment.bucket)
    problems.push(
      'S3_BUCKET: the files of the data folder are on one machine; processes apart need a bucket.',
    );
  if (problems.length > 0) throw new AppError('CONFIGURATION_INVALID', { detail: problems.join('\n') });
}
