import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { shareVisit } from '../../support/shared-visit.ts';
import { expectNoAxeViolation, saveScreenshot } from '../../support/visit.ts';
import { aProblem } from '../an-answer-stream.ts';
import type { Pages } from '../pages.ts';

/** In what the page is looked at; the usual one where nothing is said. */
type Look = { readonly colorScheme?: 'dark'; readonly width?: number; readonly height?: number };

const question = 'Combien vaut la prime de nuit ?';
const note = {
  name: 'note-quillebeuf.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(
    'La prime de nuit du quillebeuf vaut 917 euros par mois pour les agents de la voirie.\n',
  ),
};

/** « Interroger un fichier sans l’enregistrer », in the sidebar of the demo. */
export function privateDocument(pages: () => Pages): void {
  describe('a file of which nothing is kept', () => {
    let page: Page;
    let bar: Frame;
    const shared = shareVisit(pages);

    async function enter({ width = 1440, height = 900, ...media }: Look = {}): Promise<void> {
      ({ page, bar } = await shared());
      await page.emulateMedia({ reducedMotion: 'reduce', ...media });
      await page.setViewportSize({ width, height });
      const switchTo = page.locator('.pane-switch').getByRole('button', { name: 'Assistant' });
      if (await switchTo.isVisible()) await switchTo.click();
    }
    const expectRules = (state: string) => expectNoAxeViolation(page, state, '.documents');
    const status = () => bar.locator('[data-testid=announcer]');
    const talk = () => bar.locator('.private');
    const isRead = () =>
      bar
        .locator('[data-testid=announcer]', { hasText: 'est lu : posez votre question' })
        .waitFor({ state: 'attached' });
    const field = () => talk().getByRole('textbox', { name: 'Votre question' });
    const button = (name: string) => bar.getByRole('button', { name, exact: true });
    const focused = (property: string) => bar.evaluate(`document.activeElement.${property}`);
    const pick = (file = note) => bar.locator('input[type=file]').setInputFiles(file);
    const ask = async () => {
      await field().fill(question);
      await field().press('Enter');
    };
    /** Drops files, made in the browser, on the sidebar. */
    const drop = async (files: string) => {
      const data = await bar.evaluateHandle(
        `(() => { const data = new DataTransfer(); for (const file of ${files}) data.items.add(file); return data; })()`,
      );
      await bar.locator('.sidebar').dispatchEvent('drop', { dataTransfer: data });
    };

    it('R13: is picked, read, asked by keyboard, and gone when it is ended', async () => {
      await enter();
      const opened = page.waitForResponse('**/v1/private-documents');
      await pick();
      await talk()
        .getByText('Rien n’est gardé : ni le fichier, ni vos questions, ni les réponses.')
        .waitFor();
      const { id } = (await (await opened).json()) as { id: string };
      await isRead();
      await expect.poll(() => focused('tagName')).toBe('TEXTAREA');
      await page.keyboard.type(question);
      await page.keyboard.press('Enter');
      await talk().locator('.answer', { hasText: '917 euros' }).waitFor();
      expect(await talk().locator('.maker').innerText()).toContain('sans modèle de langue');
      expect(await talk().locator('.feedback').count()).toBe(0);
      await page.keyboard.press('Alt+1');
      const passage = bar.getByRole('dialog');
      await passage.getByText('quillebeuf vaut 917').waitFor();
      await expectRules('passage of a private document');
      await page.keyboard.press('Escape');
      await expect.poll(() => focused('className')).toBe('citation');
      const kept = await bar.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
      expect(kept).not.toMatch(/prime|quillebeuf/i);
      await button('Terminer').press('Enter');
      await bar.getByRole('alertdialog').waitFor();
      await expectRules('end of a private document');
      const closing = page.waitForRequest((request) => request.method() === 'DELETE');
      await bar.getByRole('alertdialog').getByRole('button', { name: 'Terminer' }).press('Enter');
      const { authorization = '' } = await (await closing).allHeaders();
      await expect.poll(() => focused('className')).toBe('exchange');
      expect(await status().innerText()).toContain('rien n’a été gardé');
      const gone = await page.request.get(`${pages().base}/v1/private-documents/${id}`, {
        headers: { authorization },
      });
      expect(gone.status()).toBe(404);
      await button('Historique').click();
      expect(await bar.getByText(question).count()).toBe(0);
    });

    it('is sent again, with the question, when the server has forgotten it', async () => {
      await enter();
      await pick();
      await isRead();
      await page.route('**/v1/private-documents/*/ask', (route) =>
        route.fulfill(aProblem(404, 'NOT_FOUND', 'Introuvable.')),
      );
      await ask();
      await talk().getByText('Ce fichier n’est plus dans la mémoire du serveur').waitFor();
      await expectRules('private document that was forgotten');
      await page.unroute('**/v1/private-documents/*/ask');
      const again = page.waitForRequest(
        (request) => request.method() === 'POST' && request.url().endsWith('/v1/private-documents'),
      );
      await button('Réessayer').click();
      await again;
      await talk().locator('.answer', { hasText: '917 euros' }).waitFor();
    });

    it('says why it cannot be read or is too large, and takes another one, dropped too', async () => {
      await enter();
      await drop('[new File([], "vide.txt")]');
      await talk().getByText('« vide.txt » n’a pas pu être ouvert').waitFor();
      await expect.poll(() => status().innerText()).toContain('n’a pas pu être ouvert');
      expect(await talk().locator('.problem').innerText()).toContain(
        'Le fichier est vide. Choisissez-en un autre.',
      );
      expect(await button('Réessayer').count()).toBe(0);
      await expectRules('private document that cannot be read');
      await saveScreenshot(page, 'private-unreadable');
      await drop('[new File([new Uint8Array(25 * 1024 * 1024 + 1)], "lourd.pdf")]');
      await talk().getByText('ne dépasse pas 25 Mio').waitFor();
      await talk().locator('input[type=file]').setInputFiles(note);
      await isRead();
      await ask();
      await talk().locator('.answer .citation').first().waitFor();
      // Answers that are kept nowhere do not go because something else was dropped.
      await drop('[new File(["Autre texte."], "autre.txt")]');
      await talk().getByText('Interroger « autre.txt » à la place ?').waitFor();
      await button('Rester sur celui-ci').click();
      expect(await talk().locator('.answer .citation').count()).toBeGreaterThan(0);
      await drop('[new File(["Autre texte."], "autre.txt")]');
      await button('Changer de fichier').click();
      await talk().getByRole('heading', { name: 'autre' }).waitFor();
      expect(await talk().locator('.turn').count()).toBe(0);
    });

    it('is given by the workplace too, with how sensitive it is', async () => {
      await enter();
      const opened = page.waitForResponse('**/v1/private-documents');
      await page.evaluate(
        'document.querySelector("sourcier-sidebar").askFile(new File(["Un texte déchiffré."], "secret.txt"), { sensitivity: "interne" })',
      );
      await talk()
        .getByRole('heading', { name: /secret/i })
        .waitFor();
      expect(await (await opened).json()).toMatchObject({ sensitivity: 'interne' });
    });

    it.each([
      ['light', {}],
      ['dark, 320 px', { colorScheme: 'dark', width: 320, height: 700 }],
    ] satisfies [string, Look][])('R91 R92: keeps to the rules (%s)', async (look, options) => {
      await enter(options);
      const seen = Promise.withResolvers<void>();
      await page.route('**/v1/private-documents', async (route) => {
        await seen.promise;
        await route.continue();
      });
      await pick();
      await talk().locator('progress').waitFor();
      await expectRules(`${look}, private document being read`);
      seen.resolve();
      await talk().getByText('Où est ce fichier ?').click();
      await expectRules(`${look}, private document`);
      await saveScreenshot(page, `private-${look.replaceAll(/\W+/g, '-')}`);
      await ask();
      await talk().locator('.answer .citation').first().waitFor();
      await expectRules(`${look}, answer from a private document`);
      const wide = 'document.documentElement.scrollWidth > innerWidth';
      expect([await page.evaluate(wide), await bar.evaluate(wide)]).toEqual([false, false]);
    });

    // The last one: it leaves the page without what the others look at.
    it('R13: is gone when the page is reloaded, on the server too', async () => {
      await enter();
      const opened = page.waitForResponse('**/v1/private-documents');
      await pick();
      await isRead();
      const response = await opened;
      const { id } = (await response.json()) as { id: string };
      const { authorization = '' } = await response.request().allHeaders();
      await page.reload();
      await page.frameLocator('iframe[title=Assistant]').locator('.suggestion').first().waitFor();
      expect(await page.frameLocator('iframe[title=Assistant]').locator('.private').count()).toBe(0);
      const gone = () =>
        page.request.get(`${pages().base}/v1/private-documents/${id}`, { headers: { authorization } });
      await expect.poll(async () => (await gone()).status(), { timeout: 20_000 }).toBe(404);
    });
  });
}
