import { bufferOf } from './layout.ts';
import { contentOf, streamsOf } from './streams.ts';

const maxStreamBytes = 2 * 1024 * 1024;
const maxInflatedBytes = 16 * 1024 * 1024;
const maxScannedBytes = 64 * 1024 * 1024;
const noDrawing = /\/(?:Image|ObjStm|XRef|Metadata|EmbeddedFile|Length1|Length2)\b/;
/** "3 Tr" and "7 Tr": text that is neither filled nor stroked. */
const invisibleMode = /(?:^|[\s\])>])[37]\s+Tr(?![A-Za-z])/;

/**
 * True when a drawing instruction of the file prints text in an invisible mode, or when that cannot be known: the file is
 * encrypted, or too much to look through.
 */
export function hasInvisibleInk(bytes: Uint8Array): boolean {
  if (bufferOf(bytes).includes('/Encrypt')) return true;
  let scanned = 0;
  for (const stream of streamsOf(bytes)) {
    if (stream.bytes.length > maxStreamBytes || noDrawing.test(stream.dictionary)) continue;
    const content = contentOf(stream, maxInflatedBytes);
    if (content === null) continue;
    scanned += content.length;
    if (scanned > maxScannedBytes || invisibleMode.test(content.toString('latin1'))) return true;
  }
  return false;
}
