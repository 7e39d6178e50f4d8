import type { Connection } from '../api/connection.ts';
import { spacesApi } from '../api/spaces.ts';
import { unlessMissing } from '../api/unless-missing.ts';

/** What somebody is to the organisation, or to one of its spaces (`animator`): each opens pages of its own. */
export const roleNames = ['admin', 'auditor', 'owner', 'animator'] as const;
export type Role = (typeof roleNames)[number];

/** What the server serves to somebody. */
type Standing = {
  readonly roles: ReadonlySet<Role>;
  /** Id of the organisation, which records of the audit name; `null`: nobody says. */
  readonly organisation: string | null;
};

/**
 * Asks what only people of each role find: to whoever lacks one, its addresses are missing. Auditors' are there for administrators
 * too.
 */
export async function readStanding(
  connection: Pick<Connection, 'get' | 'send'>,
  signal: AbortSignal,
): Promise<Standing> {
  const { get } = connection;
  const [admin, audit, owner] = await Promise.all([
    unlessMissing(() => get('/v1/admin/assistant', {}, signal)),
    unlessMissing(() =>
      get<{ records: readonly { organisation: string }[] }>('/v1/admin/audit', { limit: 1 }, signal),
    ),
    unlessMissing(() => get('/v1/admin/roles', {}, signal)),
  ]);
  // Administrators look after all spaces on pages of their own.
  const tended = admin === null ? await spacesApi(connection).tended(signal) : [];
  const served = { admin, auditor: audit, owner, animator: tended.length > 0 ? tended : null };
  return {
    roles: new Set(roleNames.filter((role) => served[role] !== null)),
    organisation: audit?.records[0]?.organisation ?? null,
  };
}
