import type { AccessRule } from '../core/access/access-rule.ts';
import type { OrganisationFile } from '../core/access/organisation-file.ts';
import type { Identity } from '../core/access/trusted-issuer.ts';
import type { Sensitivity } from '../core/document.ts';
import type { SpaceRole } from './document-store.ts';

export type Person = {
  readonly org: string;
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  /** True for those who look after the settings of the organisation. */
  readonly isAdmin: boolean;
  /** True for those who name administrators and auditors. */
  readonly isOwner: boolean;
  /** True for those who read what administrators read of the audit and the like, and change nothing. */
  readonly isAuditor: boolean;
};

/** Somebody with what they are in the organisation. */
export type PersonWithRoles = Pick<Person, 'id' | 'name' | 'isOwner' | 'isAdmin' | 'isAuditor'>;

export type SpaceCard = {
  readonly id: string;
  readonly title: string;
  readonly sensitivity: Sensitivity;
  /** False for a space that is excluded from the assistant (`DocumentStore.switchSpace`). */
  readonly assistantEnabled: boolean;
};

/** What somebody belongs to: what their organisation is called, and the spaces that its workplace has them look after, by title. */
export type Belonging = {
  readonly organisation: string;
  readonly animates: readonly Pick<SpaceCard, 'id' | 'title'>[];
};

/** A space as those see it who look after it. */
export type TendedSpace = Pick<SpaceCard, 'id' | 'title' | 'assistantEnabled'> & {
  readonly excludedAs: SpaceRole | null;
  readonly excludedAtSource: boolean;
  /** Whether the person is among those whom its workplace names. */
  readonly isAnimator: boolean;
};

/** Organisations, people, spaces and who belongs to what: read at every request, never cached across requests. */
export type AccessRepository = {
  /**
   * Makes the organisation exactly what the file says; what the file no longer names is removed. Idempotent.
   * @throws AppError `ORGANISATION_MANAGED` when a source says who its people are
   */
  applyOrganisation(
    file: OrganisationFile,
    issuer: string,
  ): Promise<{ users: number; groups: number; spaces: number }>;
  /**
   * The only way to a person. By identity, only as an issuer says it that the organisation trusts; where it trusts none, the
   * installation's own.
   */
  findPerson(org: string, by: { readonly id: string } | Identity): Promise<Person | null>;
  /** Those of these organisations that know this identity, by id. */
  findOrganisationsOf(identity: Identity, among: readonly string[]): Promise<readonly string[]>;
  /** People with any role, by id. */
  listRoles(org: string): Promise<readonly PersonWithRoles[]>;
  /** Says what somebody is, with a record in the audit; `null` when there is no such person. */
  setRoles(
    org: string,
    user: string,
    roles: { readonly isAdmin: boolean; readonly isAuditor: boolean },
    by: string | null,
  ): Promise<PersonWithRoles | null>;
  /** How somebody signs in: at which issuer, as whom. */
  listIdentities(org: string, user: string): Promise<readonly Identity[]>;
  /** Those of these people who are there and were not disabled, by id. */
  findPeople(org: string, ids: readonly string[]): Promise<readonly string[]>;
  listOrganisations(): Promise<readonly { id: string; title: string }[]>;
  /** @throws AppError `ORGANISATION_UNKNOWN` or `SPACE_UNKNOWN` */
  findSpace(org: string, id: string): Promise<SpaceCard>;
  /** Whether the person may look after it is for the caller to decide; `null` when it is not there. */
  findTendedSpace(org: string, user: string, id: string): Promise<TendedSpace | null>;
  findBelonging(org: string, user: string): Promise<Belonging>;
  /** Spaces that the person belongs to, by title. */
  listSpacesOf(org: string, user: string): Promise<readonly SpaceCard[]>;
  /** Ids of the access classes that the person may read now, ascending; empty for an unknown person. */
  readableClasses(org: string, user: string): Promise<readonly number[]>;
  /** Those of the principals that name no user, group, space or organisation here. */
  findUnknownPrincipals(org: string, principals: readonly string[]): Promise<readonly string[]>;
  /** The id of the class with exactly these readers, made when it is new. */
  ensureAccessClass(org: string, rule: AccessRule): Promise<number>;
};
