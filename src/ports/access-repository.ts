import type { AccessRule } from '../core/access/access-rule.ts';
import type { OrganisationFile } from '../core/access/organisation-file.ts';
import type { Sensitivity } from '../core/document.ts';

export type Person = {
  readonly org: string;
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly title: string | null;
  /** True for those who look after the settings of the organisation. */
  readonly isAdmin: boolean;
};

export type SpaceCard = {
  readonly id: string;
  readonly title: string;
  readonly sensitivity: Sensitivity;
  /** False for a space that is excluded from the assistant (`DocumentStore.switchSpace`). */
  readonly assistantEnabled: boolean;
};

/** Organisations, people, spaces and who belongs to what: read at every request, never cached across requests. */
export type AccessRepository = {
  /** Makes the organisation exactly what the file says; what the file no longer names is removed. Idempotent. */
  applyOrganisation(
    file: OrganisationFile,
    issuer: string,
  ): Promise<{ users: number; groups: number; spaces: number }>;
  findPerson(
    org: string,
    by: { readonly id: string } | { readonly issuer: string; readonly subject: string },
  ): Promise<Person | null>;
  /** Those who have one of these subjects, whatever their issuer. */
  findPeople(org: string, subjects: readonly string[]): Promise<readonly Person[]>;
  listOrganisations(): Promise<readonly { id: string; title: string }[]>;
  /** @throws AppError `ORGANISATION_UNKNOWN` or `SPACE_UNKNOWN` */
  findSpace(org: string, id: string): Promise<SpaceCard>;
  /** Spaces that the person belongs to, by title. */
  listSpacesOf(org: string, user: string): Promise<readonly SpaceCard[]>;
  /** Ids of the access classes that the person may read now, ascending; empty for an unknown person. */
  readableClasses(org: string, user: string): Promise<readonly number[]>;
  /** Those of the principals that name no user, group, space or organisation here. */
  findUnknownPrincipals(org: string, principals: readonly string[]): Promise<readonly string[]>;
  /** The id of the class with exactly these readers, made when it is new. */
  ensureAccessClass(org: string, rule: AccessRule): Promise<number>;
};
