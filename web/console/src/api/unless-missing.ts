import { ProblemError } from '../../../shared/api/problem.ts';

/** What the server gives, or `null` where it says that there is no such thing for this person. */
export async function unlessMissing<Reply>(ask: () => Promise<Reply>): Promise<Reply | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return null;
    throw error;
  }
}
