import type { AccessRule } from '../../src/core/access/access-rule.ts';

/** A small organisation with its rules, as plain facts. */
export type World = {
  readonly users: readonly string[];
  /** Container → members, both principals. */
  readonly memberships: readonly { readonly principal: string; readonly member: string }[];
  readonly rules: readonly AccessRule[];
};

/** Who somebody is, by walking up from the person; nothing clever. */
export function naivePrincipals(world: World, org: string, user: string): Set<string> {
  if (!world.users.includes(user)) return new Set();
  const found = new Set<string>();
  const visit = (principal: string) => {
    if (found.has(principal)) return;
    found.add(principal);
    for (const membership of world.memberships)
      if (membership.member === principal) visit(membership.principal);
  };
  visit(`user:${user}`);
  visit(`org:${org}`);
  return found;
}

/** The rule in the words of 02-architecture, spelled out one condition at a time. */
export function naiveMayRead(rule: AccessRule, principals: ReadonlySet<string>): boolean {
  let allowed = false;
  for (const principal of rule.allow) if (principals.has(principal)) allowed = true;
  if (!allowed) return false;
  for (const principal of rule.deny) if (principals.has(principal)) return false;
  if (rule.restrictedTo.length === 0) return true;
  for (const principal of rule.restrictedTo) if (principals.has(principal)) return true;
  return false;
}
