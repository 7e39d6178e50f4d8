import { expect, test } from 'vitest';
import { AppError, isStoreAway, ownCodeOf } from './errors.ts';

const ofSystem = (code: string) => Object.assign(new Error('write'), { code });

test('a full disk has a code of its own, wherever a file was written', () => {
  expect(ownCodeOf(ofSystem('ENOSPC'))).toBe('STORAGE_FULL');
  expect(ownCodeOf(ofSystem('EDQUOT'))).toBe('STORAGE_FULL');
  expect(ownCodeOf(ofSystem('EIO'))).toBe('INTERNAL');
});

test('what needs room can be done later, as what needs a store that is away', () => {
  expect(isStoreAway(ofSystem('ENOSPC'))).toBe(true);
  expect(isStoreAway(new AppError('STORAGE_FULL'))).toBe(true);
  expect(isStoreAway(new AppError('STORE_UNAVAILABLE'))).toBe(true);
  expect(isStoreAway(new AppError('STORE_UNAVAILABLE', { retryable: false }))).toBe(false);
  expect(isStoreAway(ofSystem('EIO'))).toBe(false);
});
