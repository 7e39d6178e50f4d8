import { describe, expect, it } from 'vitest';
import { accessFile, accessOf, matchesPattern } from './access-file.ts';

describe('patterns of access files', () => {
  it.each([
    ['rh/salaires/**', 'rh/salaires/2026/mai.pdf', true],
    ['rh/salaires/**', 'rh/salaires', false],
    ['rh/salaires/**', 'rh/salaires-publics/mai.pdf', false],
    ['**/confidentiel/*', 'a/b/confidentiel/x.md', true],
    ['**/confidentiel/*', 'confidentiel/x.md', true],
    ['**/confidentiel/*', 'confidentiel/y/x.md', false],
    ['*.pdf', 'note.pdf', true],
    ['*.pdf', 'dossier/note.pdf', false],
    ['note-?.md', 'note-1.md', true],
    ['note.md', 'noteXmd', false],
    ['**', 'a/b/c', true],
    ['a/**/z.md', 'a/z.md', true],
    ['a/**/z.md', 'a/b/c/z.md', true],
    ['congés/**', 'conge\u0301s/note.md', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });

  it('ends quickly on a pattern made to be slow', () => {
    expect(matchesPattern(`${'*a'.repeat(12)}b`, `${'a'.repeat(40)}c`)).toBe(false);
  });
});

describe('access of a file', () => {
  const space = { id: 'rh', sensitivity: 'interne' } as const;

  it('is the members of the space when no entry matches', () => {
    expect(accessOf('note.md', space, [])).toEqual({
      rule: { allow: ['space:rh'], restrictedTo: [], deny: [] },
      sensitivity: 'interne',
    });
  });

  it('is decided by the first entry that matches', () => {
    const file = accessFile.parse([
      { path: 'paie/modele.md' },
      { path: 'paie/**', restrictedTo: ['group:drh'], deny: ['user:stagiaire'], sensitivity: 'sensible' },
    ]);
    expect(accessOf('paie/modele.md', space, file).rule.restrictedTo).toEqual([]);
    expect(accessOf('paie/mai.md', space, file)).toEqual({
      rule: { allow: ['space:rh'], restrictedTo: ['group:drh'], deny: ['user:stagiaire'] },
      sensitivity: 'sensible',
    });
  });

  it('refuses what is no principal, and entries it does not know', () => {
    expect(accessFile.safeParse([{ path: '**', restrictedTo: ['drh'] }]).success).toBe(false);
    expect(accessFile.safeParse([{ path: '**', restricted: [] }]).success).toBe(false);
  });
});
