import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import { layOutLanguageData } from '../../../src/adapters/parsers/recognition/language-data.ts';
import type { ParsedDocument, ParseOutcome } from '../../../src/core/parsed-document.ts';
import { onPage } from '../../../src/core/place.ts';
import type { DocumentParser } from '../../../src/ports/document-parser.ts';
import { frenchText, pdfOfPages, printPdf, scanPage, scanPdf } from '../../support/scans.ts';
import { textOf, wordRecall } from './parsed-text.ts';

let folder: string;
let pool: DocumentParser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sourcier-recognition-'));
  const languageData = await layOutLanguageData(join(folder, 'tessdata'));
  if (languageData === null) throw new Error('The language data could not be laid out.');
  pool = createParserPool({ size: 1, languageData });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

async function outcomeOf(name: string, content: Uint8Array, recognise = true): Promise<ParseOutcome> {
  const path = join(folder, name);
  await writeFile(path, content);
  return pool.parse({ path, name, bytes: content.length }, recognise ? { recognise: true } : {});
}

async function read(name: string, content: Uint8Array, recognise = true): Promise<ParsedDocument> {
  const outcome = await outcomeOf(name, content, recognise);
  if (outcome.outcome !== 'parsed') throw new Error(outcome.reason);
  return outcome.document;
}

/** Lines cost time each. */
const fewLines = frenchText.slice(0, 3);

const recall = (document: ParsedDocument, expected: readonly string[] = frenchText): number =>
  wordRecall(expected.join(' '), textOf(document));

describe('scanned pages of a PDF', () => {
  test.each([0, 90, 180, 270, 3, -4, 7, -10, 10, 94, 175])('lying by %i degrees', async (degrees) => {
    const document = await read('scan.pdf', await pdfOfPages([await scanPage(fewLines, degrees)]));
    expect(recall(document, fewLines)).toBeGreaterThanOrEqual(0.9);
    expect(document).toMatchObject({
      pagesToRecognise: 0,
      warnings: [{ code: 'text-recognised', count: 1 }],
    });
    for (const block of document.blocks) {
      expect(block.place).toEqual(onPage(1));
      expect(block.recognised).toBeGreaterThan(0.7);
    }
  });

  test('are read among pages that keep their text layer', async () => {
    const [first = '', second = '', third = ''] = frenchText;
    const pdf = await pdfOfPages([first, await scanPage([second]), third]);
    const counted = await read('mixed.pdf', pdf, false);
    expect(counted.pagesToRecognise).toBe(1);
    expect(textOf(counted)).not.toContain('subvention');
    const whole = await read('mixed.pdf', pdf);
    expect(whole.blocks.map(({ place, recognised }) => [place, recognised === undefined])).toEqual([
      [onPage(1), true],
      [onPage(2), false],
      [onPage(3), true],
    ]);
    expect(textOf(whole)).toMatch(/Le conseil municipal[\s\S]*La subvention accordée[\s\S]*Les travaux/);
  });

  test('blank ones are no loss, pictures without text are counted', async () => {
    // Blots of all sizes, dark and light, as a photograph has them.
    const grain = Buffer.from(Uint8Array.from({ length: 62 * 88 }, (_, at) => (at * at * 7919) % 251));
    const raw = { width: 1240, height: 1754, channels: 1 } as const;
    const photograph = await sharp(grain, { raw: { ...raw, width: 62, height: 88 } })
      .resize(raw.width, raw.height)
      .png()
      .toBuffer();
    const blank = await sharp({ create: { ...raw, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    const document = await read('pictures.pdf', await pdfOfPages([blank, photograph]));
    expect(document).toMatchObject({ blocks: [], warnings: [{ code: 'pages-without-text', count: 1 }] });
  });

  test('a blank page of a text is not one to be recognised', async () => {
    const pdf = await printPdf((page) => void page.text(frenchText.join(' ')).addPage());
    expect((await read('blank.pdf', pdf, false)).pagesToRecognise).toBe(0);
  });

  test('columns follow each other, a title stands above them', async () => {
    const columns = [frenchText.slice(0, 3).join(' '), frenchText.slice(3).join(' ')];
    const pdf = await printPdf((page) => {
      page.fontSize(24).text('Bulletin municipal', 70, 70);
      for (const [index, text] of columns.entries())
        page.fontSize(11).text(text, 70 + index * 240, 130, { width: 215 });
    });
    const document = await read('columns.png', await scanPdf(pdf));
    expect(document.title).toBe('Bulletin municipal');
    expect(document.blocks[0]).toMatchObject({ kind: 'heading', text: 'Bulletin municipal' });
    const order = frenchText.map((text) => textOf(document).indexOf(text.split(' ').slice(-1)[0] ?? ''));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(recall(document)).toBeGreaterThanOrEqual(0.9);
  });

  test('an English page is read as English', async () => {
    const english =
      'The committee approved a grant for the restoration of the old market hall and asked for a report.';
    const document = await read('english.png', await scanPage([english, english]));
    expect(textOf(document)).not.toContain('à');
    expect(recall(document, [english, english])).toBeGreaterThanOrEqual(0.95);
  });
});

test('R81: a long document may take its time while pages go on, one that makes no progress is ended', async () => {
  const languageData = join(folder, 'tessdata');
  const page = await scanPage(frenchText);
  const timed = async (pages: number, progressTimeoutMs: number) => {
    const content = await pdfOfPages(Array(pages).fill(page));
    const file = { path: join(folder, 'long.pdf'), name: 'long.pdf', bytes: content.length };
    await writeFile(file.path, content);
    const own = createParserPool({ size: 1, languageData, progressTimeoutMs });
    const started = performance.now();
    const { outcome } = await own.parse(file, { recognise: true });
    await own.close();
    return { outcome, ms: performance.now() - started };
  };
  expect(await timed(3, 100)).toMatchObject({ outcome: 'failed' });
  // What three pages take here: far more than a page and far less than six, on whatever machine and beside whatever else.
  const { ms } = await timed(3, 120_000);
  const whole = await timed(6, ms);
  expect(whole.outcome).toBe('parsed');
  expect(whole.ms).toBeGreaterThan(ms);
}, 180_000);

describe('images', () => {
  const words = frenchText.slice(0, 2);
  let scan: Buffer;
  beforeAll(async () => {
    scan = await scanPage(words);
  });
  const kinds: Record<string, (png: Buffer) => Promise<Buffer>> = {
    'plain.png': async (png) => png,
    'palette.png': (png) => sharp(png).png({ palette: true, colours: 4 }).toBuffer(),
    'deep.png': (png) => sharp(png).toColourspace('grey16').png().toBuffer(),
    'alpha.png': (png) => sharp(png).toColourspace('srgb').ensureAlpha(0.99).png().toBuffer(),
    'grey.jpg': (png) => sharp(png).jpeg().toBuffer(),
    'cmyk.jpeg': (png) => sharp(png).toColourspace('cmyk').jpeg().toBuffer(),
    'exif.jpg': (png) => sharp(png).rotate(90).jpeg().withMetadata({ orientation: 8 }).toBuffer(),
    'bilevel.tif': (png) => sharp(png).threshold().tiff({ bitdepth: 1, compression: 'lzw' }).toBuffer(),
    'small.png': (png) => sharp(png).resize({ width: 700 }).png().toBuffer(),
  };

  test.each(Object.keys(kinds))('%s', async (name) => {
    const document = await read(name, (await kinds[name]?.(scan)) ?? Buffer.alloc(0));
    expect(recall(document, words)).toBeGreaterThanOrEqual(0.9);
    expect(document).toMatchObject({ pages: 1, pagesToRecognise: 0 });
  });

  test('the pages of a TIFF are pages', async () => {
    const pages = await Promise.all(frenchText.slice(0, 2).map((text) => scanPage([text])));
    const tiff = await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer();
    expect(await read('pages.tiff', tiff, false)).toMatchObject({
      pages: 2,
      pagesToRecognise: 2,
      blocks: [],
    });
    const document = await read('pages.tiff', tiff);
    expect(document.pages).toBe(2);
    expect(document.blocks.map(({ place }) => place)).toEqual([onPage(1), onPage(2)]);
  });

  test('R48: what has too many pixels or is cut short ends cleanly', async () => {
    const background = { r: 255, g: 255, b: 255 };
    const bomb = await sharp({
      create: { width: 9_000, height: 9_000, channels: 3, background },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    expect(await outcomeOf('bomb.png', bomb)).toMatchObject({ outcome: 'failed', reason: 'too-large' });
    expect(await outcomeOf('cut.png', scan.subarray(0, scan.length / 2))).toMatchObject({
      reason: 'damaged',
    });
    expect(await outcomeOf('head.png', scan.subarray(0, 20))).toMatchObject({ outcome: 'failed' });
  });
});
