import { expect, it } from 'vitest';
import { assistantLink, ownAddress } from './own-address.ts';

it.each([
  [{ host: '127.0.0.1', port: 3210 }, 'http://127.0.0.1:3210'],
  [{ host: '0.0.0.0', port: 80 }, 'http://localhost:80'],
  [{ host: '::', port: 3210 }, 'http://localhost:3210'],
  [{ host: '::1', port: 3210 }, 'http://[::1]:3210'],
  [{ host: '127.0.0.1', port: 3210, publicUrl: 'https://sourcier.example/' }, 'https://sourcier.example'],
])('%j is reached at %s', (http, address) => {
  expect(ownAddress(http)).toBe(address);
});

it('the token stands where no server is sent it', () => {
  const link = new URL(assistantLink({ host: 'localhost', port: 3210 }, 'a.b.c'));
  expect([link.pathname, link.search, link.hash]).toEqual(['/sidebar/', '', '#token=a.b.c']);
});
