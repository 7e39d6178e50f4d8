import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../config/env.ts';
import { openStores, type Stores } from '../../../src/compose/stores.ts';
import { ingestFolder } from '../../../src/core/ingest/ingest-folder.ts';
import { shareVisit, visitAlone } from '../../support/shared-visit.ts';
import { enterDemo, expectNoAxeViolation, saveScreenshot } from '../../support/visit.ts';
import { aProblem } from '../an-answer-stream.ts';
import type { Pages } from '../pages.ts';

/** What becomes of documents around an answer: before it is asked, once they change, and for those with whom it is shared. */
export function sources(pages: () => Pages): void {
  describe('documents around an answer', () => {
    const folders: string[] = [];
    let page: Page;
    let bar: Frame;
    const shared = shareVisit(pages);
    const alone = visitAlone(pages);
    afterEach(async () => {
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
    });

    async function enter(): Promise<void> {
      ({ page, bar } = await shared());
    }
    /** For what stays with a page: another clock, rights that the browser gives. */
    async function enterAlone(options: BrowserContextOptions = {}): Promise<void> {
      page = await alone(options);
      bar = await enterDemo(page);
    }
    const expectRules = (state: string) => expectNoAxeViolation(page, state, '.documents');
    const status = () => bar.locator('[data-testid=announcer]');
    const button = (name: string) => bar.getByRole('button', { name, exact: true });
    const field = () => bar.getByRole('textbox', { name: 'Votre question' });
    const ask = async (question: string) => {
      const before = await bar.locator('.feedback').count();
      await field().fill(question);
      await field().press('Enter');
      await bar.locator('.feedback').nth(before).waitFor();
    };
    /** What `sourcier ingest` opens beside the server, once for all folders. */
    let stores: Stores | null = null;
    afterAll(() => stores?.close());
    /** A folder of one file that is brought into a space, changed and removed there as the operator's command does. */
    async function aFolder(space: string, name: string) {
      const folder = await mkdtemp(join(tmpdir(), 'sourcier-browser-'));
      folders.push(folder);
      const file = join(folder, `${name}.md`);
      const org = 'bellerive';
      const ingest = async () => {
        stores ??= await openStores(readEnvironment({ SOURCIER_DATA: pages().dataFolder }));
        const { documents, outbox, queue } = stores;
        const { source } = await ingestFolder(stores, {
          ...{ org, space, folder, maxBytes: 1_000_000 },
          accessFile: null,
        });
        const isDone = async () =>
          (await documents.countUnfinished(org, { source, passes: false, vectors: null })) === 0 &&
          (await outbox.isEmpty()) &&
          (await queue.isIdle('rights'));
        await expect.poll(isDone, { timeout: 60_000, interval: 150 }).toBe(true);
      };
      return {
        write: async (text: string) => {
          await writeFile(file, text);
          await ingest();
        },
        remove: async () => {
          await rm(file);
          await ingest();
        },
      };
    }

    it('says before a question how much there is, how fresh, and what is left out; then no more', async () => {
      await enter();
      const line = bar.locator('.scope-note');
      await expect.poll(() => line.innerText()).toMatch(/^\d+ documents · mis à jour /);
      const all = Number.parseInt(await line.innerText(), 10);
      await page.locator('.space-button').nth(1).click();
      await expect.poll(async () => Number.parseInt(await line.innerText(), 10)).toBeLessThan(all);
      const counts = { documents: 12, queued: 2, failed: 0, encrypted: 1, excluded: 0 };
      const newestAt = new Date(Date.now() - 4.5 * 60_000).toISOString();
      await page.route('**/v1/scope*', (route) => route.fulfill({ json: { ...counts, newestAt } }));
      await bar.locator('.scope-select').selectOption('everything');
      const told = bar.getByText('12 documents · mis à jour il y a 4 minutes · 3 non lus');
      await told.press('Enter');
      expect(await line.innerText()).toMatch(/2 en attente\s+1 protégé par un mot de passe/);
      await expectRules('freshness of a scope');
      await bar.locator('.suggestion').first().click();
      await bar.locator('.feedback').waitFor();
      expect(await line.count()).toBe(0);
    });

    it('says that the assistant is off before anything is asked', async () => {
      await enter();
      await page.route('**/v1/scope*', (route) =>
        route.fulfill(aProblem(503, 'ASSISTANT_OFF', 'L’assistant est désactivé pour votre organisation.')),
      );
      await button('Nouvelle conversation').click();
      await page.locator('.space-button').nth(1).click();
      await bar.getByText('L’assistant est désactivé pour votre organisation.').waitFor();
      await expectRules('assistant turned off');
    });

    it('R08: marks a source that has changed and asks again of it; one that is gone masks the answer on screen', async () => {
      await enterAlone();
      const key = `zinnia${Date.now()}`;
      const file = await aFolder('deliberations', key);
      await file.write(`# Bouquet ${key}\n\nLe prix du bouquet ${key} est de 31 euros.\n`);
      await ask(`Quel est le prix du bouquet ${key} ?`);
      expect(await bar.locator('.answer').innerText()).toContain('31 euros');
      await file.write(`# Bouquet ${key}\n\nLe prix du bouquet ${key} est de 47 euros.\n`);
      /** As after half a minute in the workplace. */
      const comeBack = () =>
        bar.evaluate(
          'Date.now = ((now) => () => now() + 31_000)(Date.now.bind(Date)); dispatchEvent(new Event("focus"))',
        );
      await comeBack();
      const badge = bar.locator('.source .state', { hasText: 'modifié depuis' });
      await badge.waitFor();
      expect(await bar.locator('.answer .citation').first().getAttribute('aria-label')).toMatch(
        /, modifié depuis$/,
      );
      await expectRules('source that has changed');
      await saveScreenshot(page, 'source-changed');
      await button('Nouvelle conversation').click();
      await button('Historique').click();
      await bar.locator('.conversation-button', { hasText: key }).first().click();
      await badge.waitFor();
      await button('Reposer sur la version actuelle').click();
      await bar.locator('.answer', { hasText: '47 euros' }).waitFor();
      await bar.locator('summary', { hasText: 'Réponse remplacée' }).waitFor();
      expect(await bar.locator('.turn').last().locator('.state').count()).toBe(0);
      await file.remove();
      await comeBack();
      await bar.getByText('Cette réponse est masquée').last().waitFor();
      expect(await bar.locator('.turns').textContent()).not.toContain(`${key} est de`);
      await expectRules('answer that is masked');
    });

    it('R09: a shared conversation is read by its link, each with their own rights, and copied to go on', async () => {
      await enterAlone({ permissions: ['clipboard-read', 'clipboard-write'] });
      const key = `kiosque${Date.now()}`;
      const open = await aFolder('deliberations', key);
      await open.write(`# Kiosque ${key}\n\nLe tarif du kiosque ${key} est de 12 euros.\n`);
      const secret = await aFolder('cabinet', `secret-${key}`);
      await secret.write(`# Secret ${key}\n\nLe tarif secret ${key} est de 99 euros.\n`);
      // Within what all may read: what is read beside what is cited counts as well.
      await page.locator('.space-button', { hasText: 'Délibérations' }).click();
      await expect.poll(() => bar.locator('.scope-select').inputValue()).toBe('space');
      await ask(`Quel est le tarif du kiosque ${key} ?`);
      await button('Historique').click();
      const row = bar.locator('.conversation', { hasText: key }).first();
      await row.getByRole('button', { name: /^Partager la conversation/ }).click();
      const share = async () => {
        await bar.getByLabel('Partager avec un espace').selectOption('deliberations');
        await row.getByRole('button', { name: 'Partager', exact: true }).click();
        await row.getByRole('button', { name: /^Ne plus partager avec/ }).waitFor();
      };
      await share();
      await button('Copier le lien').click();
      await expect.poll(() => status().innerText()).toContain('Lien copié');
      const link = await bar.evaluate<string>('navigator.clipboard.readText()');
      expect(link).toMatch(/#conversation=[\w-]+$/);

      /** Somebody else of the organisation, who follows the link. */
      const follow = async (options: BrowserContextOptions = {}) => {
        const other = await alone(options, link);
        await other.locator('.person-card', { hasText: 'Théo' }).click();
        await other.locator('.document-title').first().waitFor({ state: 'attached' });
        const theirs = other.frameLocator('iframe[title=Assistant]');
        await theirs.getByText('Partagée par Farid Benhamou').waitFor({ state: 'attached' });
        return { page: other, theirs };
      };
      const theo = await follow();
      expect(await theo.theirs.locator('.answer').innerText()).toContain('12 euros');
      for (const own of ['.feedback', '.question-form:visible'])
        expect(await theo.theirs.locator(own).count(), own).toBe(0);
      expect(await theo.theirs.getByRole('button', { name: 'Reposer la question' }).count()).toBe(0);
      await expectNoAxeViolation(theo.page, 'shared conversation', '.documents');
      await saveScreenshot(theo.page, 'shared');
      await theo.theirs.getByRole('button', { name: 'Poursuivre dans une copie' }).click();
      await theo.theirs.locator('.feedback').waitFor();
      await theo.theirs.getByRole('button', { name: 'Historique' }).click();
      await theo.theirs.getByRole('heading', { name: 'Partagées avec moi' }).waitFor();
      await theo.theirs
        .locator('.conversation', { hasText: 'par Farid' })
        .first()
        .getByRole('button')
        .click();
      await theo.theirs.getByText('Partagée par Farid Benhamou').waitFor();

      // Of what is all masked there is nothing to copy.
      await theo.page.route(/\/v1\/shared-conversations\/[^/]+$/, async (route) => {
        const told = (await (await route.fetch()).json()) as { messages: readonly object[] };
        const messages = told.messages.map((message) => ({ ...message, text: '', masked: true }));
        await route.fulfill({ json: { ...told, messages } });
      });
      await theo.theirs.getByRole('button', { name: 'Retour' }).click();
      await theo.theirs.getByRole('button', { name: 'Historique' }).click();
      await theo.theirs
        .locator('.conversation', { hasText: 'par Farid' })
        .first()
        .getByRole('button')
        .click();
      await theo.theirs.getByText('Question masquée').waitFor();
      expect(await theo.theirs.getByRole('button', { name: 'Poursuivre dans une copie' }).count()).toBe(0);

      // What rests on a document that théo may not open is masked, with what was asked after it and the title.
      await button('Retour Échap').click();
      await bar.locator('.scope-select').selectOption('everything');
      await ask(`Quel est le tarif secret ${key} ?`);
      await expect.poll(() => bar.locator('.answer').last().innerText()).toContain('99 euros');
      await ask(`Et le tarif du kiosque ${key} ?`);
      await button('Historique').click();
      await row.getByRole('button', { name: /^Partager la conversation/ }).click();
      await button('Partager la suite').click();
      await expect.poll(() => button('Partager la suite').count()).toBe(0);
      const masked = await follow({ colorScheme: 'dark', viewport: { width: 320, height: 700 } });
      await masked.page.getByRole('button', { name: 'Assistant', exact: true }).click();
      await masked.theirs.getByText('Question masquée').waitFor();
      expect(await masked.theirs.locator('body').innerText()).not.toContain('99 euros');
      await masked.theirs.getByRole('heading', { name: 'Conversation dont une partie' }).waitFor();
      await expectNoAxeViolation(masked.page, 'shared conversation, masked', '.documents');
      const wide = 'document.documentElement.scrollWidth > innerWidth';
      expect(await masked.page.evaluate(wide)).toBe(false);

      await row.getByRole('button', { name: /^Ne plus partager avec/ }).click();
      await expect.poll(() => status().innerText()).toContain('Partage retiré');
      const late = await alone({}, link);
      await late.locator('.person-card', { hasText: 'Théo' }).click();
      const nothing = late.frameLocator('iframe[title=Assistant]');
      await nothing
        .getByText('Ce contenu a pu être déplacé ou supprimé, ou ne vous est plus ouvert.')
        .waitFor();
    });

    it('prints one answer with its sources and the notice, and nothing else', async () => {
      await enter();
      await ask('Combien de jours de congés ?');
      await ask('Et pour les agents à temps partiel ?');
      await bar.evaluate('window.print = () => { window.printed = true; }');
      await bar.locator('.turn').first().getByRole('button', { name: 'Imprimer' }).click();
      expect(await bar.evaluate('window.printed')).toBe(true);
      await page.emulateMedia({ media: 'print' });
      expect(
        await bar.locator('.turn').evaluateAll((all) => all.map((one) => one.checkVisibility())),
      ).toEqual([true, false]);
      const shown = await bar.locator('main').innerText();
      expect(shown).toContain('réponses à vérifier');
      expect(shown).toContain('Sources');
      for (const gone of ['Imprimer', 'Envoyer', 'Historique', 'Utile']) expect(shown).not.toContain(gone);
      await page.emulateMedia({ media: 'screen' });
      await bar.evaluate('dispatchEvent(new Event("afterprint"))');
      expect(await bar.locator('[data-printed]').count()).toBe(0);
    });

    it('R91: what is inserted stands in the person’s text, and a task is theirs to create', async () => {
      await enter();
      await ask('Combien de jours de congés ?');
      await button('Insérer dans mon texte').click();
      const text = page.getByRole('textbox', { name: 'Mon texte' });
      await expect
        .poll(() => text.inputValue())
        .toMatch(/Sources\n\[\d+\] [\s\S]*Assistant IA, réponses à vérifier/);
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
      await button('Créer une tâche').click();
      const title = page.getByRole('textbox', { name: 'Intitulé' });
      await expect.poll(() => title.inputValue()).toBe('Combien de jours de congés ?');
      await expectNoAxeViolation(page, 'task that is proposed');
      await title.fill('Vérifier les congés');
      await title.press('Enter');
      await page.getByRole('listitem').filter({ hasText: 'Vérifier les congés' }).waitFor();
      await page.getByRole('button', { name: 'Terminée : Vérifier les congés' }).click();
      await expect.poll(() => page.getByText('Mes tâches').count()).toBe(0);
      await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
      await button('Créer une tâche').click();
      await page.getByRole('button', { name: 'Ne pas créer' }).click();
      expect(await page.getByText('Mes tâches').count()).toBe(0);
      await expectNoAxeViolation(page, 'text of the person');
    });
  });
}
