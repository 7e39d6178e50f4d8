/**
 * The part of what the caller may read in which to look. Several kinds given together narrow each other; an empty or
 * absent list does not narrow. A scope never widens rights.
 */
export type Scope = {
  /** Space ids. */
  readonly spaces?: readonly string[];
  /** Path prefixes (`rh/conges`), `/` separated, matched on whole path segments. */
  readonly folders?: readonly string[];
  /** Document ids. */
  readonly documents?: readonly string[];
};

export const everything: Scope = {};

/** True when the caller chose documents or folders to look into. */
export function hasChosenDocuments(scope: Scope): boolean {
  return Boolean(scope.documents?.length || scope.folders?.length);
}

/** True when the caller chose a part of what they may read. */
export function isPart(scope: Scope): boolean {
  return hasChosenDocuments(scope) || Boolean(scope.spaces?.length);
}
