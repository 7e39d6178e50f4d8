/**
 * Who may read: any of `allow`, and any of `restrictedTo` unless that is empty, and none of `deny`.
 * Values are principals (`org:`, `space:`, `group:`, `user:` + id). An empty `allow` is nobody.
 */
export type AccessRule = {
  readonly allow: readonly string[];
  readonly restrictedTo: readonly string[];
  readonly deny: readonly string[];
};

/** One spelling per set of readers, so that equal rules share one access class: sorted, without repetition. */
export function normaliseAccessRule(rule: AccessRule): AccessRule {
  const sorted = (list: readonly string[]) => [...new Set(list)].sort();
  return { allow: sorted(rule.allow), restrictedTo: sorted(rule.restrictedTo), deny: sorted(rule.deny) };
}

/** True when a caller who is all of `principals` may read. The SQL gate says the same in one statement. */
export function canRead(rule: AccessRule, principals: ReadonlySet<string>): boolean {
  const any = (list: readonly string[]) => list.some((principal) => principals.has(principal));
  return any(rule.allow) && (rule.restrictedTo.length === 0 || any(rule.restrictedTo)) && !any(rule.deny);
}
