import { expect, test } from 'vitest';
import { probeLine } from './probe-line.ts';

const line = (language: 'fr' | 'en', facts: Readonly<Record<string, string | number | boolean>>) =>
  probeLine({ probe: 'auth', outcome: 'passed', tookMs: 1.6, finding: null, facts }, language);

test('a probe tells what it measured in the words of the terminal', () => {
  expect(line('fr', { withKey: true, firstTokenMs: 12.5 })).toBe(
    '✓ Accès et clé  2 ms  avec une clé : oui, premier jeton en ms : 12,5',
  );
  expect(line('en', { refused: false })).toBe('✓ Access and key  2 ms  refused: no');
});

test('a measure of an older version is told under its own name', () => {
  expect(line('fr', { gone: 'x' })).toBe('✓ Accès et clé  2 ms  gone : x');
});
