/**
 * What the sidebar asks of a browser: `npm run bench:sidebar -- [--tokens 800] [--pace 100] [--slow 4] [--visits 5] [--data FOLDER]`. The
 * demo as `npm start` serves it, with a model that writes so many tokens a second, in the Chromium of this machine and as on
 * one `slow` times slower. Prints one line of JSON for each measurement; fails where a budget of the issue is missed.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser, Frame, Page } from 'playwright-core';
import { startDemo } from '../../test/support/demo-server.ts';
import { enterDemo, launchBrowser, missingBrowser, sidebarOf } from '../../test/support/visit.ts';
import { startStreamingModel } from './streaming-model.ts';
import { firstPaintIn, forgetIn, longestTaskOf, slowDown, watchedIn, watcher } from './watch-page.ts';

/** Of the issue: the first interaction, tasks while an answer streams, keys, and bytes before the first interaction. */
const budgets = { firstInteractionMs: 1_000, longestTaskMs: 100, keys: 6, firstBytes: 150_000 };

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '800' },
    pace: { type: 'string', default: '100' },
    slow: { type: 'string', default: '4' },
    visits: { type: 'string', default: '5' },
    data: { type: 'string' },
  },
});
if (missingBrowser !== null) throw new Error(missingBrowser);

const missed: string[] = [];
const within = (name: keyof typeof budgets, value: number) => {
  if (value > budgets[name]) missed.push(`${name}: ${value} > ${budgets[name]}`);
};
const tell = (what: string, figures: object) =>
  console.log(JSON.stringify({ what, ...figures, load: round(loadavg()[0] ?? 0) }));
const round = (value: number) => Math.round(value);
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const model = await startStreamingModel(Number(values.pace), Number(values.tokens));
const settings = { EMBEDDINGS: 'none', LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'modele-essai' };
const demo = await startDemo(settings, values.data);
const browser = await launchBrowser();
try {
  await weigh();
  for (const rate of [1, Number(values.slow)]) {
    await measureLoading(rate);
    await measureStreaming(rate);
  }
  await countKeys();
} finally {
  await browser.close();
  await demo.stop();
  model.close();
}
if (missed.length > 0) {
  console.error(`missed: ${missed.join('; ')}`);
  process.exitCode = 1;
}

async function open(from: Browser, rate: number): Promise<Page> {
  const page = await (await from.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.addInitScript(watcher);
  await slowDown(page, rate);
  await page.goto(demo.address);
  return page;
}

/** Bytes with gzip: before the first interaction, and of everything. */
async function weigh(): Promise<void> {
  for (const name of ['sidebar', 'console', 'demo']) {
    const folder = join(import.meta.dirname, '..', '..', 'web', name, 'dist');
    if (!existsSync(folder)) throw new Error(`web/${name} is not built`);
    const bytesOf = async (path: string) => gzipSync(await readFile(join(folder, path))).length;
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const all = (await readdir(folder, { recursive: true })).filter((path) => /\.(js|css|html)$/.test(path));
    const first = all.filter((path) => path === 'index.html' || html.includes(path));
    const sum = async (paths: readonly string[]) =>
      (await Promise.all(paths.map(bytesOf))).reduce((total, bytes) => total + bytes, 0);
    const firstBytes = await sum(first);
    if (name === 'sidebar') within('firstBytes', firstBytes);
    tell('bytes', { page: name, firstBytes, allBytes: await sum(all), files: all.length });
  }
}

/** From the address to a question that can be typed, each time with an empty cache, and what the browser saw meanwhile. */
async function measureLoading(rate: number): Promise<void> {
  const runs: { typed: number; paint: number; largest: number; blocking: number; shift: number }[] = [];
  for (let visit = 0; visit < Number(values.visits); visit += 1) {
    const page = await open(browser, rate);
    await page.locator('.person-card').first().waitFor();
    await page.locator('.person-card').first().click();
    // The sidebar begins when a person is chosen: as in a workplace that is open already.
    const began = performance.now();
    const sidebar = await sidebarOf(page);
    await sidebar.locator('textarea').fill('Bonjour');
    await sidebar.locator('.suggestion').first().waitFor();
    const typed = performance.now() - began;
    const seen = await watchedIn(sidebar);
    const blocking = seen.longTasks.reduce((sum, { duration }) => sum + duration - 50, 0);
    const paint = await firstPaintIn(sidebar);
    runs.push({ typed, paint, largest: seen.largestPaintMs, blocking, shift: seen.shift });
    await page.context().close();
  }
  const of = (name: keyof (typeof runs)[number]) => median(runs.map((run) => run[name]));
  const firstInteractionMs = round(of('typed'));
  if (rate === 1) within('firstInteractionMs', firstInteractionMs);
  tell('loading', {
    slower: rate,
    visits: runs.length,
    firstInteractionMs,
    slowestMs: round(Math.max(...runs.map(({ typed }) => typed))),
    firstPaintMs: round(of('paint')),
    largestPaintMs: round(of('largest')),
    blockingMs: round(of('blocking')),
    layoutShift: Number(of('shift').toFixed(4)),
  });
}

/** One answer from its first token to its last, while somebody types the next question. */
async function measureStreaming(rate: number): Promise<void> {
  const page = await open(browser, rate);
  const sidebar = await enterDemo(page);
  // What a first answer loads is not what streaming costs.
  await askAndWait(page, sidebar, 1);
  await forgetIn(sidebar);
  await forgetIn(page.mainFrame());
  let seconds = 0;
  const longestTaskMs = await longestTaskOf(browser, page, async () => {
    const began = performance.now();
    await askAndWait(page, sidebar, 2);
    seconds = (performance.now() - began) / 1_000;
  });
  const tasks = [...(await watchedIn(sidebar)).longTasks, ...(await watchedIn(page.mainFrame())).longTasks];
  const { interactions, shift } = await watchedIn(sidebar);
  if (rate === 1) within('longestTaskMs', longestTaskMs);
  tell('streaming', {
    slower: rate,
    tokens: Number(values.tokens),
    tokensPerSecond: round(Number(values.tokens) / seconds),
    longestTaskMs: round(longestTaskMs),
    longestOnClockMs: round(Math.max(0, ...tasks.map(({ duration }) => duration))),
    slowestKeyMs: round(Math.max(0, ...interactions)),
    layoutShift: Number(shift.toFixed(4)),
  });
  await page.context().close();
}

async function askAndWait(page: Page, sidebar: Frame, turns: number): Promise<void> {
  const field = sidebar.locator('textarea');
  await field.fill('Combien de jours de télétravail par semaine ?');
  await field.press('Enter');
  await sidebar.locator('.turn[aria-busy=true]').waitFor();
  for (const letter of 'Et pour un agent à temps partiel ?') {
    await page.keyboard.type(letter);
    await page.waitForTimeout(60);
  }
  await sidebar
    .locator('.turn[aria-busy=false]')
    .nth(turns - 1)
    .waitFor({ timeout: 120_000 });
  await sidebar.locator('.turn').last().locator('.maker').waitFor();
}

/** Keys from the workplace to an answer, its source and back; the letters of the question are not counted. */
async function countKeys(): Promise<void> {
  const page = await open(browser, 1);
  const sidebar = await enterDemo(page);
  let keys = 0;
  const began = performance.now();
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  await page.evaluate('document.activeElement.blur(), document.querySelector("sourcier-sidebar").close()');
  await press('Control+Shift+A');
  await page.keyboard.type('Combien de jours de télétravail par semaine ?');
  await press('Enter');
  await sidebar.locator('.turn .maker').waitFor({ timeout: 120_000 });
  const answered = performance.now();
  await press('Alt+1');
  await page.locator('mark.cited').first().waitFor();
  const opened = performance.now();
  await press('Escape');
  await page.locator('mark.cited').first().waitFor({ state: 'detached' });
  within('keys', keys);
  tell('keys', {
    keys,
    answerMs: round(answered - began),
    openSourceMs: round(opened - answered),
    backMs: round(performance.now() - opened),
  });
  await page.context().close();
}
