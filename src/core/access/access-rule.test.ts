import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naiveMayRead, naivePrincipals } from '../../../test/support/naive-rights.ts';
import { randomWorld } from '../../../test/support/random-world.ts';
import { canRead, normaliseAccessRule } from './access-rule.ts';

describe('access rules', () => {
  it('R01: 10,000 random worlds agree with a naive evaluator, whatever the spelling of the rule', () => {
    fc.assert(
      fc.property(randomWorld('ville'), fc.constantFrom('a', 'b', 'c', 'd', 'stranger'), (world, user) => {
        const principals = naivePrincipals(world, 'ville', user);
        for (const rule of world.rules) {
          const expected = naiveMayRead(rule, principals);
          expect(canRead(rule, principals)).toBe(expected);
          expect(canRead(normaliseAccessRule(rule), principals)).toBe(expected);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('lets nobody read when nobody is allowed', () => {
    const nobody = { allow: [], restrictedTo: [], deny: [] };
    expect(canRead(nobody, new Set(['user:a', 'org:ville']))).toBe(false);
  });

  it('gives one spelling to rules with the same readers', () => {
    const one = normaliseAccessRule({ allow: ['b', 'a', 'b'], restrictedTo: ['d', 'c'], deny: [] });
    expect(one).toEqual({ allow: ['a', 'b'], restrictedTo: ['c', 'd'], deny: [] });
  });
});
