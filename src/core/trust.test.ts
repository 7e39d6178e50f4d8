import { describe, expect, test } from 'vitest';
import { type Sensitivity, sensitivities } from './document.ts';
import { mayReceive, sendableTo, stricterOf, trustLevels } from './trust.ts';

const unknown = 'secret' as Sensitivity;

describe('R67: what a provider may see', () => {
  test.each([
    ['on-premises', ['ouvert', 'interne', 'sensible', 'SREN31']],
    ['state', ['ouvert', 'interne', 'sensible']],
    ['secnumcloud', ['ouvert', 'interne', 'sensible']],
    ['eu', ['ouvert', 'interne']],
    ['other', ['ouvert']],
  ] as const)('%s: %j', (trust, allowed) => {
    expect(sensitivities.filter((sensitivity) => mayReceive(trust, sensitivity))).toEqual(allowed);
    expect(sendableTo(trust)).toEqual(allowed);
  });

  test('an unknown sensitivity is for nobody', () => {
    expect(trustLevels.filter((trust) => mayReceive(trust, unknown))).toEqual([]);
  });
});

test('the stricter of two sensitivities, an unknown one above all', () => {
  expect(stricterOf('ouvert', 'sensible')).toBe('sensible');
  expect(stricterOf('SREN31', 'interne')).toBe('SREN31');
  expect(stricterOf('interne', 'interne')).toBe('interne');
  expect(stricterOf('SREN31', unknown)).toBe(unknown);
  expect(stricterOf(unknown, 'SREN31')).toBe(unknown);
});
