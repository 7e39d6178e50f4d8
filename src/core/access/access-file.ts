import { z } from 'zod';
import { type Sensitivity, sensitivities } from '../document.ts';
import type { AccessRule } from './access-rule.ts';

const principals = z.array(z.string().regex(/^(org|space|group|user):.+$/, 'a principal such as group:drh'));

/** The file of `ingest --acl`: the first entry whose pattern matches a path decides. */
export const accessFile = z.array(
  z.strictObject({
    path: z.string().min(1),
    allow: principals.optional(),
    restrictedTo: principals.default([]),
    deny: principals.default([]),
    sensitivity: z.enum(sensitivities).optional(),
  }),
);

export type AccessFile = z.infer<typeof accessFile>;

/**
 * Rule and sensitivity of a file of a space. Without an entry: the space's members, and the space's sensitivity.
 * `path` is below the ingested folder, `/` separated.
 */
export function accessOf(
  path: string,
  space: { readonly id: string; readonly sensitivity: Sensitivity },
  file: AccessFile,
): { rule: AccessRule; sensitivity: Sensitivity } {
  const entry = file.find((candidate) => matchesPattern(candidate.path, path));
  return {
    rule: {
      allow: entry?.allow ?? [`space:${space.id}`],
      restrictedTo: entry?.restrictedTo ?? [],
      deny: entry?.deny ?? [],
    },
    sensitivity: entry?.sensitivity ?? space.sensitivity,
  };
}

/** Glob on whole paths: `*` within a segment, `?` one character, `**` any number of segments. */
export function matchesPattern(pattern: string, path: string): boolean {
  const source = pattern
    .normalize('NFC')
    .split('/')
    .map((segment) =>
      segment === '**'
        ? '**'
        : segment
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replaceAll('*', '[^/]*')
            .replaceAll('?', '[^/]'),
    )
    .join('/')
    .replaceAll('/**/', '/(?:.*/)?')
    .replace(/^\*\*\//, '(?:.*/)?')
    .replace(/\/\*\*$/, '/.*')
    .replace(/^\*\*$/, '.*');
  return new RegExp(`^${source}$`, 'u').test(path.normalize('NFC'));
}
