/**
 * A file of weights in 4 bits as the converter reads it, small enough to be written in a test: one layer, 32 dimensions,
 * letters as vocabulary. Its vectors mean nothing, and are the same every time.
 */
export type TinyShape = {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly positions: number;
};

const usual: TinyShape = { hidden: 32, layers: 1, heads: 2, feedForward: 64, positions: 64 };
const special = ['<s>', '<pad>', '</s>', '<unk>'];
const pieces = [...special, '▁', ...'abcdefghijklmnopqrstuvwxyzàéèêç0123456789:.,'];

export function tinyQ4File(changes: Partial<TinyShape> = {}): Buffer {
  const shape = { ...usual, ...changes };
  const { hidden, layers, heads, feedForward, positions } = shape;
  const words = pieces.length + 3;
  const next = numbers();
  const blob = Buffer.from(pieces.join(''), 'utf8');
  const ends = pieces.map((_, i) => Buffer.byteLength(pieces.slice(0, i + 1).join(''), 'utf8'));
  const normalisation = Buffer.concat([u32(0x200b), u8(1), u32(0x20), u32(0x07), u8(0)]);
  const head = Buffer.concat([
    Buffer.from('E5S1'),
    u32(1),
    ...[hidden, layers, heads, feedForward, words, positions, 2].map(i32),
    f32(1e-12),
    i32(32),
    ...[pieces.length, 0, 2, 1, 3].map(i32),
    u64(blob.length),
    ...[0, ...ends].map(u32),
    ...pieces.map((_, i) => f32(i < special.length ? 0 : -1 - (i % 7))),
    blob,
    i32(2),
    u32(normalisation.length),
    normalisation,
  ]);

  const tensors: { name: string; type: number; elements: number; data: Buffer }[] = [];
  const floats = (name: string, elements: number, value: () => number) =>
    tensors.push({
      name,
      type: 0,
      elements,
      data: Buffer.concat(Array.from({ length: elements }, () => f32(value()))),
    });
  const packed = (name: string, rows: number, columns: number) => {
    const blocks = Array.from({ length: (rows * columns) / 32 }, () =>
      // 0x2c00 is 1/16 in half precision.
      Buffer.from([0x00, 0x2c, ...Array.from({ length: 16 }, () => Math.floor(next() * 256))]),
    );
    tensors.push({ name, type: 1, elements: rows * columns, data: Buffer.concat(blocks) });
  };
  const small = () => (next() - 0.5) / 5;
  const norm = (name: string) => {
    floats(`${name}.w`, hidden, () => 1 + small());
    floats(`${name}.b`, hidden, small);
  };
  const linear = (name: string, rows: number, columns: number) => {
    packed(`${name}.w`, rows, columns);
    floats(`${name}.b`, rows, small);
  };
  packed('emb.word', words, hidden);
  floats('emb.pos', positions * hidden, small);
  floats('emb.type', 2 * hidden, small);
  norm('emb.ln');
  for (let layer = 0; layer < layers; layer += 1) {
    for (const part of ['q', 'k', 'v', 'ao']) linear(`l${layer}.${part}`, hidden, hidden);
    norm(`l${layer}.aln`);
    linear(`l${layer}.fi`, feedForward, hidden);
    linear(`l${layer}.fo`, hidden, feedForward);
    norm(`l${layer}.oln`);
  }

  const listBytes = 4 + tensors.reduce((sum, { name }) => sum + 2 + Buffer.byteLength(name) + 21, 0);
  let offset = head.length + listBytes;
  const list = tensors.map(({ name, type, elements, data }) => {
    const entry = Buffer.concat([
      u16(name.length),
      Buffer.from(name),
      u8(type),
      u32(elements),
      u64(offset),
      u64(data.length),
    ]);
    offset += data.length;
    return entry;
  });
  return Buffer.concat([head, i32(tensors.length), ...list, ...tensors.map(({ data }) => data)]);
}

/** A linear congruential generator (Numerical Recipes): the same numbers on every machine. */
function numbers(): () => number {
  let state = 20_261_126;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function written(bytes: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
}

const u8 = (value: number) => written(1, (buffer) => buffer.writeUInt8(value));
const u16 = (value: number) => written(2, (buffer) => buffer.writeUInt16LE(value));
const u32 = (value: number) => written(4, (buffer) => buffer.writeUInt32LE(value));
const u64 = (value: number) => written(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)));
const i32 = (value: number) => written(4, (buffer) => buffer.writeInt32LE(value));
const f32 = (value: number) => written(4, (buffer) => buffer.writeFloatLE(value));
