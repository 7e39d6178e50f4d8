import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import { ofDocument, readableBy, within } from './filters.ts';

const someList = fc.option(fc.array(fc.string(), { maxLength: 3 }), { nil: undefined });

test('R01 R21: every filter begins with the organisation, names the classes, and has no clause that holds nothing', () => {
  const classes = fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), {
    minLength: 1,
    maxLength: 2_500,
    size: 'max',
  });
  const scope = fc.record({ spaces: someList, folders: someList, documents: someList });
  fc.assert(
    fc.property(fc.string(), classes, scope, (org, accessClasses, given) => {
      const filter = within(readableBy(anAccessFilter({ org, accessClasses })), {
        ...(given.spaces && { spaces: given.spaces }),
        ...(given.folders && { folders: given.folders }),
        ...(given.documents && { documents: given.documents }),
      });
      const [first, second, ...rest] = filter.must as {
        should?: { key: string; match: { any: unknown[] } }[];
      }[];
      expect(first).toEqual({ key: 'org', match: { value: org } });
      const named = (second?.should ?? []).flatMap(({ match }) => match.any);
      expect(new Set(named)).toEqual(new Set(accessClasses));
      for (const clause of [second, ...rest])
        for (const { match } of clause?.should ?? [{ match: { any: [] } }]) {
          expect(match.any.length).toBeGreaterThan(0);
          expect(match.any.length).toBeLessThanOrEqual(1_000);
        }
      const narrowed = [given.spaces, given.folders, given.documents].filter((list) => list?.length);
      expect(rest).toHaveLength(narrowed.length);
    }),
  );
});

test('R01: nobody is asked for without a class, and a document is one of its organisation', () => {
  expect(() => readableBy(anAccessFilter({ accessClasses: [] }))).toThrow(
    expect.objectContaining({ code: 'INTERNAL' }),
  );
  expect(ofDocument({ org: 'a', id: 'd' }).must).toEqual([
    { key: 'org', match: { value: 'a' } },
    { key: 'document', match: { value: 'd' } },
  ]);
});
