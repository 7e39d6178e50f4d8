import type { AccessRepository, Person, PersonWithRoles } from '../../ports/access-repository.ts';
import { AppError } from '../errors.ts';

/** Looks after the settings of the organisation. */
export const isAdministrator = ({ isAdmin }: Person): boolean => isAdmin;

/** Reads the audit and what goes with it: administrators do, and auditors, who change nothing. */
export const mayAudit = ({ isAdmin, isAuditor }: Person): boolean => isAdmin || isAuditor;

/** Names administrators and auditors. */
export const isOrganisationOwner = ({ isOwner }: Person): boolean => isOwner;

/** Is told who belongs to the organisation: whoever looks after it, or says who does. */
export const mayNamePeople = ({ isAdmin, isOwner }: Person): boolean => isAdmin || isOwner;

/**
 * Says whether somebody is an administrator or an auditor, from their next request on. Owners are named by the organisation file
 * alone. No role lets anybody read a document.
 * @throws AppError `NOT_FOUND` for somebody who is not in the organisation
 */
export async function setRoles(
  { access }: { readonly access: Pick<AccessRepository, 'setRoles'> },
  org: string,
  user: string,
  roles: { readonly isAdmin: boolean; readonly isAuditor: boolean },
  by: string,
): Promise<PersonWithRoles> {
  const changed = await access.setRoles(org, user, roles, by);
  if (!changed) throw new AppError('NOT_FOUND');
  return changed;
}
