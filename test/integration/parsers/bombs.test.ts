import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveBombs } from './bombs/archive-bombs.ts';
import { imageBombs } from './bombs/image-bombs.ts';
import { mailBombs } from './bombs/mail-bombs.ts';
import { pdfBombs } from './bombs/pdf-bombs.ts';
import type { Report } from './bombs/read-beside.ts';
import { textBombs } from './bombs/text-bombs.ts';
import { xmlBombs } from './bombs/xml-bombs.ts';
import { parserProcesses, peakMemory } from './parser-processes.ts';

const bombs = [...archiveBombs, ...xmlBombs, ...pdfBombs, ...imageBombs, ...mailBombs, ...textBombs];
/** Those that are made to hang do: a shorter limit than the product's only spares time. */
const timeoutMs = 7_000;
const megabyte = 1024 * 1024;

describe('R48: bombs', () => {
  let report: Report;
  /** The most that any parser process held, and when it was seen. */
  let peaks: readonly { readonly time: number; readonly bytes: number }[];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bombs-'));
    for (const { name, build } of bombs) await writeFile(join(folder, name), build());
    const list = bombs.map(({ name, recognise, givesMuch }) => ({ name, recognise, givesMuch }));
    await writeFile(join(folder, 'list.json'), JSON.stringify(list));
    const reader = join(import.meta.dirname, 'bombs', 'read-beside.ts');
    const words = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', '--expose-gc'];
    const reading = spawn(process.execPath, [...words, reader, folder, String(timeoutMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed, seen] = await Promise.all([text(reading.stdout), watchPeaks(reading)]);
    report = JSON.parse(printed) as Report;
    peaks = seen;
  }, 900_000);
  afterAll(() => rm(folder, { recursive: true }));

  test.each(bombs)('$name', ({ name, ends, maxCharacters = 0, maxAttachmentBytes = 0 }) => {
    const found = report.bombs[name];
    expect(ends).toContain(found?.end);
    expect(found?.characters).toBeLessThanOrEqual(maxCharacters);
    expect(found?.attachmentBytes).toBeLessThanOrEqual(maxAttachmentBytes);
    const { began = 0, ended = Number.POSITIVE_INFINITY } = found ?? {};
    // A file that ends a process which others used before is read once more, in a new one.
    expect(ended - began).toBeLessThan(2 * timeoutMs + 5_000);
    const peak = Math.max(
      0,
      ...peaks.filter(({ time }) => time >= began && time <= ended).map(({ bytes }) => bytes),
    );
    expect(peak).toBeLessThan(512 * megabyte);
  });

  test('fifty ordinary files read at the same time are not disturbed', () => {
    expect(report.ordinary.read).toBeGreaterThanOrEqual(50);
    expect(report.ordinary.disturbed).toBe(0);
  });

  test('the parent does not grow, and its parsers were really looked at', () => {
    expect(Math.max(...peaks.map(({ bytes }) => bytes))).toBeGreaterThan(300 * megabyte);
    expect(report.parentGrowthBytes).toBeLessThan(20 * megabyte);
  });
});

async function watchPeaks(parent: ChildProcess): Promise<{ time: number; bytes: number }[]> {
  const seen: { time: number; bytes: number }[] = [];
  while (parent.exitCode === null && parent.signalCode === null) {
    const parsers = await parserProcesses(parent.pid);
    const time = Date.now();
    seen.push({ time, bytes: Math.max(0, ...(await Promise.all(parsers.map(peakMemory)))) });
    await sleep(40);
  }
  return seen;
}
