import fc from 'fast-check';
import type { World } from './naive-rights.ts';

const names = ['a', 'b', 'c', 'd'];

/**
 * Small worlds with few names, so that groups in groups, loops, people nobody knows and rules that contradict each other
 * are common.
 */
export function randomWorld(org: string): fc.Arbitrary<World> {
  const user = fc.constantFrom(...names.map((name) => `user:${name}`));
  const group = fc.constantFrom(...names.map((name) => `group:${name}`));
  const space = fc.constantFrom(...names.map((name) => `space:${name}`));
  const anyone = fc.oneof(user, group, space, fc.constantFrom(`org:${org}`, 'org:other', 'user:nobody'));
  const someOf = (principal: fc.Arbitrary<string>) => fc.uniqueArray(principal, { maxLength: 3 });
  return fc.record({
    users: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
    memberships: fc.uniqueArray(
      fc.record({
        principal: fc.oneof(group, space),
        member: fc.oneof(user, group, space, fc.constant(`org:${org}`)),
      }),
      { maxLength: 8, selector: ({ principal, member }) => `${principal} ${member}` },
    ),
    rules: fc.uniqueArray(
      fc.record({ allow: someOf(anyone), restrictedTo: someOf(anyone), deny: someOf(anyone) }),
      { minLength: 1, maxLength: 6, selector: (rule) => JSON.stringify(rule) },
    ),
  });
}
