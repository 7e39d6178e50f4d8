import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../support/demo-server.ts';
import { type DictatedModel, startDictatedModel } from '../support/dictated-model.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = existsSync(executablePath) ? null : `no Chromium at ${executablePath}`;
const title = missing === null ? 'an answer on the page' : `an answer on the page (skipped: ${missing})`;

/** The page while a model writes, which says its words when the test does. */
describe.skipIf(missing !== null)(title, { timeout: 120_000 }, () => {
  let model: DictatedModel;
  let browser: Browser;
  let page: Page;
  let demo: Awaited<ReturnType<typeof startDemo>>;

  beforeAll(async () => {
    model = await startDictatedModel();
    demo = await startDemo({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'modele-essai' });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(demo.address);
    await page.locator('.person-card').first().click();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await model?.close();
  });

  it('R86: stops on the server too, and what was written is found again, marked as cut short', async () => {
    await page.locator('.suggestion').first().click();
    const reply = await model.next();
    reply.say('Deux jours par semaine ');
    await page.getByText('Deux jours par').waitFor();
    const stopped = page.waitForResponse(/\/messages\/[^/]+\/stop$/);
    await page.getByRole('button', { name: 'Arrêter' }).click();
    expect((await stopped).status()).toBe(204);
    expect(await reply.hungUp).toBe(true);
    await expect.poll(() => page.getByRole('status').innerText()).toContain('Réponse interrompue');
    await page.getByRole('button', { name: 'Nouvelle conversation' }).click();
    await page.locator('.conversations summary').click();
    await page.locator('.conversation .conversation-button').first().click();
    await page.locator('.notice', { hasText: 'Réponse interrompue' }).waitFor();
    expect(await page.locator('.answer').innerText()).toContain('Deux jours par');
  });

  it('asks again after a stop, and says which model answered, now and when it is reopened', async () => {
    await page.getByRole('button', { name: 'Reposer la question' }).click();
    const reply = await model.next();
    reply.say('Trois jours par semaine [1].');
    reply.end();
    const made = page.locator('.turn').last().locator('.maker', { hasText: 'modele-essai' });
    await made.waitFor();
    await page.locator('summary', { hasText: 'Réponse remplacée' }).waitFor();
    await page.getByRole('button', { name: 'Nouvelle conversation' }).click();
    await page.locator('.conversations summary').click();
    await page.locator('.conversation .conversation-button').first().click();
    await made.waitFor();
  });
});
