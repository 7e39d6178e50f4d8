import { unzipSync } from 'fflate';
import { zipParts } from '../../test/support/files/office-files.ts';
import type { Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/** Bytes at which readers stumble: ends of ranges, separators, starts of structures. */
const nastyBytes = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x3c, 0x3e, 0x5b, 0x7b];
const nastyNumbers = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483647',
  '-2147483648',
  '4294967295',
  '1e308',
  '99999999999999999999',
  'NaN',
  '',
  '0x10',
  '1.5',
];
const nastyTexts = [
  '&#x0;',
  '&#xFFFF;',
  '&lol;',
  '<![CDATA[',
  '-->',
  ']]>',
  '\u0000',
  '\uFEFF',
  '\u202E',
  '\uD83D',
  '{{',
  '__proto__',
  '%00',
  '\\bin99999999 ',
  '\r\n.\r\n',
];
const longestRepeat = 20_000;

function cutIn(bytes: Uint8Array, random: Random, longest: number): [start: number, end: number] {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + random.below(longest))];
}

function replace(bytes: Uint8Array, start: number, end: number, piece: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), piece, bytes.subarray(end)]);
}

/** Changes that know nothing of what they change. */
const ofBytes: readonly Mutation[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let flips = 1 + random.below(16); flips > 0 && copy.length > 0; flips -= 1) {
      const at = random.below(copy.length);
      copy[at] = random.next() < 0.5 ? (copy[at] ?? 0) ^ (1 << random.below(8)) : random.pick(nastyBytes);
    }
    return copy;
  },
  (bytes, random) => replace(bytes, ...cutIn(bytes, random, 64), random.bytes(random.below(64))),
  (bytes, random) => replace(bytes, ...cutIn(bytes, random, bytes.length), new Uint8Array()),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const [start, end] = cutIn(bytes, random, 200);
    const piece = bytes.subarray(start, end);
    const times = 1 + random.below(Math.ceil(longestRepeat / Math.max(1, piece.length)));
    return replace(bytes, end, end, Buffer.concat(Array<Uint8Array>(times).fill(piece)));
  },
  (bytes, random, other) =>
    replace(bytes, ...cutIn(bytes, random, 500), other.subarray(...cutIn(other, random, 500))),
  (bytes, random, other) =>
    Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]),
];

/** Changes of what is written as text: numbers go to extremes, tags and lines are doubled, moved or lost. */
const ofText: readonly Mutation[] = [
  (bytes, random) => replaceMatch(bytes, /-?\d+(?:\.\d+)?/g, random, () => random.pick(nastyNumbers)),
  (bytes, random) =>
    replaceMatch(bytes, /<[^<>]{1,200}>/g, random, (tag) => tag.repeat(2 + random.below(2_000))),
  (bytes, random) => replaceMatch(bytes, /<[^<>]{1,200}>/g, random, () => ''),
  (bytes, random) => replaceMatch(bytes, /[^\r\n]+\r?\n?/g, random, (line) => line.repeat(random.below(200))),
  (bytes, random) =>
    replaceMatch(bytes, /"[^"]{0,200}"|=\S+|:[^\r\n]*/g, random, () => random.pick(nastyTexts)),
  (bytes, random) => replaceMatch(bytes, /\w+/g, random, (word) => word + random.pick(nastyTexts)),
];

function replaceMatch(
  bytes: Uint8Array,
  pattern: RegExp,
  random: Random,
  by: (match: string) => string,
): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return bytes;
  const { index, 0: match } = random.pick(matches);
  return replace(bytes, index, index + match.length, Buffer.from(by(match)));
}

/** Changes one part of an archive and closes it again, so that readers meet what no check of sums would let through. */
function ofParts(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array | null {
  try {
    const parts = new Map<string, Uint8Array>(Object.entries(unzipSync(Uint8Array.from(bytes))));
    const name = random.pick([...parts.keys()]);
    parts.set(name, mutate(parts.get(name) ?? new Uint8Array(), random, other));
    return zipParts(parts);
  } catch {
    return null;
  }
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const mostMutations = 4;

/** A file changed in one to four places, perhaps with pieces of `other`. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let changed = bytes;
  for (let count = 1 + random.below(mostMutations); count > 0; count -= 1) {
    const inside = isZip(changed) && random.next() < 0.8 ? ofParts(changed, random, other) : null;
    const mutation = random.pick(random.next() < 0.5 ? ofText : ofBytes);
    changed = inside ?? mutation(changed, random, other);
  }
  return changed;
}
