import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../eval/report/html-report.ts';
import { junitXml } from '../../eval/report/junit.ts';
import { compareRuns } from '../../src/core/evaluation/compare-runs.ts';
import { summariseSuite } from '../../src/core/evaluation/summarise.ts';
import { aResultLine } from '../support/a-result-line.ts';
import { barriersOf } from '../support/looks.ts';
import { makeDataFolder } from '../support/sourcier-process.ts';
import { launchBrowser, missingBrowser } from '../support/visit.ts';

const title =
  missingBrowser === null ? 'evaluation report' : `evaluation report (skipped: ${missingBrowser})`;

/** Two runs with all that a report can show: better and worse questions, a leak, an error, a wrong refusal, hostile text. */
function twoRuns() {
  const hostile = '<script>document.title = "run"</script><img src="http://elsewhere.example/x"> & "quotes"';
  const line = (at: number, score: number) =>
    aResultLine({
      id: `q${at}`,
      question: `Question ${at} ? ${'très-longue-'.repeat(at % 4 === 0 ? 12 : 0)}`,
      tags: ['congés'],
      answerable: at % 5 !== 0,
      scores: { 'ndcg@10': score, 'hit@1': Math.round(score), 'passage-ndcg@10': score / 2 },
      signals: { 'top-score': score, coverage: score / 2 },
      ranking: [
        { document: 'rh/note.docx', heading: 'Article 1', score: 1, relevant: score > 0.5 },
        { document: 'rh/autre.docx', heading: null, score: 0.4, relevant: false },
      ],
    });
  const before = Array.from({ length: 30 }, (_, at) => line(at, (at % 10) / 10));
  const after = [
    ...Array.from({ length: 30 }, (_, at) => line(at, ((at * 7) % 10) / 10)),
    aResultLine({
      id: 'leak',
      question: hostile,
      leaks: [{ kind: 'text', what: hostile, where: 'results.0.passage.text' }],
    }),
    aResultLine({ id: 'failed', error: 'HTTP 500 INTERNAL' }),
    aResultLine({
      id: 'asked',
      endpoint: 'ask',
      answerable: false,
      refused: false,
      outcome: 'quoted',
      answer: hostile,
      scores: { 'fact-recall': null, 'refusal-recall': 0 },
    }),
  ];
  return { before, after };
}

describe.skipIf(missingBrowser !== null)(title, { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: { path: string; remove(): Promise<void> };
  /** Of a run that is compared with another, and of one alone: opened once, since nothing in them can be changed. */
  let report: Page;
  let alone: Page;
  const strangers: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    folder = await makeDataFolder();
    const { before, after } = twoRuns();
    const comparison = compareRuns(before, after, { seed: 1 });
    const ingested = { documents: 80, unread: 0, chunks: 484, vectors: 0, seconds: 12.3 };
    const suites = (['search', 'ask'] as const).map((endpoint) =>
      summariseSuite(
        after.filter((one) => one.endpoint === endpoint),
        { suite: 'demo', endpoint, usage: { cpuSeconds: 1, peakRssBytes: 3e8, asked: 30 }, ingested },
      ),
    );
    const shared = { date: new Date('2026-11-26T08:00:00Z'), lines: after, suites };
    const write = (name: string, text: string) => writeFile(join(folder.path, name), text);
    await write('report.html', htmlReport({ ...shared, language: 'fr', baseline: before, comparison }));
    await write('alone.html', htmlReport({ ...shared, language: 'en', baseline: null, comparison: null }));
    await write('junit.xml', junitXml(after, comparison.suites));
    report = await open('report.html');
    alone = await open('alone.html');
  });
  afterEach(async () => {
    await report.emulateMedia({ colorScheme: 'light' });
    await report.setViewportSize(usual);
  });
  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
    expect(strangers, 'requests of the page').toEqual([]);
  });

  const usual = { width: 1280, height: 900 };
  async function open(file: string): Promise<Page> {
    const page = await browser.newPage({ viewport: usual, colorScheme: 'light' });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) strangers.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder.path, file)).href);
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    return page;
  }

  it.each([
    ['light', 'light', 1280],
    ['dark', 'dark', 1280],
    ['320 pixels', 'light', 320],
  ] as const)('has nothing that axe complains of: %s', async (_name, colorScheme, width) => {
    for (const page of [report, alone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await barriersOf(page.mainFrame())).toEqual([]);
    }
  });

  it('scrolls sideways in its tables only, at 320 pixels', async () => {
    await report.setViewportSize({ width: 320, height: 800 });
    expect(await report.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it('names leaks before all else, without script, and shows hostile text as text', async () => {
    const headings = await report.locator('main h2').allTextContents();
    expect(headings[0]).toBe('Fuites de droits : 1');
    expect(await report.locator('main li').first().textContent()).toContain('<script>');
    expect(await report.locator('script, img, link, iframe').count()).toBe(0);
    expect(await report.title()).toMatch(/^Évaluation de Sourcier/);
  });

  it('says in words what its plots show, and heads all its tables', async () => {
    for (const plot of await report.locator('svg').all()) {
      expect(await plot.getAttribute('role')).toBe('img');
      expect(await plot.locator('desc').textContent()).toMatch(/demo \(search\).*\[.*;.*\]/);
    }
    for (const table of await report.locator('table').all()) {
      expect((await table.locator('caption').textContent())?.length).toBeGreaterThan(3);
      expect(await table.locator('th:not([scope])').count()).toBe(0);
    }
  });

  it('writes JUnit XML that a strict parser takes', async () => {
    const text = await readFile(join(folder.path, 'junit.xml'), 'utf8');
    const parsed = `new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml')`;
    const root = await report.evaluate(`{
      const xml = ${parsed};
      xml.querySelector('parsererror')?.textContent ?? xml.documentElement.tagName;
    }`);
    expect(root).toBe('testsuites');
  });
});
