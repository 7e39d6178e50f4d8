import { describe, expect, test } from 'vitest';
import { readDocument } from '../read-document.ts';

/** A compound file of one stream: header, a sector of the directory, and the first sector of the stream. */
function compoundFile(stream: string, content: readonly number[]): Uint8Array {
  const file = Buffer.alloc(3 * 512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 0x1e);
  const entry = 512 + 128;
  const name = Buffer.from(`${stream}\0`, 'utf16le');
  name.copy(file, entry);
  file.writeUInt16LE(name.length, entry + 0x40);
  file.writeUInt32LE(1, entry + 0x74);
  Buffer.from(content).copy(file, 2 * 512);
  return file;
}

const read = (bytes: Uint8Array) => readDocument(bytes, { name: 'a.bin' });
const informationBlock = (flags: number) => [0xec, 0xa5, 0xc1, 0, 0, 0, 0, 0, 0, 0, 0, flags];
const beginning = [0x09, 0x08, 2, 0, 0, 6];

describe('legacy office formats', () => {
  test.each([
    ['doc', 'WordDocument', informationBlock(0)],
    ['xls', 'Workbook', [...beginning, 0xe1, 0, 0, 0]],
    ['xls', 'Book', beginning],
    ['ppt', 'PowerPoint Document', []],
  ] as const)('a %s (%s) asks for a converter, which alone can read it', async (format, stream, content) => {
    expect(await read(compoundFile(stream, content))).toEqual({
      outcome: 'skipped',
      reason: 'converter-missing',
      detail: format,
    });
  });

  test.each([
    ['doc', 'WordDocument', informationBlock(1)],
    ['xls', 'Workbook', [...beginning, 0x2f, 0, 4, 0, 1, 0, 1, 0]],
    ['ppt', 'PowerPoint Document', [0, 0, 0xf6, 0x0f, 0x24, 0, 0, 0, 0x14, 0, 0, 0, 0xdf, 0xc4, 0xd1, 0xf3]],
  ] as const)('a %s with a password is told before any converter is asked for', async (_format, stream, content) => {
    expect(await read(compoundFile(stream, content))).toMatchObject({
      outcome: 'skipped',
      reason: 'encrypted',
    });
  });

  test('R54: a stream that starts outside the file, or is cut, is no reason to fail here', async () => {
    const outside = Buffer.from(compoundFile('WordDocument', []));
    outside.writeUInt32LE(0xfffffff0, 512 + 128 + 0x74);
    expect(await read(outside)).toMatchObject({ reason: 'converter-missing' });
    for (let length = 700; length < 1_100; length += 7)
      expect((await read(compoundFile('Workbook', beginning).subarray(0, length))).outcome).not.toBe(
        'parsed',
      );
  });
});
