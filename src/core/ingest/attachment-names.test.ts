import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameAttachments } from './attachment-names.ts';

const namesOf = (...names: string[]): string[] =>
  nameAttachments(names.map((name) => ({ name, bytes: new Uint8Array() }))).map(({ name }) => name);

describe('nameAttachments', () => {
  test.each([
    ['note.pdf', 'note.pdf'],
    ['dossier/sous-dossier/note.pdf', 'dossier/sous-dossier/note.pdf'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/racine/./note.pdf', 'racine/note.pdf'],
    ['..\\..\\note.pdf', '.._.._note.pdf'],
    ['a\u0000b\u202Efdp.exe', 'a_b_fdp.exe'],
    ['a\u2215b', 'a_b'],
    ['dossier!/note.pdf', 'dossier_/note.pdf'],
    ['archive.zip!/note.pdf', 'archive.zip_/note.pdf'],
    ['Attention !.pdf', 'Attention !.pdf'],
    ['e\u0301te\u0301.txt', 'été.txt'],
    ['', '1'],
    ['../..', '1'],
    [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(116)}.pdf`],
    [`${'d/'.repeat(200)}note.pdf`, `${'d/'.repeat(116)}note.pdf`],
  ])('R47: %j is %j', (name, label) => {
    expect(namesOf(name)).toEqual([label]);
  });

  test('equal names are told apart, also from names that look so', () => {
    expect(namesOf('d/a.txt', 'd/a.txt', 'd/2-a.txt', 'a.txt')).toEqual([
      'd/a.txt',
      'd/2-a.txt',
      'd/2-2-a.txt',
      'a.txt',
    ]);
  });

  test('R48: a name of very many folders costs next to nothing', () => {
    const started = performance.now();
    expect(namesOf(`${'d/'.repeat(500_000)}note.pdf`)).toEqual([`${'d/'.repeat(116)}note.pdf`]);
    expect(performance.now() - started).toBeLessThan(2_000);
  }, 10_000);

  test('R47: whatever the names, they are distinct, relative and lead nowhere else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', '!', '\u0000', ' ') })),
        (names) => {
          const labels = namesOf(...names);
          expect(new Set(labels).size).toBe(names.length);
          for (const label of labels) {
            expect(label).not.toMatch(/\\|!\/|\p{Cc}|^\/|\/$/u);
            expect(label.split('/').some((part) => part === '' || part === '.' || part === '..')).toBe(false);
          }
        },
      ),
    );
  });
});
