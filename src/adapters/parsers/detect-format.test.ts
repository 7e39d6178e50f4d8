import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { detectFormat } from './detect-format.ts';
import { Refusal } from './refusal.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0,
  1,
]);

async function refusalOf(content: Uint8Array, name: string): Promise<string> {
  try {
    return `accepted as ${await detectFormat(content, name)}`;
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

describe('detectFormat', () => {
  test.each([
    ['a.md', 'markdown'],
    ['a.HTM', 'html'],
    ['a.csv', 'csv'],
    ['a.txt', 'text'],
    ['a.eml', 'eml'],
    ['LISEZMOI', 'text'],
  ])('R46: the name chooses between text formats: %s is %s', async (name, format) => {
    expect(await detectFormat(bytes('Bonjour, le monde'), name)).toBe(format);
  });

  test('R46: bytes decide against the name', async () => {
    expect(await detectFormat(bytes('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'note.docx')).toBe('pdf');
    expect(await detectFormat(bytes('<!DOCTYPE html><p>Bonjour'), 'page.bin')).toBe('html');
    expect(await refusalOf(png, 'rapport.pdf')).toBe('type-mismatch');
    expect(await refusalOf(bytes('Ceci est du texte'), 'rapport.docx')).toBe('type-mismatch');
  });

  test('words that happen to look like the signature of a program stay text', async () => {
    expect(await detectFormat(bytes('BM25 est une mesure de pertinence.'), 'bm25.md')).toBe('markdown');
    expect(await detectFormat(bytes('MZ comme Mark Zbikowski'), 'a.txt')).toBe('text');
  });

  test.each([
    ['photo.png', png],
    ['data.json', bytes('{"a":1}')],
    [
      'dessin.svg',
      bytes('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/"/></svg>'),
    ],
    ['archive.zip', zipSync({ 'a.txt': bytes('a') })],
  ])('%s is not supported', async (name, content) => {
    expect(await refusalOf(content, name)).toBe('format-not-supported');
  });

  test('an empty file is empty, whatever its name', async () => {
    expect(await refusalOf(new Uint8Array(), 'a.pdf')).toBe('empty');
  });
});
