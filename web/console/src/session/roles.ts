import type { Connection } from '../api/connection.ts';

/** What somebody is to the organisation, or to some of its spaces (`animator`): each opens pages of its own. */
export const roleNames = ['admin', 'auditor', 'owner', 'animator'] as const;
export type Role = (typeof roleNames)[number];

/** Who calls, as the server says it. */
export type Me = {
  readonly id: string;
  readonly name: string;
  readonly organisation: { readonly id: string; readonly title: string };
  readonly admin: boolean;
  readonly auditor: boolean;
  readonly owner: boolean;
  /** Spaces that the workplace has them look after. */
  readonly animates: readonly { readonly id: string; readonly title: string }[];
};

export const readMe = ({ get }: Pick<Connection, 'get'>, signal: AbortSignal) =>
  get<Me>('/v1/me', {}, signal);

/** Whose pages somebody is shown: administrators see what auditors do, and look after all spaces on pages of their own. */
export function rolesOf({ admin, auditor, owner, animates }: Me): ReadonlySet<Role> {
  const has = { admin, auditor: auditor || admin, owner, animator: !admin && animates.length > 0 };
  return new Set(roleNames.filter((role) => has[role]));
}
