import { expect, it, test } from 'vitest';
import { availableScopes, firstScope, nameOfScope, scopeNames, scopeOf } from './scope.ts';

it('offers what the workplace shows, the narrowest first, and always everything', () => {
  expect(availableScopes({})).toEqual(['everything']);
  expect(availableScopes({ spaceId: 'rh', documentId: 'd' })).toEqual(['document', 'space', 'everything']);
  expect(availableScopes({ spaceId: 'rh', folder: 'conges' })).toEqual(['folder', 'space', 'everything']);
});

it('begins with the narrowest, and with everything where nobody chose what shows', () => {
  expect(firstScope({ spaceId: 'rh', documentId: 'd' })).toBe('document');
  expect(firstScope({ spaceId: 'rh', looksEverywhere: true })).toBe('everything');
  expect(firstScope({})).toBe('everything');
});

test.each(scopeNames)('%s is told to the server and back', (name) => {
  const context = { spaceId: 'rh', folder: 'conges', documentId: 'd' };
  expect(nameOfScope(scopeOf(name, context))).toBe(name);
});

it('a space that the workplace does not show is one all the same', () => {
  expect(scopeOf('space:actes', { spaceId: 'rh' })).toEqual({ spaces: ['actes'] });
});

it('means everything when its thing is no longer shown', () => {
  expect(scopeOf('document', { spaceId: 'rh' })).toEqual({});
  expect(scopeOf('folder', { folder: 'conges' })).toEqual({ folders: ['conges'] });
});
