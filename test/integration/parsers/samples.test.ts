import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import type { ParseOutcome } from '../../../src/core/parsed-document.ts';
import { reasons } from '../../../src/core/reasons.ts';
import { dataFolder, manifestOf, noData } from './data.ts';
import { textOf, wordRecall } from './parsed-text.ts';

const pool = createParserPool({ size: 2 });
afterAll(() => pool.close());

const read = (folder: 'documents' | 'hostile', file: string): Promise<ParseOutcome> =>
  pool.parse({ path: `${dataFolder}${folder}/${file}`, name: file, bytes: 0 });

const textual = new Set(['pdf', 'docx', 'odt', 'csv', 'html', 'eml']);

describe.skipIf(noData !== false)(`real documents ${noData || ''}`, () => {
  test.each(
    manifestOf('documents').map((sample) => [sample.file, sample.ext]),
  )('%s', async (file, extension) => {
    const outcome = await read('documents', file);
    if (outcome.outcome === 'parsed')
      expect(extension).toBe(outcome.format === 'markdown' ? 'md' : outcome.format);
    else expect(outcome).toMatchObject({ outcome: 'skipped', reason: 'format-not-supported' });
    expect(outcome.outcome === 'parsed').toBe(textual.has(extension));
  });

  test('the expected words are found: at least 0.9 on average', async () => {
    const recalls: [string, number][] = [];
    for (const sample of manifestOf('documents')) {
      if (sample.expected_text === null || !textual.has(sample.ext) || !sample.expected_text.endsWith('.md'))
        continue;
      const outcome = await read('documents', sample.file);
      const expected = readFileSync(`${dataFolder}documents/${sample.expected_text}`, 'utf8');
      const found = outcome.outcome === 'parsed' ? textOf(outcome.document) : '';
      recalls.push([sample.file, wordRecall(withoutMarkup(expected), found)]);
    }
    console.info(recalls.map(([file, recall]) => `${recall.toFixed(3)} ${file}`).join('\n'));
    const mean = recalls.reduce((total, [, recall]) => total + recall, 0) / recalls.length;
    expect(recalls.length).toBeGreaterThan(10);
    expect(mean).toBeGreaterThan(0.9);
  });
});

/** What a sound ingester does with each hostile file: its format (read safely) or the reason why not. */
const ends: Readonly<Record<string, string>> = {
  'poi__poc-xmlbomb.xlsx': 'format-not-supported',
  'poi__ExternalEntityInText.docx': 'damaged',
  'poi__bug53475-password-is-pass.docx': 'encrypted',
  'poi__protected_passtika.xlsx': 'encrypted',
  'poi__Password_Protected-hello.ppt': 'encrypted',
  'poi__SimpleMacro.docm': 'docx',
  'poi__SimpleMacro.xlsm': 'format-not-supported',
  'poi__clusterfuzz-testcase-minimized-POIXWPFFuzzer-5569740188549120.docx': 'damaged',
  'poi__clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx': 'format-not-supported',
  'poi__clusterfuzz-testcase-minimized-POIXSLFFuzzer-5463285576892416.pptx': 'format-not-supported',
  'poi__clusterfuzz-testcase-minimized-POIHWPFFuzzer-5418937293340672.doc': 'format-not-supported',
  'officeParser__oversized_archive.docx': 'inflates-too-much',
  'tika__testZip_relative.zip': 'format-not-supported',
  'tika__droste.zip': 'format-not-supported',
  'tika__testZIP_corrupted_oom.zip': 'format-not-supported',
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
  'unstructured__fake-power-point-malformed.pptx': 'format-not-supported',
  'OCRmyPDF__invalid.pdf': 'damaged',
  'OCRmyPDF__hugemono.pdf': 'pdf',
  'format-corpus__T02-02_002_page-tree-kids-links-recursive.pdf': 'pdf',
  'PayloadsAllThe__ssrf_svg_image.svg': 'format-not-supported',
  'PayloadsAllThe__xss.html': 'html',
  'msoffcrypto-to__example_password.docx': 'encrypted',
};

describe.skipIf(noData !== false)(`hostile files ${noData || ''}`, () => {
  test.each(
    manifestOf('hostile').map((sample) => [sample.file, sample.expect]),
  )('R48: %s: %s', async (file) => {
    const outcome = await read('hostile', file);
    expect(outcome.outcome === 'parsed' ? outcome.format : outcome.reason).toBe(ends[file]);
    if (outcome.outcome !== 'parsed') expect(Object.keys(reasons)).toContain(outcome.reason);
    else expect(textOf(outcome.document)).not.toMatch(/app\.alert|<script|root:x:0/i);
  });

  test('R48: the parent does not pay for hostile files', async () => {
    const before = process.memoryUsage().rss;
    for (const sample of manifestOf('hostile')) await read('hostile', sample.file);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});

function withoutMarkup(markdown: string): string {
  return markdown.replace(/<!--[\s\S]*?-->/g, ' ').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
}
