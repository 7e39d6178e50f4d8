import { expect, it } from 'vitest';
import { remember } from './remember.ts';

it('computes once, and again after it had to forget', () => {
  const computed: string[] = [];
  const length = remember((key) => computed.push(key) && key.length, 2);
  expect([length('a'), length('a'), length('bb')]).toEqual([1, 1, 2]);
  expect(computed).toEqual(['a', 'bb']);
  length('ccc');
  expect(length('a')).toBe(1);
  expect(computed).toEqual(['a', 'bb', 'ccc', 'a']);
});
