import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { parseTyped } from './parse-typed.ts';

afterEach(() => vi.unstubAllEnvs());

const told = (language: string, schema: z.ZodType) => {
  vi.stubEnv('SOURCIER_LANGUAGE', language);
  return parseTyped(schema, '')
    .error?.issues.map(({ message }) => message)
    .join();
};

test('what is wrong is said in the language of the terminal, and elsewhere in English as before', () => {
  const text = z.string().min(1);
  expect(told('fr', text)).toMatch(/^Trop petit : /);
  expect(told('en', text)).toMatch(/^Too small: /);
  vi.stubEnv('SOURCIER_LANGUAGE', 'fr');
  expect(text.safeParse('').error?.issues[0]?.message).toMatch(/^Too small: /);
});

test('a sentence of the schema itself stays', () => {
  expect(told('fr', z.string().min(1, 'one word at least'))).toBe('one word at least');
});
