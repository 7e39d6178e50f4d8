import type { Problem } from './types.ts';

/** The one error that the client throws: a refusal of the server, or `NETWORK` when none answered. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options: { cause?: unknown } = {}) {
    super(problem.code, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The problem behind anything thrown, ready to be shown. */
export function toProblem(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { code: 'NETWORK', title: '' };
}

/** True when somebody stopped the work on purpose: nothing is then to be shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Reads a refusal. A body that is no problem object (a proxy's page) keeps its status only. */
export function readProblem(status: number, body: string): Problem {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isProblem(parsed)) return parsed;
  } catch {
    // Not JSON: told by its status below.
  }
  return { code: status === 413 ? 'FILE_TOO_LARGE' : `HTTP_${status}`, title: '' };
}

/** Checks the two members that this page shows. */
export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'title' in value &&
    typeof value.title === 'string'
  );
}
