import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as it stands in a zip file. What is declared may be a lie. */
export type RawEntry = {
  readonly name: string;
  /** Bytes as they are stored. */
  readonly stored: Uint8Array;
  readonly method: 0 | 8;
  readonly declaredBytes: number;
  readonly crc: number;
};

/** An entry with honest sizes. */
export function entryOf(name: string, content: Uint8Array): RawEntry {
  return {
    name,
    stored: deflateRawSync(content, { level: 9 }),
    method: 8,
    declaredBytes: content.length,
    crc: crc32(content),
  };
}

type Lies = {
  /** How many entries the end of the file speaks of. */
  readonly entryCount?: number;
  /** Each entry stands so often in the directory, under names of its own, all at the same bytes. */
  readonly directoryCopies?: number;
  /** Adds the records of zip64, and makes the end of the file point to them. */
  readonly zip64?: boolean;
};

/** A zip file written byte by byte, for what no honest writer writes. */
export function rawZip(entries: readonly RawEntry[], lies: Lies = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  const copies = lies.directoryCopies ?? 1;
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.concat([localHeader(entry), Buffer.from(entry.name), entry.stored]);
    for (let copy = 0; copy < copies; copy += 1) {
      const name = Buffer.from(copy === 0 ? entry.name : `${copy}${entry.name}`);
      directory.push(directoryHeader(entry, name.length, offset), name);
    }
    locals.push(local);
    offset += local.length;
  }
  const body = Buffer.concat(directory);
  const count = lies.entryCount ?? entries.length * copies;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lies.zip64 ? 0xffff : count % 0x10000, 8);
  end.writeUInt16LE(lies.zip64 ? 0xffff : count % 0x10000, 10);
  end.writeUInt32LE(lies.zip64 ? 0xffffffff : body.length, 12);
  end.writeUInt32LE(lies.zip64 ? 0xffffffff : offset, 16);
  const records = lies.zip64 ? [zip64End(count, body.length, offset)] : [];
  return Buffer.concat([...locals, body, ...records, end]);
}

function localHeader({ name, stored, method, declaredBytes, crc }: RawEntry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(stored.length, 18);
  header.writeUInt32LE(declaredBytes, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return header;
}

function directoryHeader(
  { stored, method, declaredBytes, crc }: RawEntry,
  nameBytes: number,
  offset: number,
): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(stored.length, 20);
  header.writeUInt32LE(declaredBytes, 24);
  header.writeUInt16LE(nameBytes, 28);
  header.writeUInt32LE(offset, 42);
  return header;
}

function zip64End(count: number, directoryBytes: number, offset: number): Buffer {
  const records = Buffer.alloc(56 + 20);
  records.writeUInt32LE(0x06064b50, 0);
  records.writeBigUInt64LE(44n, 4);
  records.writeUInt16LE(45, 12);
  records.writeUInt16LE(45, 14);
  records.writeBigUInt64LE(BigInt(count), 24);
  records.writeBigUInt64LE(BigInt(count), 32);
  records.writeBigUInt64LE(BigInt(directoryBytes), 40);
  records.writeBigUInt64LE(BigInt(offset), 48);
  records.writeUInt32LE(0x07064b50, 56);
  records.writeBigUInt64LE(BigInt(offset + directoryBytes), 64);
  records.writeUInt32LE(1, 72);
  return records;
}
