import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { archiveTexts, readArchive } from './archive.ts';
import { Refusal } from './refusal.ts';

const limits = {
  archiveEntries: 10,
  inflatedBytes: 100_000,
  inflationRatio: 20,
  inflationRatioFromBytes: 20_000,
};
const bytes = (text: string) => new TextEncoder().encode(text);

function reasonOf(archive: Uint8Array): string {
  try {
    readArchive(archive, () => true, limits);
    return 'read';
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 2654435761) >>> 24);
}

describe('readArchive', () => {
  test('gives the entries that are wanted', () => {
    const archive = zipSync({ 'a.xml': bytes('<a/>'), 'b.bin': noise(500) });
    const entries = readArchive(archive, (name) => name.endsWith('.xml'), limits);
    expect([...entries.keys()]).toEqual(['a.xml']);
    expect(Buffer.from(entries.get('a.xml') ?? []).toString()).toBe('<a/>');
  });

  test('R48: a bomb is refused by ratio, before it is whole', () => {
    expect(reasonOf(zipSync({ a: new Uint8Array(90_000) }))).toBe('inflates-too-much');
  });

  test('R48: the size that counts is the one inflated, whatever the headers say', () => {
    const archive = zipSync({ a: noise(60_000), b: noise(60_000) });
    const view = new DataView(archive.buffer, archive.byteOffset);
    for (let at = 0; at + 4 < archive.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1, true);
    }
    expect(reasonOf(archive)).toBe('inflates-too-much');
  });

  test('R48: a small archive may shrink a lot, and too many entries are refused', () => {
    expect(reasonOf(zipSync({ a: new Uint8Array(15_000) }))).toBe('read');
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, bytes('x')]));
    expect(reasonOf(zipSync(many))).toBe('inflates-too-much');
  });

  test('cut short, or with a stream that is no stream, it is damaged', () => {
    const archive = zipSync({ a: noise(3_000) });
    expect(reasonOf(archive.subarray(0, archive.length - 30))).toBe('damaged');
    const broken = zipSync({ a: bytes('bonjour '.repeat(100)) });
    broken.fill(0xff, 31, 40);
    expect(reasonOf(broken)).toBe('damaged');
  });
});

describe('archiveTexts', () => {
  test('gives one entry as text, in pieces that never cut a character, each time anew', () => {
    const text = 'é€'.repeat(40_000);
    const textsOf = archiveTexts(zipSync({ a: bytes(text), b: bytes('b') }));
    expect([...textsOf('a')].length).toBeGreaterThan(1);
    expect([...textsOf('a')].join('')).toBe(text);
    expect([...textsOf('none')]).toEqual([]);
  });

  test('R48: the caps hold for it as well', () => {
    const textsOf = archiveTexts(zipSync({ a: new Uint8Array(90_000) }), limits);
    expect(() => [...textsOf('a')]).toThrow(expect.objectContaining({ reason: 'inflates-too-much' }));
  });
});
