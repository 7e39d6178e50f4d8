import iconv from 'iconv-lite';
import { westernCharset } from './western-charset.ts';

const sampleBytes = 64 * 1024;
/** Sound letters beyond ASCII for one damaged byte, from which a text counts as UTF-8. */
const soundPerDamaged = 10;
const leastSound = 3;
/** Below this, the guess of the detector on single-byte charsets is worse than "Windows, Western Europe". */
const minConfidence = 0.3;
/** Charsets that the detector is trusted on whatever its confidence: their byte patterns leave little doubt. */
const multiByte = /^(utf|shift|euc|gb|big5|iso-2022|hz)/i;

/**
 * Text of a file in any charset: byte order mark, then UTF-16 without mark, then UTF-8, a few damaged bytes allowed, then
 * the charset that the content declares (`declared`), then the Western one in which it reads as French or English, then a
 * guess, then windows-1252.
 */
export async function decodeText(bytes: Uint8Array, declared?: string | null): Promise<string> {
  const marked = fromByteOrderMark(bytes);
  if (marked !== null) return marked;
  const utf16 = unmarkedUtf16(bytes);
  if (utf16 !== null) return iconv.decode(Buffer.from(bytes), utf16);
  const text = strictUtf8(bytes) ?? damagedUtf8(bytes);
  if (text !== null) return text;
  const charset = usable(declared) ?? westernCharset(bytes) ?? (await guess(bytes)) ?? 'windows-1252';
  return iconv.decode(Buffer.from(bytes), charset);
}

/** True when the bytes can be text: no NUL outside UTF-16/32 and hardly any other control character. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (fromByteOrderMark(bytes.subarray(0, 1024)) !== null || unmarkedUtf16(bytes) !== null) return true;
  const sample = bytes.subarray(0, sampleBytes);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b)
      controls += 1;
  }
  return controls <= sample.length / 100;
}

function fromByteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (a === 0xef && b === 0xbb && c === 0xbf) return iconv.decode(buffer, 'utf-8');
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return iconv.decode(buffer, 'utf-32le');
  if (a === 0xff && b === 0xfe) return iconv.decode(buffer, 'utf-16le');
  if (a === 0xfe && b === 0xff) return iconv.decode(buffer, 'utf-16be');
  return null;
}

// Western text in UTF-16 has a NUL in nearly every second byte, always on the same side.
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4096);
  if (sample.length < 4 || bytes.length % 2 !== 0) return null;
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even += 1;
    else if (byte === 0) odd += 1;
  });
  const half = sample.length / 2;
  if (odd > half * 0.7 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.7 && odd < half * 0.05) return 'utf-16be';
  return null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

// A file cut in the middle of a letter, or with a few foreign bytes, is still UTF-8: single-byte text hardly ever forms
// its sequences.
function damagedUtf8(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const firstHigh = buffer.findIndex((byte) => byte > 0x7f);
  const sample = buffer.toString('utf8', firstHigh, firstHigh + sampleBytes);
  const damaged = sample.match(/\uFFFD/g)?.length ?? 0;
  const sound = sample.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  // The sample itself may end in the middle of a letter.
  return (damaged - 1) * soundPerDamaged <= sound && sound >= leastSound ? buffer.toString('utf8') : null;
}

function usable(charset: string | null | undefined): string | null {
  return typeof charset === 'string' && iconv.encodingExists(charset) ? charset : null;
}

async function guess(bytes: Uint8Array): Promise<string | null> {
  const { default: jschardet } = await import('jschardet');
  const firstHigh = bytes.findIndex((byte) => byte > 0x7f);
  const start = Math.max(0, firstHigh - 256);
  const found = jschardet.detect(Buffer.from(bytes.subarray(start, start + sampleBytes)));
  const trusted = multiByte.test(found.encoding ?? '') || found.confidence >= minConfidence;
  return trusted && !/^(ascii|utf-8)$/i.test(found.encoding ?? '') ? usable(found.encoding) : null;
}
