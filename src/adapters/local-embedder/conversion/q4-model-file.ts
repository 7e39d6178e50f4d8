import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';

/**
 * A BERT encoder with its SentencePiece vocabulary in one little-endian file, weights in 4 bits: header, vocabulary, table
 * of normalisation, list of tensors, data.
 */
export type Q4Model = {
  readonly shape: ModelShape;
  readonly vocabulary: Vocabulary;
  /** Rows `from` to `to` (excluded) of a matrix in 4 bits, as floats in row-major order. */
  readRows(name: string, columns: number, from: number, to: number): Float32Array;
  /** A tensor of floats. */
  readFloats(name: string, elements: number): Float32Array;
  close(): Promise<void>;
};

export type ModelShape = {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly words: number;
  readonly positions: number;
  readonly tokenTypes: number;
  readonly epsilon: number;
};

export type Vocabulary = {
  /** Piece and score of each token, in the order of their ids. */
  readonly pieces: readonly (readonly [piece: string, score: number])[];
  readonly ids: { readonly bos: number; readonly eos: number; readonly pad: number; readonly unk: number };
  /** What becomes of a character before it is looked up; characters that stay as they are do not stand here. */
  readonly normalisation: ReadonlyMap<string, string>;
};

type Tensor = {
  readonly type: number;
  readonly elements: number;
  readonly offset: number;
  readonly bytes: number;
};

const blockElements = 32;
/** A half-precision scale and 32 values of 4 bits. */
const blockBytes = 18;
/** Far above any model of this kind: sizes beyond are those of a damaged file. */
const largest = {
  hidden: 4_096,
  layers: 96,
  heads: 256,
  feedForward: 16_384,
  words: 1_000_000,
  positions: 8_192,
  tokenTypes: 16,
};
const mostVocabularyBytes = 64 * 1024 * 1024;

/** @throws AppError `MODEL_FILE_INVALID` when the file is not of this format, or damaged */
export async function openQ4Model(path: string): Promise<Q4Model> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const reader = createReader(handle, size);
    const shape = readHeader(reader);
    const vocabulary = readVocabulary(reader, shape.words);
    const tensors = readTensors(reader, size);
    return { shape, vocabulary, ...tensorReaders(handle, tensors), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Reads the start of the file, field after field. */
type Reader = {
  bytes(length: number): Buffer;
  u8(): number;
  u16(): number;
  u32(): number;
  u64(): number;
  i32(): number;
  f32(): number;
};

function createReader(handle: FileHandle, size: number): Reader {
  let at = 0;
  const bytes = (length: number): Buffer => {
    if (length < 0 || at + length > size) throw damaged('it ends too early');
    const read = readAt(handle, at, length);
    at += length;
    return read;
  };
  return {
    bytes,
    u8: () => bytes(1).readUInt8(),
    u16: () => bytes(2).readUInt16LE(),
    u32: () => bytes(4).readUInt32LE(),
    u64: () => Number(bytes(8).readBigUInt64LE()),
    i32: () => bytes(4).readInt32LE(),
    f32: () => bytes(4).readFloatLE(),
  };
}

function readHeader(reader: Reader): ModelShape {
  if (reader.bytes(4).toString('latin1') !== 'E5S1')
    throw damaged('its first bytes are not those of the format');
  const version = reader.u32();
  if (version !== 1) throw damaged(`its version is ${version}, not 1`);
  const sizes = Object.fromEntries(
    Object.entries(largest).map(([name, most]) => {
      const value = reader.i32();
      if (value < 1 || value > most) throw damaged(`${name} is ${value}`);
      return [name, value];
    }),
  ) as Record<keyof typeof largest, number>;
  const epsilon = reader.f32();
  const block = reader.i32();
  if (block !== blockElements) throw damaged(`its blocks hold ${block} values, not ${blockElements}`);
  if (
    sizes.hidden % sizes.heads !== 0 ||
    sizes.hidden % blockElements !== 0 ||
    sizes.feedForward % blockElements !== 0
  )
    throw damaged('its sizes do not fit each other');
  return { ...sizes, epsilon };
}

function readVocabulary(reader: Reader, words: number): Vocabulary {
  const count = reader.i32();
  if (count < 1 || count > words) throw damaged(`it has ${count} tokens for ${words} rows`);
  const ids = { bos: reader.i32(), eos: reader.i32(), pad: reader.i32(), unk: reader.i32() };
  if (Object.values(ids).some((id) => id < 0 || id >= count)) throw damaged('a special token has no row');
  const blobBytes = reader.u64();
  if (blobBytes > mostVocabularyBytes) throw damaged('its vocabulary is too large');
  const offsets = reader.bytes(4 * (count + 1));
  const scores = reader.bytes(4 * count);
  const blob = reader.bytes(blobBytes);
  const pieces = Array.from({ length: count }, (_, id) => {
    const [from, to] = [offsets.readUInt32LE(4 * id), offsets.readUInt32LE(4 * id + 4)];
    if (from > to || to > blobBytes) throw damaged(`token ${id} lies outside the vocabulary`);
    const score = scores.readFloatLE(4 * id);
    if (!Number.isFinite(score)) throw damaged(`token ${id} has no score`);
    return [blob.toString('utf8', from, to), score] as const;
  });
  return { pieces, ids, normalisation: readNormalisation(reader) };
}

function readNormalisation(reader: Reader): Map<string, string> {
  const count = reader.i32();
  const bytes = reader.u32();
  if (bytes > mostVocabularyBytes) throw damaged('its table of normalisation is too large');
  const table = reader.bytes(bytes);
  const normalisation = new Map<string, string>();
  try {
    let at = 0;
    for (let entry = 0; entry < count; entry += 1) {
      const length = table.readUInt8(at + 4);
      const replacement = Array.from({ length }, (_, i) => table.readUInt32LE(at + 5 + 4 * i));
      normalisation.set(String.fromCodePoint(table.readUInt32LE(at)), String.fromCodePoint(...replacement));
      at += 5 + 4 * length;
    }
  } catch (cause) {
    throw damaged('its table of normalisation cannot be read', cause);
  }
  return normalisation;
}

function readTensors(reader: Reader, size: number): Map<string, Tensor> {
  const count = reader.i32();
  if (count < 0 || count > 10_000) throw damaged(`it lists ${count} tensors`);
  const tensors = new Map<string, Tensor>();
  for (let i = 0; i < count; i += 1) {
    const name = reader.bytes(reader.u16()).toString('utf8');
    const tensor = { type: reader.u8(), elements: reader.u32(), offset: reader.u64(), bytes: reader.u64() };
    if (tensor.offset + tensor.bytes > size) throw damaged(`${name} ends after the file`);
    tensors.set(name, tensor);
  }
  return tensors;
}

function tensorReaders(
  handle: FileHandle,
  tensors: ReadonlyMap<string, Tensor>,
): Pick<Q4Model, 'readRows' | 'readFloats'> {
  const find = (name: string, type: 0 | 1, bytes: number): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw damaged(`it has no ${name}`);
    if (tensor.type !== type || tensor.bytes < bytes) throw damaged(`${name} has another size or type`);
    return tensor;
  };
  return {
    readFloats: (name, elements) => {
      const { offset } = find(name, 0, elements * 4);
      const bytes = readAt(handle, offset, elements * 4);
      return finite(
        name,
        new Float32Array(elements).map((_, i) => bytes.readFloatLE(4 * i)),
      );
    },
    readRows: (name, columns, from, to) => {
      const rowBytes = (columns / blockElements) * blockBytes;
      const { offset } = find(name, 1, to * rowBytes);
      const packed = readAt(handle, offset + from * rowBytes, (to - from) * rowBytes);
      return finite(name, unpackBlocks(packed));
    },
  };
}

/** Blocks of 32 values: a half-precision scale, then bytes that hold value j in the low and j + 16 in the high half. */
function unpackBlocks(packed: Buffer): Float32Array {
  const blocks = packed.length / blockBytes;
  const values = new Float32Array(blocks * blockElements);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  for (let block = 0; block < blocks; block += 1) {
    const at = block * blockBytes;
    const scale = view.getFloat16(at, true);
    for (let j = 0; j < 16; j += 1) {
      const byte = view.getUint8(at + 2 + j);
      values[block * blockElements + j] = ((byte & 15) - 8) * scale;
      values[block * blockElements + j + 16] = ((byte >> 4) - 8) * scale;
    }
  }
  return values;
}

function readAt(handle: FileHandle, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  for (let read = 0; read < length; ) {
    const more = readSync(handle.fd, buffer, read, length - read, position + read);
    if (more === 0) throw damaged('it ends too early');
    read += more;
  }
  return buffer;
}

function finite(name: string, values: Float32Array): Float32Array {
  if (!values.every(Number.isFinite)) throw damaged(`${name} holds what is not a number`);
  return values;
}

function damaged(what: string, cause?: unknown): AppError {
  return new AppError('MODEL_FILE_INVALID', { detail: `The model file is damaged: ${what}.`, cause });
}
