import { ProblemError } from '../../../shared/api/problem.ts';
import type { Connection } from '../api/connection.ts';

/** What somebody is to the organisation: each opens pages of its own. */
export const roleNames = ['admin', 'auditor', 'owner'] as const;
export type Role = (typeof roleNames)[number];

/** What the server serves to somebody. */
export type Standing = {
  readonly roles: ReadonlySet<Role>;
  /** Id of the organisation, which records of the audit name; `null`: nobody says. */
  readonly organisation: string | null;
};

/**
 * Asks what only people of each role find: to whoever lacks one, its addresses are missing. Auditors' are there for administrators
 * too.
 */
export async function readStanding({ get }: Pick<Connection, 'get'>, signal: AbortSignal): Promise<Standing> {
  const [admin, audit, owner] = await Promise.all([
    unlessMissing(() => get('/v1/admin/assistant', {}, signal)),
    unlessMissing(() =>
      get<{ records: readonly { organisation: string }[] }>('/v1/admin/audit', { limit: 1 }, signal),
    ),
    unlessMissing(() => get('/v1/admin/roles', {}, signal)),
  ]);
  const served = { admin, auditor: audit, owner };
  return {
    roles: new Set(roleNames.filter((role) => served[role] !== null)),
    organisation: audit?.records[0]?.organisation ?? null,
  };
}

async function unlessMissing<Reply>(ask: () => Promise<Reply>): Promise<Reply | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return null;
    throw error;
  }
}
