import { Refusal } from '../refusal.ts';

/** What the dictionary holds before the first byte ([MS-OXRTFCP] 2.1.2.1). */
const opening =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;
const dictionaryBytes = 4_096;
const headBytes = 16;

/**
 * The RTF in a mail's compressed body, as bytes in Latin-1. One input byte gives nine at most, and nothing is read beyond
 * the input. Throws `Refusal('damaged')` for another kind of compression.
 */
export function decompressRtf(bytes: Uint8Array): string {
  if (bytes.length < headBytes) throw new Refusal('failed', 'damaged', 'compressed RTF');
  const kind = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (kind === uncompressed) return Buffer.from(bytes.subarray(headBytes)).toString('latin1');
  if (kind !== compressed) throw new Refusal('failed', 'damaged', 'compressed RTF');
  const dictionary = new Uint8Array(dictionaryBytes);
  let at = Buffer.from(dictionary.buffer).write(opening, 'latin1');
  const output = Buffer.alloc((bytes.length - headBytes) * 9);
  let written = 0;
  const put = (byte: number): void => {
    dictionary[at] = byte;
    at = (at + 1) % dictionaryBytes;
    output[written] = byte;
    written += 1;
  };
  for (let read = headBytes; read < bytes.length; ) {
    const control = bytes[read] ?? 0;
    read += 1;
    for (let bit = 0; bit < 8 && read < bytes.length; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[read] ?? 0);
        read += 1;
        continue;
      }
      const token = ((bytes[read] ?? 0) << 8) | (bytes[read + 1] ?? 0);
      read += 2;
      const from = token >> 4;
      if (from === at) return output.toString('latin1', 0, written);
      for (let index = 0; index < (token & 0xf) + 2; index += 1)
        put(dictionary[(from + index) % dictionaryBytes] ?? 0);
    }
  }
  return output.toString('latin1', 0, written);
}
