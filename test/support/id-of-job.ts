import type { Job } from '../../src/ports/job-queue.ts';

/** The id of the document, or space, that a job is for; none of one that is for a whole organisation. */
export function idOf({ payload }: Job): string | undefined {
  return 'id' in payload ? payload.id : undefined;
}
