import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findTests } from '../../assurance/find-tests.ts';
import { cellOfTests } from '../../assurance/render.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/assurance.md'), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| (R\d{2}) \| (.*?) \| (.*) \| (.*?) \| (.*?) \|$/gm)].map(
    ([, number = '', , tests]) => [number, tests],
  ),
);

it('finds tests by the numbers in their names', () => {
  const tests = findTests();
  expect(tests.get('R16')?.map(({ file }) => file)).toContain('histories.test.ts');
  expect([...tests.values()].flat().length).toBeGreaterThan(300);
});

it('the page of what proves what is that of the sources (npm run assurance)', () => {
  expect(rows.size).toBe(95);
  const tests = findTests();
  for (const [number, cell] of rows)
    expect([number, cell]).toEqual([number, cellOfTests(tests.get(number) ?? [])]);
  // A number that no requirement has is a slip.
  expect([...tests.keys()].filter((number) => !rows.has(number))).toEqual([]);
});
