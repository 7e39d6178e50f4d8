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

const letter = `Objet : réunion du 3 mars à l'hôtel de ville

Monsieur le préfet, vous trouverez ci-joint le compte rendu où figurent les mesures arrêtées. Le coût s'élève à 1200 euros.
Les élèves de l'école de Bellerive sont déjà inscrits ; leur goûter fut très apprécié. ÉTAT CIVIL, À RETENIR.
`;

describe('the charsets in which French was written', () => {
  test.each([
    'windows-1252',
    'iso-8859-15',
    'iso-8859-1',
    'macintosh',
    'cp850',
    'cp437',
  ])('%s', async (charset) => {
    const written = charset === 'cp437' ? letter.replace('À RETENIR', 'A RETENIR') : letter;
    expect(await decodeText(iconv.encode(written, charset))).toBe(written);
  });

  test.each([
    ['windows-1252', 'L’œuvre « majeure » coûte 12 € – déjà.'],
    ['iso-8859-15', "L'œuvre « majeure » coûte 12 € déjà, Œdipe."],
    ['macintosh', 'L’œuvre « majeure » coûte cher – déjà.'],
    ['windows-1252', 'été'],
    ['windows-1252', 'Señor Müller wohnt in der Straße, não é longe'],
  ])('%s: signs and ligatures of « %s »', async (charset, written) => {
    expect(await decodeText(iconv.encode(written, charset))).toBe(written);
  });

  test.each([
    ['koi8-r', 'Привет, мир! Это обычный русский текст, в котором достаточно букв для распознавания.'],
    ['windows-1251', 'Привет, мир! Это обычный русский текст, в котором достаточно букв для распознавания.'],
    ['shift_jis', 'これは日本語の文章です。文字コードを判定するために十分な長さがあります。'],
  ])('%s: another alphabet is left to the detector', async (charset, written) => {
    expect(await decodeText(iconv.encode(written, charset))).toBe(written);
  });

  test('a frame drawn under DOS', async () => {
    const frame = "┌──────┬─────┐\r\n│ Année│ Coût│\r\n└──────┴─────┘\r\nTotal de l'été : élevé";
    expect(await decodeText(iconv.encode(frame, 'cp850'))).toBe(frame);
  });
});

test('UTF-8 with a damaged byte or cut in the middle of a letter stays UTF-8', async () => {
  const bytes = iconv.encode(letter, 'utf-8');
  const damaged = Buffer.concat([bytes, Buffer.from([0xe9]), bytes.subarray(0, 10)]);
  expect(await decodeText(damaged)).toContain('vous trouverez ci-joint le compte rendu où figurent');
  expect(await decodeText(iconv.encode(`${letter}é`, 'utf-8').subarray(0, -1))).toContain('déjà inscrits');
});
