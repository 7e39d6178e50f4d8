import { tunables } from '../../../../config/tunables.ts';
import type { ParsedAttachment } from '../../../core/parsed-document.ts';
import { cleanText } from '../clean-text.ts';
import { bufferOf } from './layout.ts';
import type { SecondReading } from './second-reading.ts';
import { contentOf, streamsOf } from './streams.ts';

/** Files that a PDF carries, and how many were left out because of their number or size. */
export type EmbeddedFiles = { readonly attachments: readonly ParsedAttachment[]; readonly left: number };

const none: EmbeddedFiles = { attachments: [], left: 0 };

/**
 * The files inside a PDF. pdf.js inflates them all at once, whatever their size, so it is asked only when they were seen to
 * stay below the limit together.
 */
export async function embeddedFiles(bytes: Uint8Array, reading: SecondReading): Promise<EmbeddedFiles> {
  if (!bufferOf(bytes).includes('/EmbeddedFile')) return none;
  let seen = 0;
  let room = tunables.parsing.outputAttachmentBytes / 2;
  for (const stream of streamsOf(bytes)) {
    if (!/\/EmbeddedFile\b/.test(stream.dictionary)) continue;
    seen += 1;
    const size = contentOf(stream, room)?.length;
    if (size === undefined) return { attachments: [], left: seen };
    room -= size;
  }
  if (seen === 0) return none;
  const found = (await reading.ask((_, document) => document.getAttachments())) ?? {};
  const attachments = Object.values(found).flatMap((file: unknown) => attachmentOf(file));
  const kept = attachments.slice(0, tunables.pdf.attachments);
  return { attachments: kept, left: attachments.length - kept.length };
}

function attachmentOf(file: unknown): ParsedAttachment[] {
  if (typeof file !== 'object' || file === null || !('filename' in file) || !('content' in file)) return [];
  const { filename, content } = file;
  if (typeof filename !== 'string' || !(content instanceof Uint8Array) || content.length === 0) return [];
  return [{ name: cleanText(filename) || 'sans nom', bytes: content }];
}
