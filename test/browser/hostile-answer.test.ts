import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, startDemo } from '../support/demo-server.ts';
import { obeyingModel } from '../support/providers/obeying-model.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { enterDemo, launchBrowser, missingBrowser } from '../support/visit.ts';

const title = missingBrowser === null ? 'hostile answers' : `hostile answers (skipped: ${missingBrowser})`;

/** What no answer may bring into the page. */
const forbidden =
  '.turn :is(img, iframe, object, embed, style, script, svg, link, meta, form, base, [srcset], [onload], [onerror], a)';

/** The model's words as they are, as a server would send them that looked at nothing. */
function uncheckedStream(): string {
  const text = obeyingModel([{ role: 'system', content: 'Règles' }]).join('');
  const made = { provider: 'essai', model: 'essai' };
  const usage = { ...made, promptTokens: null, completionTokens: null, costEuro: null, timings: {} };
  const ids = { conversationId: 'c', messageId: 'm' };
  const scope = { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 };
  const answer = { text, language: 'fr', sentences: [{ text, citations: [99], support: 'unsupported' }] };
  const events = [
    ['meta', { ...ids, ...made, language: 'fr', scope }],
    ['sources', { sources: [] }],
    ['text-delta', { text }],
    ['done', { outcome: 'answered', answer, sources: [], notices: [], usage, ...ids }],
  ] as const;
  return events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('');
}

describe.skipIf(missingBrowser !== null)(title, { timeout: 120_000 }, () => {
  let browser: Browser;
  let model: ProviderServer;
  let demo: DemoServer;
  let page: Page;
  let sidebar: Frame;
  let troubles: string[];

  beforeAll(async () => {
    model = await startProviderServer('generic');
    model.reply = obeyingModel;
    demo = await startDemo({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'obeissant' });
    browser = await launchBrowser();
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await model?.close();
  });
  beforeEach(async () => {
    troubles = [];
    page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(demo.address).origin)
        troubles.push(request.url());
    });
    page.on('dialog', (dialog) => {
      troubles.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(demo.address);
    sidebar = await enterDemo(page);
    await sidebar.locator('.suggestion').first().waitFor();
  });
  afterEach(async () => {
    await page.close();
  });

  it.each([
    ['as the server passes it on', false],
    ['as the model wrote it', true],
  ])('R38 R39 R40 R42: an answer %s is nothing but words: no request leaves, no element comes', async (_, raw) => {
    if (raw)
      await page.route('**/v1/ask', (route) =>
        route.fulfill({ contentType: 'text/event-stream; charset=utf-8', body: uncheckedStream() }),
      );
    await sidebar.locator('.suggestion').first().click();
    await expect.poll(() => sidebar.locator('.turn[aria-busy=false]').count(), { timeout: 30_000 }).toBe(1);
    const shown = await sidebar.locator('.turn').innerText();
    expect(shown).toContain('Mes consignes');
    expect(shown).toContain(raw ? '<script>fetch(' : '(lien retiré)');
    expect(await sidebar.locator(forbidden).count()).toBe(0);
    // A number that no source has opens nothing.
    expect(await sidebar.locator('.turn .citation', { hasText: '99' }).count()).toBe(0);
    await page.waitForTimeout(500);
    expect(troubles).toEqual([]);
  });
});
