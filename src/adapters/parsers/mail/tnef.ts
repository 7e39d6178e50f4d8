import type { ParsedAttachment } from '../../../core/parsed-document.ts';
import { attachmentName } from './attachment-name.ts';

const magic = 0x223e9f78;
/** Attributes of TNEF ([MS-OXTNEF] 2.1.3), without the type in their upper half. */
const attribute = { startOfAttachment: 0x9002, title: 0x8010, data: 0x800f } as const;
const attributeHead = 9;
const checksumBytes = 2;

/** The files inside a `winmail.dat`, in which Outlook wraps what it attaches; none when the bytes are damaged. */
export function filesOfTnef(bytes: Uint8Array): ParsedAttachment[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== magic) return [];
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (let at = 6; at + attributeHead <= bytes.length; ) {
    const id = view.getUint16(at + 1, true);
    const start = at + attributeHead;
    const end = start + view.getUint32(at + 5, true);
    if (end > bytes.length) break;
    const data = bytes.subarray(start, end);
    const file = files.at(-1);
    if (id === attribute.startOfAttachment) files.push({ name: '', bytes: new Uint8Array() });
    else if (id === attribute.title && file !== undefined) file.name = textOf(data);
    else if (id === attribute.data && file !== undefined) file.bytes = data;
    at = end + checksumBytes;
  }
  return files
    .filter((file) => file.bytes.length > 0)
    .map((file, index) => ({ ...file, name: attachmentName(file.name, `piece-jointe-${index + 1}`) }));
}

const decoder = new TextDecoder('windows-1252');
const textOf = (data: Uint8Array): string => decoder.decode(data).replace(/\0[\s\S]*$/, '');
