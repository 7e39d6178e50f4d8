import type { OrganisationId } from '../core/document.ts';

/** Which names are wanted: those that hold all the words (and their ids are looked at too), or those of these ids. */
export type NameQuery = {
  readonly words: readonly string[];
  readonly ids?: readonly string[];
  readonly limit: number;
  /** Continues after this one. */
  readonly after?: NamePlace;
};

/** Where a name stands in a list: names that begin with the first word come first, then those of which another word does. */
export type NamePlace = { readonly rank: number; readonly sortedBy: string; readonly id: string };

export type NamedPerson = {
  readonly id: string;
  readonly name: string;
  /** What they do in the organisation. */
  readonly title: string | null;
  readonly isGuest: boolean;
  readonly isDisabled: boolean;
};

export type NamedGroup = { readonly id: string; readonly title: string };

export type NamedSpace = NamedGroup & { readonly assistantEnabled: boolean };

/** Whom and what an organisation has, found by name: for those who look after it. Nothing here says what anybody may read. */
export type Directory = {
  findPeople(org: OrganisationId, query: NameQuery): Promise<readonly (NamedPerson & NamePlace)[]>;
  findGroups(org: OrganisationId, query: NameQuery): Promise<readonly (NamedGroup & NamePlace)[]>;
  findSpaces(org: OrganisationId, query: NameQuery): Promise<readonly (NamedSpace & NamePlace)[]>;
};
