import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { expectedText, readText } from '../../../eval/reading/expected-text.ts';
import { bigramRecall, cellRecall, wordRecall } from '../../../eval/reading/scorers.ts';
import { createEngines, type Engines } from '../../../src/compose/engines.ts';
import { type FileFormat, fileFormats } from '../../../src/core/file-formats.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { makeDataFolder } from '../../support/sourcier-process.ts';
import { dataFolder, manifestOf, noData } from './data.ts';
import { textOf } from './parsed-text.ts';

let engines: Engines;
let folder: Awaited<ReturnType<typeof makeDataFolder>>;
beforeAll(async () => {
  folder = await makeDataFolder();
  engines = await createEngines(readEnvironment({ SOURCIER_DATA: folder.path }));
});
afterAll(async () => {
  await engines.close();
  await folder.remove();
});

const read = (kind: 'documents' | 'hostile', file: string): Promise<ParseOutcome> =>
  engines.parser.parse({ path: `${dataFolder}${kind}/${file}`, name: file, bytes: 0 }, { recognise: true });

/** Read, and nothing stands in it but what every slide repeats. */
const withoutText = new Set(['tika__testMasterFooter.odp']);
const legacy = new Set(['doc', 'xls', 'ppt']);

function extensionsOf(format: FileFormat): readonly string[] {
  return fileFormats[format].extensions;
}

describe.skipIf(noData !== false)(`real documents ${noData || ''}`, () => {
  const outcomes = new Map<string, ParseOutcome>();

  test.each(
    manifestOf('documents').map((sample) => [sample.file, sample.ext]),
  )('%s is read as what it is', async (file, extension) => {
    const outcome = await read('documents', file);
    outcomes.set(file, outcome);
    if (legacy.has(extension) && engines.converter === undefined) {
      expect(outcome).toMatchObject({ outcome: 'skipped', reason: 'converter-missing' });
      return;
    }
    if (outcome.outcome !== 'parsed') throw new Error(`${outcome.reason}: ${outcome.detail}`);
    expect(extensionsOf(outcome.format)).toContain(extension);
    expect(textOf(outcome.document).trim() === '').toBe(withoutText.has(file));
  });

  test('words, their order and the cells of tables are found', () => {
    const scored = manifestOf('documents').flatMap(({ file, expected_text: name }) => {
      const outcome = outcomes.get(file);
      if (name === null || outcome?.outcome !== 'parsed') return [];
      const expected = expectedText(readFileSync(`${dataFolder}documents/${name}`, 'utf8'), name);
      const found = readText(outcome.document);
      return [wordRecall, bigramRecall, cellRecall].map((score) => ({ file, ...score(expected, found) }));
    });
    const mean = (wanted: string): number => {
      const known = scored.flatMap(({ name, score }) => (name === wanted && score !== null ? [score] : []));
      return known.reduce((total, score) => total + score, 0) / known.length;
    };
    console.info(scored.map(({ file, name, score }) => `${score?.toFixed(3)} ${name} ${file}`).join('\n'));
    expect(scored.length).toBeGreaterThan(60);
    expect(mean('word recall')).toBeGreaterThan(0.95);
    expect(mean('bigram recall')).toBeGreaterThan(0.9);
    expect(mean('cell recall')).toBeGreaterThan(0.95);
  });
});

/** What a sound ingester does with each hostile file: its format (read safely) or the reason why not. */
const ends: Readonly<Record<string, string>> = {
  'poi__poc-xmlbomb.xlsx': 'damaged',
  'poi__ExternalEntityInText.docx': 'damaged',
  'poi__bug53475-password-is-pass.docx': 'encrypted',
  'poi__protected_passtika.xlsx': 'encrypted',
  'poi__Password_Protected-hello.ppt': 'encrypted',
  'poi__SimpleMacro.docm': 'docx',
  'poi__SimpleMacro.xlsm': 'xlsx',
  'poi__clusterfuzz-testcase-minimized-POIXWPFFuzzer-5569740188549120.docx': 'damaged',
  'poi__clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx': 'xlsx',
  'poi__clusterfuzz-testcase-minimized-POIXSLFFuzzer-5463285576892416.pptx': 'damaged',
  'poi__clusterfuzz-testcase-minimized-POIHWPFFuzzer-5418937293340672.doc': 'doc',
  'officeParser__oversized_archive.docx': 'inflates-too-much',
  'tika__testZip_relative.zip': 'zip',
  'tika__droste.zip': 'zip',
  'tika__testZIP_corrupted_oom.zip': 'damaged',
  'tika__testWORD_truncated.docx': 'damaged',
  'tika__testODTEncrypted.odt': 'encrypted',
  // Opens without a password: only printing and copying are restricted.
  'tika__testPDF_protected.pdf': 'pdf',
  'tika__test_recursive_embedded.docx': 'docx',
  'tika__testBrokenHTMLContainingRFC822.html': 'html',
  'PayloadsAllThe__payload1.pdf': 'pdf',
  'PayloadsAllThe__payload6.pdf': 'pdf',
  'PayloadsAllThe__payload7.pdf': 'pdf',
  'mailparser__htmllargecallstack.eml': 'eml',
  'unstructured__empty.eml': 'empty',
  'unstructured__fake-email-malformed-encoding.eml': 'eml',
  'unstructured__password_protected.xlsx': 'encrypted',
  'unstructured__password.pdf': 'encrypted',
  'unstructured__fake-power-point-malformed.pptx': 'pptx',
  'OCRmyPDF__invalid.pdf': 'damaged',
  'OCRmyPDF__hugemono.pdf': 'pdf',
  'format-corpus__T02-02_002_page-tree-kids-links-recursive.pdf': 'pdf',
  'PayloadsAllThe__ssrf_svg_image.svg': 'no-text',
  'PayloadsAllThe__xss.html': 'html',
  'msoffcrypto-to__example_password.docx': 'encrypted',
};

describe.skipIf(noData !== false)(`hostile files ${noData || ''}`, () => {
  /** Each is read once, by whoever asks first. */
  const readings = new Map<string, Promise<ParseOutcome>>();
  const readOnce = (file: string): Promise<ParseOutcome> => {
    const reading = readings.get(file) ?? read('hostile', file);
    readings.set(file, reading);
    return reading;
  };

  test.each(
    manifestOf('hostile').map((sample) => [sample.file, sample.expect]),
  )('R48: %s: %s', async (file) => {
    const outcome = await readOnce(file);
    const end = outcome.outcome === 'parsed' ? outcome.format : outcome.reason;
    if (end === 'converter-missing') expect(engines.converter).toBeUndefined();
    else expect(end).toBe(ends[file]);
    if (outcome.outcome !== 'parsed') expect(Object.keys(reasons)).toContain(outcome.reason);
    else expect(textOf(outcome.document)).not.toMatch(/app\.alert|<script|root:x:0/i);
  });

  test('R48: the parent does not pay for hostile files', async () => {
    for (const sample of manifestOf('hostile')) await readOnce(sample.file);
    const before = process.memoryUsage().rss;
    for (const sample of manifestOf('hostile')) await read('hostile', sample.file);
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
  });
});
