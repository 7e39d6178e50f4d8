import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemo } from '../support/demo-server.ts';
import { type DictatedModel, startDictatedModel } from '../support/dictated-model.ts';
import { enterDemo, launchBrowser, missingBrowser } from '../support/visit.ts';

const title =
  missingBrowser === null ? 'an answer on the page' : `an answer on the page (skipped: ${missingBrowser})`;

/** The page while a model writes, which says its words when the test does. */
describe.skipIf(missingBrowser !== null)(title, { timeout: 120_000 }, () => {
  let model: DictatedModel;
  let browser: Browser;
  let page: Page;
  let sidebar: Frame;
  let demo: DemoServer;

  beforeAll(async () => {
    model = await startDictatedModel();
    demo = await startDemo({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'modele-essai' });
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(demo.address);
    sidebar = await enterDemo(page);
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await model?.close();
  });

  it('R86: stops on the server too, and what was written is found again, marked as cut short', async () => {
    await sidebar.locator('.suggestion').first().click();
    const reply = await model.next();
    reply.say('Deux jours par semaine ');
    await sidebar.getByText('Deux jours par').waitFor();
    const stopped = page.waitForResponse(/\/messages\/[^/]+\/stop$/);
    await sidebar.getByRole('button', { name: 'Arrêter' }).click();
    expect((await stopped).status()).toBe(204);
    expect(await reply.hungUp).toBe(true);
    await expect
      .poll(() => sidebar.locator('[data-testid=announcer]').innerText())
      .toContain('Réponse interrompue');
    await sidebar.getByRole('button', { name: 'Nouvelle conversation' }).click();
    await sidebar.getByRole('button', { name: 'Historique' }).click();
    await sidebar.locator('.conversation .conversation-button').first().click();
    await sidebar.locator('.notice', { hasText: 'Réponse interrompue' }).waitFor();
    expect(await sidebar.locator('.answer').innerText()).toContain('Deux jours par');
  });

  it('R90: asks again after a stop, told of as begun and ended alone, and says which model answered, now and when it is reopened', async () => {
    await sidebar.getByRole('button', { name: 'Reposer la question' }).click();
    const reply = await model.next();
    reply.say('Trois jours par semaine [1].');
    await sidebar.getByText('Trois jours par').waitFor();
    // What a screen reader is told of: one sentence, and nothing of the words that come.
    const told = async () => (await sidebar.locator('body').ariaSnapshot()).match(/- (status|alert|log).*/g);
    expect(await told()).toEqual([expect.stringMatching(/^- status: Réponse en cours/)]);
    // What it finds when it reads the answer: its words, and where they end.
    const tree = async () =>
      (await sidebar.locator('.turn .answered').last().ariaSnapshot()).replaceAll('\u{a0}', ' ');
    expect(await sidebar.locator('.turn').last().getAttribute('aria-busy')).toBe('true');
    expect(await tree()).toMatchInlineSnapshot(`
      "- paragraph: "L’assistant a répondu :"
      - paragraph: Trois jours par semaine
      - paragraph: Réponse en cours…"
    `);
    reply.end();
    await expect
      .poll(told, { timeout: 20_000 })
      .toEqual([expect.stringMatching(/^- status: Réponse terminée, 1 source/)]);
    const made = sidebar.locator('.turn').last().locator('.maker', { hasText: 'modele-essai' });
    await made.waitFor();
    const ended = await tree();
    expect(ended).not.toContain('Réponse en cours');
    expect(ended).toMatch(/button "\[1\] ouvrir le passage dans/);
    expect(ended).toContain('- heading "Sources" [level=3]');
    await sidebar.locator('summary', { hasText: 'Réponse remplacée' }).waitFor();
    await sidebar.getByRole('button', { name: 'Nouvelle conversation' }).click();
    await sidebar.getByRole('button', { name: 'Historique' }).click();
    await sidebar.locator('.conversation .conversation-button').first().click();
    await made.waitFor();
  });
});
