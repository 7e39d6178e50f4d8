/**
 * The process that reads bombs, apart from the one that made them, so that its memory tells what reading costs the parent:
 * `node --expose-gc read-beside.ts FOLDER TIMEOUT_MS`. FOLDER holds `list.json` (a list of `{ name, recognise? }`) and the
 * files. Beside them, fifty ordinary files are read over and over. Prints a `Report` as JSON.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createParserPool } from '../../../../src/adapters/parsers/parser-pool.ts';
import type { ParseOutcome } from '../../../../src/core/parsed-document.ts';
import { textOf } from '../parsed-text.ts';
import { parserProcesses, peakMemory } from '../parser-processes.ts';

export type Report = {
  readonly bombs: Readonly<Record<string, BombReport>>;
  /** Readings of ordinary files, and those that did not end as they do alone. */
  readonly ordinary: { readonly read: number; readonly disturbed: number };
  /** Resident memory of the parent: growth once garbage is collected, and at its highest. */
  readonly parentGrowthBytes: number;
  readonly parentPeakGrowthBytes: number;
};
export type BombReport = {
  readonly end: string;
  readonly detail: string | undefined;
  readonly characters: number;
  readonly attachmentBytes: number;
  readonly milliseconds: number;
  /** The most that any parser process held meanwhile. */
  readonly peakBytes: number;
};

const [folder = '', timeoutMs = ''] = process.argv.slice(2);
const list = JSON.parse(await readFile(join(folder, 'list.json'), 'utf8')) as {
  name: string;
  recognise?: true;
}[];
const pool = createParserPool({ size: 2, timeoutMs: Number(timeoutMs) });
const ordinaryFiles = 50;
for (let at = 0; at < ordinaryFiles; at += 1)
  await writeFile(
    join(folder, `ordinary-${at}.md`),
    `# Note ${at}\n\n${'Le conseil a *délibéré*. '.repeat(50)}`,
  );

/** Warms up, so that the parent's own code is in memory before its growth is measured. */
for (let at = 0; at < ordinaryFiles; at += 1) await readOrdinary(at);
collectGarbage();
const before = process.memoryUsage.rss();
let parentPeak = before;
let peakBytes = 0;
let isOver = false;
const [bombs, ordinary] = await Promise.all([readBombs(), readOrdinaryFiles(), watchMemory()]);
await pool.close();
collectGarbage();
const report: Report = {
  bombs,
  ordinary,
  parentGrowthBytes: process.memoryUsage.rss() - before,
  parentPeakGrowthBytes: parentPeak - before,
};
console.log(JSON.stringify(report));

async function readBombs(): Promise<Record<string, BombReport>> {
  const reports: Record<string, BombReport> = {};
  for (const { name, recognise } of list) {
    peakBytes = 0;
    const started = performance.now();
    const outcome = await pool.parse(
      { path: join(folder, name), name, bytes: 1 },
      { ...(recognise && { recognise }) },
    );
    reports[name] = {
      ...summaryOf(outcome),
      milliseconds: Math.round(performance.now() - started),
      peakBytes,
    };
  }
  isOver = true;
  return reports;
}

function summaryOf(
  outcome: ParseOutcome,
): Pick<BombReport, 'end' | 'detail' | 'characters' | 'attachmentBytes'> {
  if (outcome.outcome !== 'parsed')
    return { end: outcome.reason, detail: outcome.detail, characters: 0, attachmentBytes: 0 };
  const { document, format } = outcome;
  const attachmentBytes = document.attachments.reduce((total, { bytes }) => total + bytes.length, 0);
  return { end: 'parsed', detail: format, characters: textOf(document).length, attachmentBytes };
}

async function readOrdinaryFiles(): Promise<Report['ordinary']> {
  let read = 0;
  let disturbed = 0;
  while (!isOver || read < ordinaryFiles) {
    if (!(await readOrdinary(read % ordinaryFiles))) disturbed += 1;
    read += 1;
    await sleep(50);
  }
  return { read, disturbed };
}

async function readOrdinary(at: number): Promise<boolean> {
  const name = `ordinary-${at}.md`;
  const outcome = await pool.parse({ path: join(folder, name), name, bytes: 1 });
  return outcome.outcome === 'parsed' && outcome.document.title === `Note ${at}`;
}

async function watchMemory(): Promise<void> {
  while (!isOver) {
    for (const parser of await parserProcesses()) peakBytes = Math.max(peakBytes, await peakMemory(parser));
    parentPeak = Math.max(parentPeak, process.memoryUsage.rss());
    await sleep(15);
  }
}

function collectGarbage(): void {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
}
