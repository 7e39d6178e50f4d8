import { z } from 'zod';

/**
 * A principal as the workplace writes it: a kind, a colon, an id of the workplace's own (`grp:42/drh`). `grp` and `group` are
 * the same kind.
 */
export const contractPrincipal = z
  .string()
  .regex(
    /^(org|space|grp|group|user):[A-Za-z0-9][A-Za-z0-9._@:/+-]{0,199}$/,
    'a principal such as space:42 or grp:42/drh',
  )
  .meta({
    description: 'Who: `user:`, `grp:` (or `group:`), `space:` or `org:`, then an id of the workplace.',
  });

/** The spelling under which rights are kept: `group:` for both ways of writing a group. */
export const principalOf = (written: string): string => written.replace(/^grp:/, 'group:');
