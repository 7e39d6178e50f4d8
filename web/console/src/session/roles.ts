import { ProblemError } from '../../../shared/api/problem.ts';
import type { Connection } from '../api/connection.ts';

/** What somebody is to the organisation: each opens pages of its own. */
export const roleNames = ['admin', 'auditor', 'owner'] as const;
export type Role = (typeof roleNames)[number];

/** An address that only people of this role find. Auditors' pages are open to administrators too. */
const told: Readonly<Record<Role, string>> = {
  admin: '/v1/admin/assistant',
  auditor: '/v1/admin/audit?limit=1',
  owner: '/v1/admin/roles',
};

/** The roles that the server serves; to whoever lacks one, its addresses are missing. */
export async function readRoles(
  { get }: Pick<Connection, 'get'>,
  signal: AbortSignal,
): Promise<ReadonlySet<Role>> {
  const found = await Promise.all(
    roleNames.map(async (role) => ((await isServed(() => get(told[role], {}, signal))) ? role : null)),
  );
  return new Set(found.filter((role) => role !== null));
}

async function isServed(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return false;
    throw error;
  }
}
