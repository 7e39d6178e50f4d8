import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { usualLook } from './looks.ts';
import { enterDemo, type Visit, visit } from './visit.ts';

/** What the tests find when they come: the first person of the demo, with a conversation that has not begun. */
export type DemoVisit = { readonly page: Page; readonly bar: Frame };

type Demo = () => { readonly browser: Browser; readonly base: string };

/** Visits of a test alone, which end with it: for what holds from the start of a page, or stays with it. To be called inside the `describe`. */
export function visitAlone(demo: Demo): (options?: BrowserContextOptions, address?: string) => Promise<Page> {
  const visits: Visit[] = [];
  afterEach(async () => {
    for (const one of visits.splice(0)) await one.leave();
  });
  return async (options = {}, address = demo().base) => {
    const own = await visit(demo().browser, address, options);
    visits.push(own);
    return own.page;
  };
}

/**
 * One visit of the demo for all tests of a `describe`: to open it takes three seconds of processor. Each test that asks for it finds it
 * as it was at first; one that fails leaves another to the next. To be called inside the `describe`.
 */
export function shareVisit(demo: Demo): () => Promise<DemoVisit> {
  let current: Visit | null = null;
  let bar: Frame;
  const leave = async () => {
    const left = current;
    current = null;
    await left?.leave();
  };
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await leave();
    else current?.check();
  });
  afterAll(leave);

  return async () => {
    if (current === null) {
      current = await visit(demo().browser, demo().base);
      bar = await enterDemo(current.page);
      await usualLook(current.page);
      await current.page.evaluate(`window.shownFirst = ${shown}`);
    } else {
      await startOver(current.page, bar);
    }
    return { page: current.page, bar };
  };
}

/** What the workplace tells the sidebar that it shows. */
const shown = 'document.querySelector("sourcier-sidebar").context';

async function startOver(page: Page, bar: Frame): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().setOffline(false);
  await usualLook(page);
  await page.mouse.move(0, 0);
  const overlay = bar.locator('.overlay');
  for (let tries = 0; (await overlay.count()) > 0 && tries < 5; tries += 1)
    await overlay.last().press('Escape');
  // A private document goes when it is told to: it would count among the few that one may have open.
  const talk = bar.locator('.private');
  if ((await talk.count()) > 0) {
    const hasAnswers = (await talk.locator('.turn').count()) > 0;
    await talk
      .getByRole('button', { name: /^(Terminer|Annuler)$/ })
      .first()
      .click();
    // Asked where answers go with it, and not otherwise.
    if (hasAnswers) await bar.getByRole('alertdialog').getByRole('button', { name: 'Terminer' }).click();
    await talk.waitFor({ state: 'detached' });
  }
  const document = page.getByRole('button', { name: 'Fermer le document' });
  if (await document.isVisible()) await document.click();
  // The first space, and no place that the person has chosen.
  await page.locator('.space-button').first().click();
  await page.locator('.document-title').first().waitFor();
  await page.evaluate(`${shown} = window.shownFirst`);
  await bar.getByRole('button', { name: 'Nouvelle conversation', exact: true }).click();
  await bar.locator('.suggestion').first().waitFor();
  await bar.getByRole('textbox', { name: 'Votre question' }).fill('');
}
