import { expect, test } from 'vitest';
import { decideAbstention } from './abstention.ts';

test('only what cannot hold the answer is left unanswered', () => {
  expect(decideAbstention('none', { documents: 3 })).toBe('nothing-readable-found');
  expect(decideAbstention('closest', { documents: 3 })).toBeNull();
  expect(decideAbstention('sure', { documents: 3 })).toBeNull();
});

test('nothing to read is said as such', () => {
  expect(decideAbstention('none', { documents: 0 })).toBe('scope-empty');
});
