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
  const entry = entryOf(path, file);
  return {
    rule: {
      allow: entry?.allow ?? [`space:${space.id}`],
      restrictedTo: entry?.restrictedTo ?? [],
      deny: entry?.deny ?? [],
    },
    sensitivity: entry?.sensitivity ?? space.sensitivity,
  };
}

/** The entry that decides for a path: the first that matches. */
export function entryOf(path: string, file: AccessFile): AccessFile[number] | undefined {
  return file.find((candidate) => matchesPattern(candidate.path, path));
}

/** Glob on whole paths: `*` within a segment, `?` one character, `**` any number of segments. */
export function matchesPattern(pattern: string, path: string): boolean {
  const segments = path.normalize('NFC').split('/');
  const globs = pattern.normalize('NFC').split('/');
  // A last `**` stands for what is below the folder, not for the folder itself.
  if (globs.length > 1 && globs.at(-1) === '**') globs.push('*');
  return matchesSequence(globs, segments, '**', matchesSegment);
}

function matchesSegment(glob: string, segment: string): boolean {
  return matchesSequence(
    [...glob],
    [...segment],
    '*',
    (sign, character) => sign === '?' || sign === character,
  );
}

/**
 * Matches items one to one, where `any` stands for any number of them. Goes back to the last `any` only, so that the worst
 * pattern costs the product of the two lengths (a regular expression would cost exponentially more).
 */
function matchesSequence(
  pattern: readonly string[],
  items: readonly string[],
  any: string,
  matchesOne: (wanted: string, item: string) => boolean,
): boolean {
  let at = 0;
  let retry: { at: number; item: number } | null = null;
  for (let item = 0; item < items.length; ) {
    const wanted = pattern[at];
    if (wanted === any) {
      retry = { at: at + 1, item };
      at += 1;
    } else if (wanted !== undefined && matchesOne(wanted, items[item] ?? '')) {
      at += 1;
      item += 1;
    } else if (retry) {
      retry = { at: retry.at, item: retry.item + 1 };
      at = retry.at;
      item = retry.item;
    } else return false;
  }
  while (pattern[at] === any) at += 1;
  return at === pattern.length;
}
