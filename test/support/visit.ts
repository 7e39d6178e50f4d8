import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { barriersOf } from './looks.ts';

/** The one without windows does the same with a third less of the processor. */
const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const executablePath = process.env.CHROMIUM_PATH ?? places.find((place) => existsSync(place)) ?? '';

/** Why tests with a browser cannot run here; `null`: they can. */
export const missingBrowser = existsSync(executablePath)
  ? null
  : `no Chromium at ${executablePath || places.join(' or ')}`;

/** How long anything on a page may take to come. */
const waitMs = 30_000;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox'] });

/** A look at the pages of one server by one person. */
export type Visit = {
  readonly page: Page;
  /** Fails where the browser complained (content policy, scripts, dialogs), or a request left for another origin. */
  check(): void;
  /** Closes, and checks. */
  leave(): Promise<void>;
};

/** Opens an address, in a context of its own. `origins`: where requests may go. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { readonly origins?: readonly string[] } = {},
): Promise<Visit> {
  const { origins = [new URL(address).origin], ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...rest });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMs);
  const complaints: string[] = [];
  const strangers: string[] = [];
  await context.addInitScript(
    'document.addEventListener("securitypolicyviolation", (e) => console.error("CSP", e.violatedDirective, e.blockedURI))',
  );
  page.on('console', (message) => {
    if (/CSP|Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && !origins.includes(origin)) strangers.push(request.url());
  });
  await page.goto(address);
  const check = () => {
    expect(complaints, 'content policy and scripts').toEqual([]);
    expect(strangers, 'requests to another origin').toEqual([]);
  };
  return {
    page,
    check,
    leave: async () => {
      await context.close();
      check();
    },
  };
}

/** Chooses the first person of the demo and waits for their documents and for the sidebar, which is given. */
export async function enterDemo(page: Page): Promise<Frame> {
  await page.locator('.person-card').first().click();
  await page.locator('.document-title').first().waitFor({ state: 'attached' });
  return sidebarOf(page);
}

/** The frame of the sidebar in a page, once it can be used. */
export async function sidebarOf(page: Page): Promise<Frame> {
  await page.frameLocator('iframe[title=Assistant]').locator('textarea').waitFor({ state: 'attached' });
  const frame = page.frames().find((one) => new URL(one.url()).pathname === '/sidebar/');
  if (frame === undefined) throw new Error('the page holds no sidebar');
  return frame;
}

/** Nothing that axe knows to be wrong, in the page and the frames in it. `beside`: what is looked at elsewhere, and is long. */
export async function expectNoAxeViolation(page: Page, state: string, beside?: string): Promise<void> {
  for (const frame of page.frames()) expect(await barriersOf(frame, 'all', { beside }), state).toEqual([]);
}

/** Keeps a picture for people where `SOURCIER_SCREENSHOTS` names a folder. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SOURCIER_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}
