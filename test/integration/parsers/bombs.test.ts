import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveBombs } from './bombs/archive-bombs.ts';
import { imageBombs } from './bombs/image-bombs.ts';
import { mailBombs } from './bombs/mail-bombs.ts';
import { pdfBombs } from './bombs/pdf-bombs.ts';
import type { Report } from './bombs/read-beside.ts';
import { textBombs } from './bombs/text-bombs.ts';
import { xmlBombs } from './bombs/xml-bombs.ts';

const run = promisify(execFile);
const bombs = [...archiveBombs, ...xmlBombs, ...pdfBombs, ...imageBombs, ...mailBombs, ...textBombs];
/** Those that are made to hang do: a shorter limit than the product's only spares time. */
const timeoutMs = 15_000;
const megabyte = 1024 * 1024;

describe('R48: bombs', () => {
  let report: Report;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bombs-'));
    for (const { name, build } of bombs) await writeFile(join(folder, name), build());
    const list = bombs.map(({ name, recognise }) => ({ name, recognise }));
    await writeFile(join(folder, 'list.json'), JSON.stringify(list));
    const reader = join(import.meta.dirname, 'bombs', 'read-beside.ts');
    const words = ['--disable-warning=ExperimentalWarning', '--expose-gc', reader, folder, String(timeoutMs)];
    const { stdout } = await run(process.execPath, words, { maxBuffer: 16 * megabyte });
    report = JSON.parse(stdout) as Report;
  }, 900_000);
  afterAll(() => rm(folder, { recursive: true }));

  test.each(bombs)('$name', ({ name, ends, maxCharacters = 0, maxAttachmentBytes = 0 }) => {
    const found = report.bombs[name];
    expect(ends).toContain(found?.end);
    expect(found?.characters).toBeLessThanOrEqual(maxCharacters);
    expect(found?.attachmentBytes).toBeLessThanOrEqual(maxAttachmentBytes);
    expect(found?.milliseconds).toBeLessThan(timeoutMs + 5_000);
    expect(found?.peakBytes).toBeLessThan(512 * megabyte);
  });

  test('fifty ordinary files read at the same time are not disturbed', () => {
    expect(report.ordinary.read).toBeGreaterThanOrEqual(50);
    expect(report.ordinary.disturbed).toBe(0);
  });

  test('the parent does not grow', () => {
    expect(report.parentGrowthBytes).toBeLessThan(20 * megabyte);
  });
});
