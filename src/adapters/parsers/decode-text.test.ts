import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText, looksLikeText } from './decode-text.ts';

const text = 'L’été dernier, la mairie a reçu 1 200 € de subvention : œuvre financée à Bellerive.';

describe('decodeText', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])('reads French in %s', async (charset) => {
    expect(await decodeText(iconv.encode(text, charset))).toBe(text);
  });

  test.each([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'utf-32le',
  ])('believes the byte order mark of %s', async (charset) => {
    expect(await decodeText(iconv.encode(text, charset, { addBOM: true }))).toBe(text);
  });

  test('a declared charset wins over the guess, an unknown one is ignored', async () => {
    expect(await decodeText(iconv.encode('Привет, мир', 'koi8-r'), 'koi8-r')).toBe('Привет, мир');
    expect(await decodeText(iconv.encode('déjà vu à Noël', 'latin1'), 'x-unknown')).toBe('déjà vu à Noël');
  });
});

test('looksLikeText tells text from bytes', () => {
  expect(looksLikeText(iconv.encode(text, 'utf-16le'))).toBe(true);
  expect(looksLikeText(Uint8Array.from([1, 2, 3, 0, 4, 5, 6, 7]))).toBe(false);
});
