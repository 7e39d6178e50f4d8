import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editEntries, readEntries } from './posting-entries.ts';
import { UnusableFile } from './unusable-file.ts';

const edit = fc.record({
  place: fc.integer({ min: 0, max: 40 }),
  weight: fc.option(fc.constantFrom(0.25, 1, 2.5)),
});

it('edits in steps give what a map would hold, in the order of places', () => {
  fc.assert(
    fc.property(fc.array(fc.array(edit, { minLength: 1, maxLength: 12 }), { maxLength: 6 }), (steps) => {
      const expected = new Map<number, number>();
      let bytes: Uint8Array | undefined;
      for (const step of steps) {
        for (const { place, weight } of step) {
          if (weight === null) expected.delete(place);
          else expected.set(place, weight);
        }
        bytes =
          editEntries(bytes, {
            places: step.map(({ place }) => place),
            weights: step.map(({ weight }) => weight),
          }) ?? undefined;
      }
      const { places, weights } = readEntries(bytes ?? new Uint8Array());
      expect([...places].map((place, i) => [place, weights[i]])).toEqual(
        [...expected].sort((a, b) => a[0] - b[0]),
      );
    }),
  );
});

it('nothing left is null', () => {
  const one = editEntries(undefined, { places: [3], weights: [1] }) ?? undefined;
  expect(editEntries(one, { places: [3], weights: [null] })).toBeNull();
});

it('refuses bytes that cannot be entries, and reads those that start anywhere', () => {
  expect(() => readEntries(new Uint8Array(7))).toThrow(UnusableFile);
  const bytes = editEntries(undefined, { places: [3, 5], weights: [1, 2] }) ?? new Uint8Array();
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect([...readEntries(shifted.subarray(1)).weights]).toEqual([1, 2]);
});
