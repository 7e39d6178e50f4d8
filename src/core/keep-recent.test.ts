import { expect, it } from 'vitest';
import { keepRecent } from './keep-recent.ts';

it('makes each value once, and forgets the one that was used longest ago', () => {
  const recent = keepRecent<string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    recent.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect([get('a'), get('b'), get('a'), get('c')]).toEqual(['A', 'B', 'A', 'C']);
  expect([...recent.values()]).toEqual(['A', 'C']);
  get('a');
  get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  recent.clear();
  expect([...recent.values()]).toEqual([]);
});

it('keeps nothing of what failed', () => {
  const recent = keepRecent<number>(2);
  const fail = () => {
    throw new Error('no');
  };
  expect(() => recent.get('a', fail)).toThrow('no');
  expect(recent.get('a', () => 1)).toBe(1);
});
