import type { Reader } from '../read-document.ts';
import { Refusal } from '../refusal.ts';

/** Length of the atom "current user" and the mark in it that the presentation is encrypted (MS-PPT 2.3.2). */
const encryptedPresentation = Buffer.from([0x14, 0, 0, 0, 0xdf, 0xc4, 0xd1, 0xf3]);

/** Records of a workbook (MS-XLS 2.4.117). */
const filePass = 0x2f;

/**
 * The readers of doc, xls and ppt read nothing themselves: these formats are for LibreOffice to convert. They tell what
 * no converter could read either. Throw `Refusal`: `encrypted` or `converter-missing`, with the format as its detail.
 */
export const readDoc: Reader = async (bytes) => {
  // Flag `fEncrypted` of the file's information block (MS-DOC 2.5.2).
  const block = startOfStream(bytes, 'WordDocument');
  throw refusal('doc', ((block?.[0x0b] ?? 0) & 1) === 1);
};

export const readXls: Reader = async (bytes) => {
  const workbook = startOfStream(bytes, 'Workbook') ?? startOfStream(bytes, 'Book');
  throw refusal('xls', workbook !== null && hasRecord(workbook, filePass));
};

export const readPpt: Reader = async (bytes) => {
  throw refusal('ppt', bufferOf(bytes).includes(encryptedPresentation));
};

function refusal(format: 'doc' | 'xls' | 'ppt', isEncrypted: boolean): Refusal {
  return new Refusal('skipped', isEncrypted ? 'encrypted' : 'converter-missing', format);
}

/**
 * First sector of a stream of a compound file, found by the stream's name in the directory (MS-CFB 2.6.1): what is asked
 * of it stands at its very start. `null` when the stream is not there.
 */
function startOfStream(bytes: Uint8Array, name: string): Buffer | null {
  const file = bufferOf(bytes);
  const wanted = Buffer.from(`${name}\0`, 'utf16le');
  const sectorBytes = file.readUInt8(0x1e) === 12 ? 4_096 : 512;
  for (let at = file.indexOf(wanted); at !== -1; at = file.indexOf(wanted, at + 2)) {
    const isEntry =
      at % 128 === 0 && at + 128 <= file.length && file.readUInt16LE(at + 0x40) === wanted.length;
    if (!isEntry) continue;
    const start = (file.readUInt32LE(at + 0x74) + 1) * sectorBytes;
    return file.subarray(start, start + sectorBytes);
  }
  return null;
}

function hasRecord(workbook: Buffer, kind: number): boolean {
  for (let at = 0; at + 4 <= workbook.length; at += 4 + workbook.readUInt16LE(at + 2))
    if (workbook.readUInt16LE(at) === kind) return true;
  return false;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
