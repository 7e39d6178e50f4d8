import { crc32, deflateSync } from 'node:zlib';
import { type Bomb, empty, killed, refused } from './bomb.ts';

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A PNG of this width and height, in black and white, whose lines are all zeros. */
function png(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const lines = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 1 });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', lines),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A TIFF whose only page names itself as the next one. */
function tiffLoop(): Uint8Array {
  const bytes = Buffer.alloc(8 + 2 + 4 * 12 + 4);
  bytes.write('II*\0', 0, 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(4, 8);
  [
    [256, 50_000],
    [257, 50_000],
    [273, 8],
    [279, 4],
  ].forEach(([tag = 0, value = 0], at) => {
    bytes.writeUInt16LE(tag, 10 + at * 12);
    bytes.writeUInt16LE(4, 12 + at * 12);
    bytes.writeUInt32LE(1, 14 + at * 12);
    bytes.writeUInt32LE(value, 18 + at * 12);
  });
  bytes.writeUInt32LE(8, bytes.length - 4);
  return bytes;
}

const files: Readonly<Record<string, () => Uint8Array>> = {
  'pixels-50000x50000.png': () => png(50_000, 50_000),
  'pixels-2-billion.png': () => {
    const small = Buffer.from(png(8, 8));
    small.writeUInt32BE(0x7fffffff, 16);
    small.writeUInt32BE(0x7fffffff, 20);
    return small;
  },
  'pages-in-a-loop.tif': tiffLoop,
};

export const imageBombs: readonly Bomb[] = Object.entries(files).flatMap(([name, build]): Bomb[] => {
  const bomb: Bomb = {
    name,
    build,
    ends: ['parsed', ...refused, ...killed, ...empty],
    maxCharacters: 1_000,
  };
  return [bomb, { ...bomb, name: `recognised-${name}`, recognise: true }];
});
