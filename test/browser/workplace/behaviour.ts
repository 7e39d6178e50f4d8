import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriersOf, findingsOf } from '../../support/looks.ts';
import { shareVisit, visitAlone } from '../../support/shared-visit.ts';
import { enterDemo, expectNoAxeViolation } from '../../support/visit.ts';
import { aProblem } from '../an-answer-stream.ts';
import type { Pages } from '../pages.ts';

/** The workplace of the demo, around the sidebar. Nothing here knows the documents: it asks what the page suggests. */
export function workplace(pages: () => Pages): void {
  describe('workplace page', () => {
    const shared = shareVisit(pages);

    /** A page on which nobody was chosen yet. */
    const open = visitAlone(pages);
    async function enter(): Promise<{ page: Page; sidebar: Frame }> {
      const { page, bar: sidebar } = await shared();
      // Long lists start with their folders closed.
      await page.evaluate(
        'document.querySelectorAll(".folder details").forEach((one) => { one.open = true; })',
      );
      return { page, sidebar };
    }
    const status = (page: Page) => page.getByRole('status');

    it('shows what the chosen person may open, and starts over for another person', async () => {
      const page = await open();
      const sidebar = await enterDemo(page);
      await sidebar.locator('.suggestion').first().click();
      await sidebar.locator('.answer .citation').first().waitFor();
      const before = await page.locator('.person-button .person-name').innerText();
      const renewed = page.waitForRequest((request) => request.url().endsWith('/v1/demo/sessions'));
      await page.locator('.person-button').click();
      await page.getByRole('option').nth(1).click();
      await renewed;
      await page.locator('.document-title').first().waitFor();
      expect(await page.locator('.person-button .person-name').innerText()).not.toBe(before);
      await expect.poll(() => page.frameLocator('iframe').locator('.suggestion').count()).toBeGreaterThan(0);
      expect(await page.frameLocator('iframe').locator('.turn').count()).toBe(0);
    });

    it('opens a document with its text, and a cited passage from the sidebar, and gives the focus back', async () => {
      const { page, sidebar } = await enter();
      const row = page.locator('.document-row', { has: page.locator('[data-tone=good]') }).first();
      const opener = row.locator('.document-title');
      const name = await opener.innerText();
      await opener.click();
      await page.locator('.preview').waitFor();
      expect(await page.locator('.document > h2').innerText()).toBe(name);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Télécharger' }).click();
      expect((await download).suggestedFilename()).not.toBe('');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(name);
      await sidebar.locator('.suggestion').first().click();
      await sidebar.locator('.feedback').waitFor();
      await sidebar.locator('.answer .citation').first().click();
      const mark = page.locator('mark.cited').first();
      await mark.waitFor();
      await expect
        .poll(() =>
          mark.evaluate((element) => {
            const { top, bottom } = element.getBoundingClientRect();
            return bottom > 0 && top < 900;
          }),
        )
        .toBe(true);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('SOURCIER-SIDEBAR');
      expect(await sidebar.evaluate('document.activeElement.className')).toBe('citation');
    });

    it('R38 R91: shows a page as it was laid out, from our own server, and hides it again', async () => {
      const { page } = await enter();
      const row = page.locator('.document-row', { has: page.locator('.kind', { hasText: 'PDF' }) }).first();
      await row.locator('.document-title').click();
      const button = page.locator('.page-image-button').first();
      expect(await button.innerText()).toBe('Voir la page 1');
      await button.click();
      const picture = page.getByRole('img', { name: 'Image de la page 1' });
      await picture.waitFor();
      const drawn = 'const { width, height } = document.querySelector(".page-image canvas"); [width, height]';
      const [width = 0, height = 0] = await page.evaluate<number[]>(drawn);
      expect(width).toBeGreaterThan(400);
      expect(height).toBeGreaterThan(width);
      expect((await picture.boundingBox())?.width).toBeGreaterThan(200);
      await expectNoAxeViolation(page, 'page shown as a picture');
      await button.click();
      expect(await picture.count()).toBe(0);
    });

    it('adds a file, chosen or dropped, follows it until it can be found, and deletes it', async () => {
      const { page } = await enter();
      const name = `essai${Date.now()}.txt`;
      const dropped = await page.evaluateHandle(
        `(() => { const data = new DataTransfer(); data.items.add(new File(["Texte posé."], "${name}")); return data; })()`,
      );
      await page.locator('.space').dispatchEvent('dragover', { dataTransfer: dropped });
      await page.getByText('Lâchez pour ajouter à cet espace').waitFor();
      await page.locator('.space').dispatchEvent('drop', { dataTransfer: dropped });
      await page.locator('.upload', { hasText: `« ${name} » est trouvable` }).waitFor();
      const remove = page.getByRole('button', {
        name: new RegExp(`^Supprimer « .*${name.slice(0, -4)}`, 'i'),
      });
      await remove.click();
      const dialog = page.getByRole('alertdialog');
      await dialog.waitFor();
      await expectNoAxeViolation(page, 'dialog');
      await dialog.getByRole('button', { name: 'Annuler' }).press('Enter');
      await expect.poll(() => dialog.count()).toBe(0);
      await remove.click();
      await dialog.getByRole('button', { name: 'Supprimer' }).click();
      await expect.poll(() => remove.count()).toBe(0);
      await expect.poll(() => status(page).innerText()).toContain('supprimé');
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    });

    it('signs again when a token is refused', async () => {
      const page = await open();
      let refusals = 0;
      await page.route('**/v1/documents?*', (route) => {
        refusals += 1;
        return refusals > 1
          ? route.continue()
          : route.fulfill(aProblem(401, 'TOKEN_INVALID', 'Jeton refusé.'));
      });
      let signatures = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/v1/demo/sessions')) signatures += 1;
      });
      await enterDemo(page);
      expect(signatures).toBeGreaterThanOrEqual(2);
    });

    it('R38 R39 R40 R42: markup in names, titles and answers stays text', async () => {
      const { page, sidebar } = await enter();
      const name = '"><img src=x onerror=alert(1)><svg onload=alert(2)>.txt';
      const text = 'Voir ![x](https://evil.example/a.png) <script>alert(3)</script> pour le zinnia.';
      await page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
      await page.locator('.upload', { hasText: 'est trouvable' }).waitFor();
      await sidebar
        .locator('textarea')
        .fill('Que faut-il voir pour le zinnia ? <img src=x onerror=alert(4)>');
      await page.keyboard.press('Enter');
      await sidebar.locator('.turn[aria-busy=false]').waitFor();
      const row = page.locator('.document-row', { hasText: 'onerror=alert(1)' });
      await row.first().locator('.document-title').click();
      await page.locator('.preview').waitFor();
      expect(await page.locator('.preview').innerText()).toContain('<script>alert(3)</script>');
      const forbidden =
        '#root :is(img, iframe:not([title=Assistant]), object, embed, style, script, svg, [srcset], a:not(.skip-link))';
      expect([await page.locator(forbidden).count(), await sidebar.locator(forbidden).count()]).toEqual([
        0, 0,
      ]);
      await page.keyboard.press('Escape');
      await row
        .getByRole('button', { name: /^Supprimer/ })
        .first()
        .click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
      await expect.poll(() => row.count()).toBe(0);
    });

    it('R91 R92: keeps to the rules in every theme and width, and says its language and its landmarks', async () => {
      const page = await open();
      const look = async (state: string) =>
        expect(await findingsOf(page, page.mainFrame()), state).toEqual([]);
      await page.locator('.person-card').first().waitFor();
      await look('choice of a person');
      const frame = await enterDemo(page);
      await look('documents');
      expect(await barriersOf(frame)).toEqual([]);
      for (const role of ['banner', 'main'] as const) expect(await page.getByRole(role).count()).toBe(1);
      expect(await page.locator('.skip-link').count()).toBe(2);
      await page.getByRole('button', { name: 'English', exact: true }).click();
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      await expect.poll(() => page.frameLocator('iframe').locator('html').getAttribute('lang')).toBe('en');
      await page.locator('.document-title').first().click();
      await page.locator('.preview').waitFor();
      await look('document');
    });
  });
}
