import { expect, test } from 'vitest';
import { dialectNames } from '../../core/providers/provider.ts';
import { dialects } from './dialects/all.ts';
import { warningsOf } from './warnings-of.ts';

test('plain http and no key are told, except on this machine', () => {
  const outscale = (baseUrl: string, hasSecret = false) =>
    warningsOf({ dialect: 'outscale', baseUrl, hasSecret });
  expect(outscale('http://10.0.0.7:5000/v1')).toEqual(['plain-http', 'no-authentication']);
  expect(outscale('https://vm.example/v1', true)).toEqual([]);
  expect(outscale('http://127.0.0.1:5000/v1', true)).toEqual([]);
  // A name that begins as this machine's address does is elsewhere.
  expect(outscale('http://localhost.example/v1', true)).toEqual(['plain-http']);
  expect(outscale('http://127.example/v1', true)).toEqual(['plain-http']);
});

test('a server that looks at no key is told even with one', () => {
  const ollama = { dialect: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1', hasSecret: true } as const;
  expect(warningsOf(ollama)).toEqual(['no-authentication', 'cuts-silently']);
});

test('OVH answers strangers', () => {
  const { usualBaseUrl } = dialects.ovh;
  expect(warningsOf({ dialect: 'ovh', baseUrl: usualBaseUrl ?? '', hasSecret: true })).toContain(
    'anonymous-access',
  );
});

test('usual addresses are https, or on this machine, and carry their dialect’s name', () => {
  for (const name of dialectNames) {
    const { name: own, usualBaseUrl } = dialects[name];
    expect(own).toBe(name);
    if (usualBaseUrl) expect(usualBaseUrl).toMatch(/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/);
  }
});
