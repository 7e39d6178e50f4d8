import { expect, it } from 'vitest';
import { z } from 'zod';
import { validateInput } from './validate-input.ts';

const schema = z.strictObject({
  days: z.int().max(3650),
  name: z.string().regex(/^[a-z]+$/, 'letters'),
});
const validate = validateInput({ schema, method: 'PUT', url: '/', httpPart: 'body' });

it('gives what was read', () => {
  expect(validate({ days: 30, name: 'a' })).toEqual({ value: { days: 30, name: 'a' } });
});

it('says what is wrong in the language of whoever asked, with the field, and what a schema says itself', () => {
  const { error } = validate({ days: 9999, name: 'A' }) as { error: unknown };
  expect(error).toMatchObject({
    code: 'BAD_REQUEST',
    explanation: {
      fr: expect.stringMatching(/^\/days Trop grand : .*; \/name letters$/),
      en: expect.stringMatching(/^\/days Too big: .*; \/name letters$/),
    },
  });
});
