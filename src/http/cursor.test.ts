import { expect, test } from 'vitest';
import { z } from 'zod';
import { pageOf, placeIn } from './cursor.ts';

const shape = z.strictObject({ id: z.string() });
const placeOf = (id: string) => ({ id });

test('a page goes on after its last row where one more was found', () => {
  const { rows, nextCursor } = pageOf(['a', 'b', 'c'], 2, placeOf);
  expect(rows).toEqual(['a', 'b']);
  expect(placeIn(nextCursor ?? undefined, shape)).toEqual({ id: 'b' });
});

test.each([[[]], [['a']], [['a', 'b']]])('%j is a last page', (found) => {
  expect(pageOf(found, 2, placeOf)).toEqual({ rows: found, nextCursor: null });
});

test('a cursor of somebody else’s making is refused', () => {
  expect(placeIn(undefined, shape)).toBeUndefined();
  for (const cursor of ['', '%', 'bnVsbA', Buffer.from('{"id":1}').toString('base64url')])
    expect(() => placeIn(cursor, shape)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});
