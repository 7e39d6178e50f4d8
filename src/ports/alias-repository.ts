import type { AccessFilter } from '../core/access/access-filter.ts';
import type { Alias, AliasPair } from '../core/find/alias.ts';
import type { LookedUp } from '../core/find/alias-keys.ts';

/** `learned`: from documents alone; `added`: by an administrator; `hidden`: either, and not used. */
export const aliasStatuses = ['learned', 'added', 'hidden'] as const;
export type AliasStatus = (typeof aliasStatuses)[number];

export type ListedAlias = AliasPair & {
  readonly id: string;
  readonly status: AliasStatus;
  /** Documents readable by the caller that teach it. */
  readonly documents: number;
};

export type AliasPage = {
  readonly limit: number;
  /** Letters of the acronym, or words of the long form. */
  readonly query?: string | undefined;
  readonly status?: AliasStatus | undefined;
  /** Continues after this id, in the order of the list. */
  readonly after?: { readonly acronym: string; readonly id: string } | undefined;
};

/** Who changes something; `null`: the operator. */
export type AliasEditor = string | null;

/**
 * Acronyms and their long forms. What documents teach is known to those who may read at least one of them at this moment,
 * and to nobody else (R01, R15); what an administrator enters holds for the whole organisation. Each change leaves an
 * audit record of ids.
 */
export type AliasRepository = {
  /** Pairs that a question may use: neither hidden, nor learned from what the caller may not read. */
  find(within: AccessFilter, lookedUp: LookedUp): Promise<readonly Alias[]>;
  /** Entered pairs and those learned from documents that the caller may read, by acronym. */
  list(within: AccessFilter, page: AliasPage): Promise<readonly ListedAlias[]>;
  /** One of these; `null` for any other id. */
  show(within: AccessFilter, id: string): Promise<ListedAlias | null>;
  /** Enters a pair, or spells it anew; it is used even if it was hidden. Gives its id. */
  add(org: string, pair: AliasPair, by: AliasEditor): Promise<string>;
  /** Forgets an entered pair; documents that teach it still do. False when it was not entered. */
  remove(org: string, id: string, by: AliasEditor): Promise<boolean>;
  /** Uses a pair no longer, whoever teaches it, now or later. */
  hide(org: string, id: string, by: AliasEditor): Promise<void>;
  /** Undoes `hide`. */
  unhide(org: string, id: string, by: AliasEditor): Promise<void>;
  /** Pairs entered for the organisation, by acronym: what the operator sees without anybody's rights. */
  listAdded(org: string): Promise<readonly ListedAlias[]>;
};
