import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuzz } from '../../../bench/fuzz/fuzz.ts';
import { mutate } from '../../../bench/fuzz/mutate.ts';
import { createRandom } from '../../../bench/fuzz/random.ts';
import { fileFormats } from '../../../src/core/file-formats.ts';
import { seeds } from '../../support/files/seeds.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** `npm run fuzz` reads twenty thousand. */
describe('R54: mutated files', () => {
  test('eight hundred, of every format: an outcome, always; none crashes its parser or takes long', async () => {
    const report = await fuzz({ seeds: await seeds(), inputs: 800, seed: 1, timeoutMs: 20_000, folder });
    console.info(report);
    // Running out of memory is bounded, and said; what a night finds of it is looked at all the same.
    expect(report.findings.filter(({ end }) => end !== 'parse-memory')).toEqual([]);
    expect(Object.values(report.ends).reduce((total, count) => total + count, 0)).toBe(800);
    // Mutations that only ever broke the files would prove little.
    expect(report.ends.parsed).toBeGreaterThan(120);
  }, 300_000);

  test('the same seed makes the same inputs, another one others', async () => {
    const [first, ...others] = await seeds();
    const bytes = first?.bytes ?? new Uint8Array();
    const other = others[0]?.bytes ?? new Uint8Array();
    const inputs = [1, 1, 2].map((seed) =>
      Buffer.from(mutate(bytes, createRandom(seed), other)).toString('hex'),
    );
    expect(inputs[0]).toBe(inputs[1]);
    expect(inputs[2]).not.toBe(inputs[0]);
  });

  test('there is a seed for every format that can be made without another program', async () => {
    const extensions = new Set((await seeds()).map(({ name }) => name.slice(name.lastIndexOf('.') + 1)));
    const missing = Object.entries(fileFormats).filter(
      ([, format]) => !format.extensions.some((extension) => extensions.has(extension)),
    );
    expect(missing.map(([format]) => format)).toEqual(['doc', 'xls', 'ppt', 'msg', 'p7m']);
  });
});
