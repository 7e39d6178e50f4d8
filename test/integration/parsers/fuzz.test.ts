import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { dataFolder, noData } from './data.ts';

/** A change of a seed: some bytes overwritten, a piece removed, a piece repeated. Places are shares of the length. */
type Mutation = {
  readonly kind: 'write' | 'cut' | 'repeat';
  readonly at: number;
  readonly bytes: Uint8Array;
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('write', 'cut', 'repeat'),
    at: share,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 24 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function mutate(seed: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce((bytes, { kind, at, bytes: piece }) => {
    const start = Math.floor(at * bytes.length);
    const end = Math.min(bytes.length, start + piece.length);
    const [before, middle, after] = [
      bytes.subarray(0, start),
      bytes.subarray(start, end),
      bytes.subarray(end),
    ];
    if (kind === 'write') return Buffer.concat([before, piece, after]);
    if (kind === 'cut') return Buffer.concat([before, after]);
    return Buffer.concat([before, ...Array<Uint8Array>(50).fill(middle), after]);
  }, seed);
}

function expectSound(outcome: ParseOutcome): void {
  if (outcome.outcome === 'parsed') expect(Array.isArray(outcome.document.blocks)).toBe(true);
  else expect(Object.keys(reasons)).toContain(outcome.reason);
}

const textSeeds: Readonly<Record<string, string>> = {
  'a.md':
    '---\ntitle: Essai\n---\n# Titre\n\n- a\n  - b\n\n> c\n\n|a|b|\n|-|-|\n|1|2|\n\n<details><b>x</b></details>\n\n```js\ncode\n```\n[^1]\n\n[^1]: note',
  'a.html':
    '<!doctype html><title>T</title><main><h1>A</h1><ul><li>b<ul><li>c</ul></ul><table><tr><th>x<td rowspan=2>y</table><pre>z</pre>',
  'a.csv': 'nom;âge;__proto__\n"Ana ""B""";41;x\nBob;;y\n',
  'a.txt': 'Bonjour à tous\n\n- un\n- deux\n\n1. premier',
  'a.eml':
    'From: Ana <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?B?w6l0w6k=?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Bonjour</p>\n--x\nContent-Disposition: attachment; filename="a.txt"\nContent-Transfer-Encoding: base64\n\nYQ==\n--x--\n',
};

describe('R54: mutated files', () => {
  test.each(Object.entries(textSeeds))('%s: an outcome, always', async (name, seed) => {
    const bytes = Buffer.from(seed);
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        expectSound(await readDocument(mutate(bytes, changes), { name: name }));
      }),
      { numRuns: 120 },
    );
  });

  describe.skipIf(noData !== false)(`of real documents ${noData || ''}`, () => {
    const pool = createParserPool({ size: 2, timeoutMs: 20_000 });
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
    });
    afterAll(async () => {
      await pool.close();
      await rm(folder, { recursive: true });
    });

    test.each([
      'docling__docx_lists.docx',
      'unstructured__simple.odt',
      'pdf__issue1002.pdf',
      'mailparser__nodemailer.eml',
    ])('%s', async (name) => {
      const seed = await readFile(`${dataFolder}documents/${name}`);
      const path = join(folder, name);
      await fc.assert(
        fc.asyncProperty(mutations, async (changes) => {
          await writeFile(path, mutate(seed, changes));
          const outcome = await pool.parse({ path, name, bytes: seed.length });
          expectSound(outcome);
          expect(outcome).not.toMatchObject({ reason: 'parse-timeout' });
        }),
        { numRuns: 50 },
      );
    });
  });
});
