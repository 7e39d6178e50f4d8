/** Rows are as long as a multiple of it: with fewer at once, counting takes as long as multiplying. */
export const valuesAtOnce = 64;

/**
 * The inner loop of the search by vectors, in WebAssembly because JavaScript has no instruction for eight products at
 * once. The query is given in 16 bits, so that it need not be widened for each row (from the cache 4.3 ms become
 * 2.4 for 100,000 × 384; from memory, which then bounds it, 6 become 5). What it does, 64 values at a time:
 *
 *     dots(row, query, out, count, rowBytes):
 *       do { sum = 0; for each 64 bytes of the row: sum += row × query; store sum in out; next row, next out } while (--count)
 */
// biome-ignore format: one instruction a line
const code = [
  0x02, 0x02, 0x7f, 0x02, 0x7b,             // locals: 5 end of row, 6 place in query (i32); 7, 8 sums (v128)
  0x03, 0x40,                               // loop over rows
  0x20, 0, 0x20, 4, 0x6a, 0x21, 5,          //   end = row + rowBytes
  0x20, 1, 0x21, 6,                         //   place = query
  0xfd, 0x0c, ...Array(16).fill(0), 0x22, 7, 0x21, 8, // both sums = 0: two, so that one need not wait for the other
  0x03, 0x40,                               //   loop over so many bytes
  ...Array.from({ length: valuesAtOnce / 8 }, (_, at) => [
    0x20, 0, 0xfd, 0x01, 3, 8 * at,         //     eight of the row, widened to 16 bits
    0x20, 6, 0xfd, 0x00, 4, 16 * at,        //     eight of the query
    0xfd, 0xba, 0x01,                       //     multiplied, neighbours added as 32 bits
    0x20, 7 + at % 2, 0xfd, 0xae, 0x01, 0x21, 7 + at % 2, // one of the sums +=
  ]).flat(),
  0x20, 6, 0x41, ...signedLeb128(2 * valuesAtOnce), 0x6a, 0x21, 6, // place += bytes of so many values
  0x20, 0, 0x41, ...signedLeb128(valuesAtOnce), 0x6a, 0x22, 0, //  row += so many bytes
  0x20, 5, 0x49, 0x0d, 0,                   //     again while row < end
  0x0b,
  0x20, 2,                                  //   at out
  0x20, 7, 0x20, 8, 0xfd, 0xae, 0x01, 0x22, 7, // both sums added
  0xfd, 0x1b, 0, 0x20, 7, 0xfd, 0x1b, 1, 0x6a, // first two of its four numbers, added
  0x20, 7, 0xfd, 0x1b, 2, 0x20, 7, 0xfd, 0x1b, 3, 0x6a, // last two
  0x6a, 0x36, 2, 0,                         //   all four, stored
  0x20, 2, 0x41, 4, 0x6a, 0x21, 2,          //   out += 4
  0x20, 3, 0x41, 1, 0x6b, 0x22, 3, 0x0d, 0, //   again while --count
  0x0b, 0x0b,
];

// biome-ignore format: one section a line
const binary = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 9, 1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0,    // a function of five i32
  0x03, 2, 1, 0,
  0x05, 3, 1, 0x00, 1,                                     // a memory of one page, growable
  0x07, 17, 2, 6, ...Buffer.from('memory'), 2, 0, 4, ...Buffer.from('dots'), 0, 0,
  0x0a, ...leb128(code.length + 1 + leb128(code.length).length), 1, ...leb128(code.length), ...code,
]);

/** What of the global object is used here; the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: DotProducts };
};

const compiled = new WebAssembly.Module(binary);

/**
 * A memory of its own, and the function that works in it: rows of signed bytes, a query of as many 16-bit integers, 32-bit sums; all
 * addresses are multiples of 16, rows as long as a multiple of `valuesAtOnce`.
 */
export type DotProducts = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  dots(row: number, query: number, out: number, count: number, rowBytes: number): void;
};

export function createDotProducts(): DotProducts {
  return new WebAssembly.Instance(compiled).exports;
}

function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb128(value >>> 7)];
}

/** The same of a number that may be below zero, as constants are: its highest bit tells. */
function signedLeb128(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signedLeb128(value >> 7)];
}
