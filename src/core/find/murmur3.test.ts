import { describe, expect, it } from 'vitest';
import { murmur3 } from './murmur3.ts';

describe('murmur3', () => {
  // Published vectors of MurmurHash3_x86_32, every tail length once.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['test', 0, 0xba6bd213],
    ['Hello, world!', 0, 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('hashes %j with seed %d', (text, seed, expected) => {
    expect(murmur3(text, seed) >>> 0).toBe(expected);
  });

  it('gives a signed 32-bit integer', () => {
    expect(murmur3('test')).toBe(0xba6bd213 | 0);
  });
});
