import { describe, expect, test } from 'vitest';
import { createAddressPolicy } from './address-policy.ts';

describe('R51 R53: addresses that a provider may have', () => {
  const mayConnect = createAddressPolicy([]);

  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::ffff:10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
  ])('%s is closed', (address) => expect(mayConnect(address)).toBe(false));

  test.each([
    '8.8.8.8',
    '51.159.0.1',
    '172.32.0.1',
    '2001:41d0:1::1',
    '::ffff:51.159.0.1',
  ])('%s is public', (address) => expect(mayConnect(address)).toBe(true));

  test('the operator opens networks, and those alone', () => {
    const opened = createAddressPolicy(['10.1.0.0/16', 'fd00:1::/32']);
    expect(['10.1.200.3', 'fd00:1:2::3', '::ffff:10.1.0.1'].map(opened)).toEqual([true, true, true]);
    expect(['10.2.0.1', 'fd00:2::1', '127.0.0.1'].map(opened)).toEqual([false, false, false]);
  });

  test.each([
    '10.1.0.0',
    '10.1.0.0/33',
    'example.org/8',
    '10.1.0.0/',
    'fd00::/129',
  ])('%s is no network', (network) =>
    expect(() => createAddressPolicy(['10.0.0.0/8', network], 'ISSUER_PRIVATE_NETWORKS')).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        explanation: {
          fr: 'ISSUER_PRIVATE_NETWORKS : le réseau n° 2 doit être écrit comme 10.1.0.0/16 ou fd00:1::/32.',
          en: 'ISSUER_PRIVATE_NETWORKS: network 2 must be written like 10.1.0.0/16 or fd00:1::/32.',
        },
      }),
    ));
});
