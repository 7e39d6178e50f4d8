import { afterEach, describe, expect, it } from 'vitest';
import { expectNoAxeViolation, sidebarOf, type Visit, visit } from '../../support/visit.ts';
import type { Pages } from '../pages.ts';

/** The sidebar in a workplace of another origin. */
export function embedding(pages: () => Pages): void {
  describe('the sidebar in a page of another origin', () => {
    let current: Visit | undefined;
    afterEach(async () => {
      await current?.leave();
      current = undefined;
    });
    const open = async (path = '/') => {
      const { browser, base, host } = pages();
      current = await visit(browser, `${host}${path}`, { origins: [host, new URL(base).origin] });
      return current.page;
    };

    it('R41: works as the twenty lines of the documentation say', async () => {
      const page = await open();
      const sidebar = await sidebarOf(page);
      expect(await sidebar.locator('.scope-select').inputValue()).toBe('space');
      const asked = page.waitForRequest('**/v1/ask');
      await sidebar.locator('textarea').fill('Combien de jours de télétravail par semaine ?');
      await sidebar.locator('textarea').press('Enter');
      const request = await asked;
      expect(request.postDataJSON()).toMatchObject({ scope: { spaces: ['rh'] } });
      const headers = await request.allHeaders();
      expect(headers.authorization).toMatch(/^Bearer /);
      expect(headers.cookie).toBeUndefined();
      await sidebar.locator('.answer .citation').first().click();
      await expect.poll(() => page.locator('output').innerText()).toMatch(/, page /);
      await sidebar.getByRole('button', { name: 'Insérer dans mon texte' }).click();
      await expect
        .poll(() => page.locator('output').innerText())
        .toContain('Assistant IA, réponses à vérifier');
      await expectNoAxeViolation(page, 'embedded');
      const kept = await sidebar.evaluate(
        `(() => { try { return JSON.stringify({ ...localStorage, ...sessionStorage }); } catch { return ''; } })()`,
      );
      expect(kept).not.toContain('télétravail');
      expect(kept).not.toMatch(/eyJ|Bearer|ss_/);
      expect(await page.evaluate('document.querySelector("sourcier-sidebar").shadowRoot.textContent')).toBe(
        '',
      );
    });

    it('R89: opens and closes by keyboard, and gives the focus back', async () => {
      const page = await open();
      const sidebar = await sidebarOf(page);
      await page.evaluate(
        'const b = document.createElement("button"); document.querySelector("main").append(b); b.id = "before"; b.focus()',
      );
      await page.keyboard.press('Control+Shift+A');
      expect(await page.locator('sourcier-sidebar').isVisible()).toBe(false);
      await page.keyboard.press('Control+Shift+A');
      await expect.poll(() => sidebar.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('before');
      expect(await page.locator('sourcier-sidebar').isVisible()).toBe(false);
    });

    it('speaks with the page around it alone, and waits for its token', async () => {
      const page = await open('/frame');
      const sidebar = await sidebarOf(page);
      await page.evaluate(
        `window.heard = []; addEventListener('message', ({ origin, data }) => heard.push([origin, data.type]));`,
      );
      await sidebar.evaluate('location.reload()');
      await expect
        .poll(() => page.evaluate('heard.map(([, type]) => type).join()'))
        .toMatch(/^ready,needToken/);
      const say = (message: string) =>
        page.evaluate(`frames[0].postMessage(${message}, ${JSON.stringify(pages().base)})`);
      await say('{ sourcier: 2, type: "context", context: { locale: "en" } }');
      await say('{ sourcier: 1, type: "context", context: { locale: "en" }, abilities: [] }');
      const frame = page.frameLocator('iframe');
      await frame.getByRole('heading', { name: 'Work on documents' }).waitFor();
      await say('{ sourcier: 1, type: "noToken" }');
      await frame.locator('textarea').fill('Anybody?');
      await frame.locator('textarea').press('Enter');
      await expect
        .poll(() => page.evaluate('heard.filter(([, type]) => type === "needToken").length'))
        .toBeGreaterThan(1);
      await say('{ sourcier: 1, type: "noToken" }');
      await frame.getByText('Your session has ended').waitFor();
      // What the workplace signed is exchanged, and not sent with anything else.
      const reply = { access_token: 'ss_essai', expires_in: 900 };
      await page.route('**/v1/token', (route) => route.fulfill({ json: reply }));
      const exchanged = page.waitForRequest('**/v1/token');
      const asked = page.waitForRequest('**/v1/ask');
      await frame.getByRole('button', { name: 'Try again' }).click();
      await say('{ sourcier: 1, type: "token", jwt: "signed" }');
      expect(new URLSearchParams((await exchanged).postData() ?? '').get('subject_token')).toBe('signed');
      expect((await (await asked).allHeaders()).authorization).toBe('Bearer ss_essai');
    });

    it('R41: is held by nobody whom the operator did not name', async () => {
      const { browser, base, host } = pages();
      const stranger = host.replace('localhost', '127.0.0.1');
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${stranger}/frame`);
      await expect
        .poll(
          () =>
            page
              .frames()
              .find((frame) => frame !== page.mainFrame())
              ?.url() ?? '',
        )
        .toMatch(/^chrome-error:/);
      const script = await page.evaluate(
        `import(${JSON.stringify(`${base}/sidebar/sourcier-sidebar.js`)}).then(() => 'loaded', () => 'refused')`,
      );
      expect(script).toBe('refused');
      await context.close();
    });
  });
}
