/**
 * The process that reads bombs, apart from the one that made them, so that its memory tells what reading costs the parent:
 * `node --expose-gc read-beside.ts FOLDER TIMEOUT_MS`. FOLDER holds `list.json` (a list of `{ name, recognise?, givesMuch? }`)
 * and the files. Beside them, fifty ordinary files are read over and over. Prints a `Report` as JSON.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createParserPool } from '../../../../src/adapters/parsers/parser-pool.ts';
import type { ParseOutcome } from '../../../../src/core/parsed-document.ts';
import { textOf } from '../parsed-text.ts';

export type Report = {
  readonly bombs: Readonly<Record<string, BombReport>>;
  /** Readings of ordinary files, and those that did not end as they do alone. */
  readonly ordinary: { readonly read: number; readonly disturbed: number };
  /** Growth of the parent's resident memory, once garbage is collected, before the files that give much text. */
  readonly parentGrowthBytes: number;
};
export type BombReport = {
  readonly end: string;
  readonly detail: string | undefined;
  readonly characters: number;
  readonly attachmentBytes: number;
  /** When it began and ended, in milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
};

const [folder = '', timeoutMs = ''] = process.argv.slice(2);
const list = JSON.parse(await readFile(join(folder, 'list.json'), 'utf8')) as {
  name: string;
  recognise?: true;
  givesMuch?: true;
}[];
const pool = createParserPool({ size: 2, timeoutMs: Number(timeoutMs) });
const ordinaryFiles = 50;
for (let at = 0; at < ordinaryFiles; at += 1)
  await writeFile(
    join(folder, `ordinary-${at}.md`),
    `# Note ${at}\n\n${'Le conseil a *délibéré*. '.repeat(50)}`,
  );

// Warmed up first: the parent's own code is in memory before its growth is measured.
for (let at = 0; at < 4 * ordinaryFiles; at += 1) await readOrdinary(at % ordinaryFiles);
collectGarbage();
const before = process.memoryUsage.rss();
let isOver = false;
let parentGrowthBytes = 0;
const [bombs, ordinary] = await Promise.all([readBombs(), readOrdinaryFiles()]);
await pool.close();
const report: Report = {
  bombs,
  ordinary,
  parentGrowthBytes,
};
console.log(JSON.stringify(report));

async function readBombs(): Promise<Record<string, BombReport>> {
  const reports: Record<string, BombReport> = {};
  for (const { name, recognise, givesMuch } of list.toSorted(muchLast)) {
    if (givesMuch && parentGrowthBytes === 0) parentGrowthBytes = growth();
    const began = Date.now();
    const outcome = await pool.parse(
      { path: join(folder, name), name, bytes: 1 },
      { ...(recognise && { recognise }) },
    );
    reports[name] = { ...summaryOf(outcome), began, ended: Date.now() };
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
    await sleep(200);
  }
  return { read, disturbed };
}

async function readOrdinary(at: number): Promise<boolean> {
  const name = `ordinary-${at}.md`;
  const outcome = await pool.parse({ path: join(folder, name), name, bytes: 1 });
  return outcome.outcome === 'parsed' && outcome.document.title === `Note ${at}`;
}

/** Those that give much text come last. */
function muchLast(one: { givesMuch?: true }, other: { givesMuch?: true }): number {
  return Number(one.givesMuch ?? false) - Number(other.givesMuch ?? false);
}

function growth(): number {
  collectGarbage();
  return process.memoryUsage.rss() - before;
}

function collectGarbage(): void {
  // Gives pages back to the system too, as V8 does by itself when a process is idle.
  for (let round = 0; round < 3; round += 1)
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
