import { expect, test } from 'vitest';
import { complaintShapes } from '../../../test/support/providers/mistral.ts';
import { dialects } from './dialects/all.ts';
import { says, usualCauseOf } from './refusal.ts';

test.each([
  [401, {}, 'key'],
  [402, {}, 'budget'],
  [403, {}, 'key'],
  [404, {}, 'no-such-model'],
  [408, {}, 'busy'],
  [413, {}, 'too-long'],
  [429, {}, 'rate'],
  [429, { error: { code: 'insufficient_quota' } }, 'budget'],
  [500, 'Internal Server Error', 'busy'],
  [307, '', 'request'],
  [400, { error: { code: 'context_length_exceeded' } }, 'too-long'],
  [400, { error: { code: 'model_not_found' } }, 'no-such-model'],
  [422, null, 'request'],
  [null, {}, 'request'],
])('%s with %j is a matter of %s', (status, body, cause) => {
  expect(usualCauseOf({ status, body })).toBe(cause);
});

test.each(
  complaintShapes.map((shape, at) => [at + 1, shape] as const),
)('the words of Mistral’s complaint are found in shape %i', (_, shape) => {
  const about = { kind: 'bad-field', status: 422, echo: '', field: ['seed'], nth: 0 } as const;
  expect(says(shape(about), /extra_forbidden/)).toBe(true);
});

test('what a refusal repeats of the request decides nothing', () => {
  const input = 'my question: context_length_exceeded';
  expect(usualCauseOf({ status: 400, body: { detail: [{ msg: 'bad', input }] } })).toBe('request');
  expect(usualCauseOf({ status: 400, body: { error: { message: `${'x'.repeat(300)} ${input}` } } })).toBe(
    'request',
  );
});

test('a refusal that is nested without end is read to a bounded depth', () => {
  let body: unknown = 'insufficient_quota';
  for (let depth = 0; depth < 20_000; depth += 1) body = { error: body };
  expect(usualCauseOf({ status: 429, body })).toBe('rate');
});

test('Albert’s refusals have their own meaning', () => {
  const causeOf = dialects.albert.causeOf;
  expect(causeOf?.({ status: 400, body: { detail: 'Insufficient budget.' } })).toBe('budget');
  expect(causeOf?.({ status: 424, body: { detail: 'Model provider not reachable.' } })).toBe('busy');
  expect(causeOf?.({ status: 400, body: { detail: 'Wrong.' } })).toBeNull();
});
