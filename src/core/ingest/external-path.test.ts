import fc from 'fast-check';
import { expect, test } from 'vitest';
import { externalIdOf, pathOf } from './external-path.ts';
import { depthOf } from './ingest-attachments.ts';

const path = fc
  .array(fc.constantFrom('a', '!', '/', '%', '21', '25', '%21/', '!/', 'é'), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('R11: no path of a folder is taken for a file within a file, and each comes back as it was', () => {
  fc.assert(
    fc.property(path, (one) => {
      expect(pathOf(externalIdOf(one))).toBe(one);
      expect(depthOf(externalIdOf(one))).toBe(0);
    }),
  );
});

test('usual paths are their own ids', () => {
  expect(externalIdOf('rh/congés 100 %/note!.pdf')).toBe('rh/congés 100 %/note!.pdf');
  expect(externalIdOf('mail.eml!/a.pdf')).toBe('mail.eml%21/a.pdf');
});
