import { z } from 'zod';
import type { AccessRule } from '../access/access-rule.ts';
import { contractPrincipal, principalOf } from './principal.ts';

const principals = z.array(contractPrincipal).max(1_000);

/**
 * Who may read, always in full: any of `allow`, and any of `restrictedTo` unless that is empty, and none of `deny`. An empty
 * `allow` is nobody.
 */
export const acl = z
  .strictObject({
    allow: principals.meta({ description: 'At least one must be the reader’s. Empty: nobody.' }),
    restrictedTo: principals
      .default([])
      .meta({ description: 'At least one must be the reader’s, unless empty.' }),
    deny: principals.default([]).meta({ description: 'None may be the reader’s.' }),
    inherited: z.boolean().default(false).meta({
      description:
        'True: it is what the folders above give, and a later `folder.acl.changed` of one of them replaces it. False: it is its own.',
    }),
  })
  .meta({ description: 'Who may read. Required on every item: without it nobody could.' });

export type Acl = z.infer<typeof acl>;

/** Grows with each change of the readers; digests compare it. */
export const aclVersion = z.int().nonnegative().meta({ description: 'Grows with each change of `acl`.' });

/** The rule that the rights of Sourcier are kept as. */
export function ruleOf({ allow, restrictedTo, deny }: Acl): AccessRule {
  return {
    allow: allow.map(principalOf),
    restrictedTo: restrictedTo.map(principalOf),
    deny: deny.map(principalOf),
  };
}
