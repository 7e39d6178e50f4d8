import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { dataFolder, noData } from './data.ts';

const read = (folder: 'documents' | 'hostile', file: string): Promise<ParseOutcome> =>
  readDocument(readFileSync(`${dataFolder}${folder}/${file}`), { name: file });

describe.skipIf(noData !== false)(`real files written as text or held in archives ${noData || ''}`, () => {
  test.each([
    ['unstructured__fake-doc.rtf', { kind: 'heading', level: 1, text: 'My First Heading' }],
    ['tika__testRTFTableCellSeparation.rtf', { kind: 'table', header: [] }],
    ['docling__epub_purvis_poetry.epub', { kind: 'heading', level: 2, text: 'Past Joys' }],
    ['unstructured__winter-sports.epub', { kind: 'heading', level: 2, text: 'CHAPTER I THE SUN-SEEKER' }],
    ['tika__testEPUB.epub', { kind: 'list-item', depth: 0, text: 'First item' }],
  ])('%s', async (file, block) => {
    const outcome = await read('documents', file);
    expect(outcome).toMatchObject({ outcome: 'parsed', document: { warnings: [] } });
    if (outcome.outcome === 'parsed')
      expect(outcome.document.blocks).toContainEqual(expect.objectContaining(block));
  });

  test.each([
    [
      'tika__testZip_relative.zip',
      { outcome: 'parsed', document: { attachments: [{ name: 'dangerous/dont/touch.pl' }] } },
    ],
    [
      'tika__droste.zip',
      { outcome: 'parsed', document: { attachments: [{ name: 'droste.jpg' }, { name: 'droste.zip' }] } },
    ],
    ['tika__testZIP_corrupted_oom.zip', { outcome: 'failed', reason: 'damaged' }],
  ])('R47, R48: %s', async (file, end) => {
    expect(await read('hostile', file)).toMatchObject(end);
  });
});

const epub = zipSync({
  mimetype: Buffer.from('application/epub+zip'),
  'META-INF/container.xml': Buffer.from('<container><rootfile full-path="a.opf"/></container>'),
  'a.opf': Buffer.from(
    '<package><dc:title>T</dc:title><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/></package>',
  ),
  'a.xhtml': Buffer.from('<html><body><h1>A</h1><p>b<br/>c</p></body></html>'),
});

const seeds: Readonly<Record<string, Uint8Array>> = {
  'a.rtf': Buffer.from(
    "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset128 A;}}{\\colortbl;\\red255\\green255\\blue255;}{\\stylesheet{\\s1 heading 1;}}{\\info{\\title T}{\\creatim\\yr2024\\mo1\\dy1}}{\\header H}\\pard\\s1 Un\\par\\pard\\ls1{\\listtext 1.}\\'e9\\u233?{\\v x}{\\footnote n}\\par\\trowd\\clvmgf\\cellx10\\clmrg\\cellx20\\pard\\intbl a\\cell b\\cell\\row{\\field{\\*\\fldinst X}{\\fldrslt y}}{\\pict\\bin4 abcd}}",
    'latin1',
  ),
  'a.epub': epub,
  'a.zip': zipSync({ 'd/a.txt': Buffer.from('Bonjour'), 'b.txt': Buffer.from('x'.repeat(500)) }),
  'a.json': Buffer.from('{"a":[{"b":"c","d":1.10},{"b":"<p>é</p>","d":[[1,2]]}],"__proto__":{"x":null}}'),
  'a.yaml': Buffer.from('a: &x [1, {b: c}]\nd: *x\ne: |\n  texte\n---\n!!t f: "g"\n'),
  'a.xml': Buffer.from(
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a t="u v"><b>&b;<![CDATA[<p>x</p>]]></b><b/><c>d</c></a>',
  ),
  'a.txt': Buffer.from(
    'Titre\n=====\n\n1. A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  - y\n\fmot cou-\npé\n',
  ),
};

/** Bytes overwritten, removed or repeated; places are shares of the length. */
const changes = fc.array(
  fc.record({
    kind: fc.constantFrom('write', 'cut', 'repeat'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    piece: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 6 },
);

test.each(Object.entries(seeds))('R54: %s mutated has an outcome, always', async (name, seed) => {
  await fc.assert(
    fc.asyncProperty(changes, async (list) => {
      const bytes = list.reduce<Uint8Array>((before, { kind, at, piece }) => {
        const start = Math.floor(at * before.length);
        const middle = before.subarray(start, start + piece.length);
        const inserted =
          kind === 'write' ? [piece] : kind === 'repeat' ? Array<Uint8Array>(30).fill(middle) : [];
        return Buffer.concat([before.subarray(0, start), ...inserted, before.subarray(start + piece.length)]);
      }, seed);
      const outcome = await readDocument(bytes, { name });
      if (outcome.outcome !== 'parsed') expect(Object.keys(reasons)).toContain(outcome.reason);
      else for (const block of outcome.document.blocks) expect(block.kind).toBeTypeOf('string');
    }),
    { numRuns: 150 },
  );
});
