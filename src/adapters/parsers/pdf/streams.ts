import { constants, inflateSync } from 'node:zlib';
import { bufferOf } from './layout.ts';

/** A stream as it lies in the file. */
export type RawStream = { readonly dictionary: string; readonly bytes: Buffer };

const maxDictionaryCharacters = 1_000;

/** The streams of a PDF, found by their key words: every one, whether or not something in the document leads to it. */
export function* streamsOf(bytes: Uint8Array): Generator<RawStream> {
  const file = bufferOf(bytes);
  for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at)) {
    const start = at + (file[at + 6] === 0x0d ? 8 : 7);
    const end = file.indexOf('endstream', start);
    if (end === -1) return;
    const before = file.toString('latin1', Math.max(0, at - maxDictionaryCharacters), at);
    yield { dictionary: before.slice(before.lastIndexOf(' obj') + 4), bytes: file.subarray(start, end) };
    at = end + 9;
  }
}

/**
 * What a stream holds once inflated; `null` when it is compressed in another way, damaged at its start or larger than the
 * limit.
 */
export function contentOf({ dictionary, bytes }: RawStream, maxBytes: number): Buffer | null {
  if (!/\/Filter/.test(dictionary)) return bytes.length <= maxBytes ? bytes : null;
  if (!/\/Filter\s*\[?\s*\/(?:FlateDecode|Fl)\s*(?:\]|\/(?!\w*Decode)|>)/.test(dictionary)) return null;
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxBytes });
  } catch {
    return null;
  }
}
