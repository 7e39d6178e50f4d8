import { createCipheriv, createDecipheriv, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { BlobForm } from './blob-form.ts';
import { chunksOf } from './chunks-of.ts';
import { plainForm } from './plain-form.ts';

const magic = Buffer.from('SRCBLOB1');
/** Magic and length of the blob: readable, and authenticated. */
const openBytes = magic.length + 8;
const tagBytes = 16;
const headerBytes = openBytes + tagBytes;
/** So much is opened for one byte of a range; each costs a tag. */
const chunkBytes = 64 * 1024;
const sealedChunkBytes = chunkBytes + tagBytes;

/**
 * Bytes sealed with the key of their organisation (AES-256-GCM), so that whoever has the store or its backups has nothing, and
 * nothing is left when the key is gone (R34).
 *
 * An object is a header, then chunks of 64 KiB, each with its tag, so that ranges can be opened. Each blob has a key of its own,
 * derived (HKDF-SHA256) from the organisation's and the blob's digest: the same blob is always the same object, whoever writes it
 * while others read, and no other blob can stand in its place. A chunk's nonce is its place; the header's tag vouches for the length. The object's name is the digest
 * under the key wrap of RFC 3394: who does not have the key cannot tell whether a file that they know is there.
 */
export function createSealedForm(dataKey: Uint8Array): BlobForm {
  const nameKey = derive(dataKey, Buffer.alloc(0), 'sourcier blob names');
  const blobKey = (sha256: string) => derive(dataKey, Buffer.from(sha256, 'hex'), 'sourcier blob');

  return {
    nameOf: (sha256) => {
      const cipher = createCipheriv('id-aes256-wrap', nameKey, wrapStart);
      return Buffer.concat([cipher.update(sha256, 'hex'), cipher.final()]).toString('hex');
    },
    digestOf: (name) => {
      if (!/^[0-9a-f]{80}$/.test(name)) return null;
      try {
        const decipher = createDecipheriv('id-aes256-wrap', nameKey, wrapStart);
        return Buffer.concat([decipher.update(name, 'hex'), decipher.final()]).toString('hex');
      } catch {
        return null;
      }
    },
    isPlain: false,

    // Twice through the disk: the key follows from the digest, which is known at the end.
    write: async (source, file, maxBytes) => {
      const blob = await plainForm.write(source, file, maxBytes);
      const sealedFile = `${file}.sealed`;
      const key = blobKey(blob.sha256);
      const sealed = (parts: AsyncIterable<Buffer>) => sealChunks(parts, key, blob.bytes);
      try {
        await pipeline(createReadStream(file), sealed, createWriteStream(sealedFile, { mode: 0o600 }));
        await rename(sealedFile, file);
      } finally {
        await rm(sealedFile, { force: true });
      }
      return blob;
    },

    read: async (objects, name, sha256, range) => {
      const key = blobKey(sha256);
      const bytes = await readLength(objects, name, key);
      const { start, end } = range ?? { start: 0, end: bytes - 1 };
      if (start > end) return { stream: Readable.from([]), bytes };
      const first = Math.floor(start / chunkBytes);
      const last = Math.floor(end / chunkBytes);
      const { stream } = await objects.read(name, {
        start: headerBytes + first * sealedChunkBytes,
        end: Math.min(headerBytes + (last + 1) * sealedChunkBytes, sealedLength(bytes)) - 1,
      });
      const within = { start: start - first * chunkBytes, end: end - first * chunkBytes };
      const opened = cut(openChunks(stream, key, first), within);
      return { stream: Readable.from(opened, { objectMode: false }), bytes };
    },
  };
}

/** What RFC 3394 begins with. */
const wrapStart = Buffer.alloc(8, 0xa6);
/** The header's own: no chunk has that place. */
const headerNonce = Buffer.alloc(12, 0xff);

function derive(key: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, salt, info, 32));
}

const sealedLength = (bytes: number): number =>
  headerBytes + bytes + tagBytes * Math.ceil(bytes / chunkBytes);

function header(key: Uint8Array, bytes: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes));
  const readable = Buffer.concat([magic, length]);
  const cipher = createCipheriv('aes-256-gcm', key, headerNonce);
  cipher.setAAD(readable);
  cipher.final();
  return Buffer.concat([readable, cipher.getAuthTag()]);
}

/** How long the blob is. @throws AppError `BLOB_DAMAGED` when this is not, in whole, what was sealed with this key */
async function readLength(
  objects: Pick<ObjectStore, 'read'>,
  name: string,
  key: Uint8Array,
): Promise<number> {
  const found = await objects.read(name, { start: 0, end: headerBytes - 1 });
  const read = Buffer.concat(await found.stream.toArray());
  if (read.length !== headerBytes) throw new AppError('BLOB_DAMAGED');
  const bytes = Number(read.readBigUInt64BE(magic.length));
  const isGenuine = timingSafeEqual(read, header(key, bytes));
  if (!isGenuine || found.bytes !== sealedLength(bytes)) throw new AppError('BLOB_DAMAGED');
  return bytes;
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

async function* sealChunks(
  parts: AsyncIterable<Buffer>,
  key: Uint8Array,
  bytes: number,
): AsyncGenerator<Buffer, void> {
  yield header(key, bytes);
  let index = 0;
  for await (const chunk of chunksOf(parts, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index));
    index += 1;
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

async function* openChunks(
  parts: AsyncIterable<Buffer>,
  key: Uint8Array,
  first: number,
): AsyncGenerator<Buffer, void> {
  let index = first;
  for await (const sealed of chunksOf(parts, sealedChunkBytes)) {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes });
    index += 1;
    try {
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      const shown = decipher.update(sealed.subarray(0, -tagBytes));
      yield Buffer.concat([shown, decipher.final()]);
    } catch (cause) {
      throw new AppError('BLOB_DAMAGED', { cause });
    }
  }
}

/** Those bytes of a stream, both ends included. */
async function* cut(
  parts: AsyncIterable<Buffer>,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Buffer, void> {
  let at = 0;
  for await (const part of parts) {
    yield part.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at));
    at += part.length;
  }
  if (at <= end) throw new AppError('BLOB_DAMAGED');
}
