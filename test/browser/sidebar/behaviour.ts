import { readFile } from 'node:fs/promises';
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { barriersOf } from '../../support/looks.ts';
import { shareVisit, visitAlone } from '../../support/shared-visit.ts';
import { enterDemo } from '../../support/visit.ts';
import { aCheckedAnswer, aComparison, aProblem, providers } from '../an-answer-stream.ts';
import type { Pages } from '../pages.ts';

const nonsense = 'Quel zorblax quintuple pour Kryptanoor ?';

/** What people do in the sidebar, in the workplace of the demo. It knows no document: it asks what is suggested. */
export function sidebar(pages: () => Pages): void {
  describe('the sidebar', () => {
    let page: Page;
    let bar: Frame;
    const shared = shareVisit(pages);
    const alone = visitAlone(pages);

    async function enter(): Promise<void> {
      ({ page, bar } = await shared());
    }
    /** For what holds from the start of a page, or stays with it. */
    async function enterAlone(prepare = async () => {}): Promise<void> {
      page = await alone();
      await prepare();
      bar = await enterDemo(page);
    }
    const status = () => bar.locator('[data-testid=announcer]');
    const field = () => bar.getByRole('textbox', { name: 'Votre question' });
    const focused = (property = 'textContent') => bar.evaluate(`document.activeElement.${property}`);
    const button = (name: string | RegExp) => bar.getByRole('button', { name, exact: true });
    /** Enter sends nothing while an answer still comes: what was typed stays in the field. */
    const ask = async (question: string) => {
      await bar.locator('.turn[aria-busy="true"]').waitFor({ state: 'detached' });
      await field().fill(question);
      await field().press('Enter');
    };
    async function askSuggested(): Promise<void> {
      await bar.locator('.suggestion').first().click();
      await bar.locator('.answer .citation').first().waitFor();
      await bar.locator('.feedback').first().waitFor();
    }
    const openHistory = async () => {
      await button('Historique').click();
      await bar.locator('.conversation').first().waitFor();
    };

    it('answers with citations, says what was searched, and follows a question that leans on it', async () => {
      await enter();
      await askSuggested();
      expect(await bar.locator('.answer .citation').first().innerText()).toMatch(/^\[\d+\]$/);
      expect(await bar.locator('.source-quote:not([lang])').count()).toBe(0);
      expect(await bar.locator('.maker').innerText()).toMatch(/sans modèle de langue/);
      await bar.locator('.answer .citation').first().hover();
      await bar.locator('.source-card q').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => bar.locator('.source-card').count()).toBe(0);
      await ask('Et combien ça coûte ?');
      const understood = bar.getByText(/^Recherche comprise ainsi\s: Et combien ça coûte \? \(.+\)$/);
      await understood.waitFor();
      expect(await understood.getAttribute('lang')).toBe('fr');
    });

    it('says that nothing was found, where it looked, and other ways to ask', async () => {
      await enter();
      await page.route('**/v1/ask', async (route) => {
        const body = await (await route.fetch()).text();
        const suggested = body.replace('"outcome":"not-found"', '$&,"suggestions":["congés des agents"]');
        await route.fulfill({ contentType: 'text/event-stream; charset=utf-8', body: suggested });
      });
      await ask(nonsense);
      await bar.getByText(/^Recherche dans \d/).waitFor();
      expect(await bar.locator('.answer').last().innerText()).toMatch(/trouvé/);
      expect(await bar.locator('.answer .citation').count()).toBe(0);
      await page.unroute('**/v1/ask');
      await button('congés des agents').click();
      await bar.locator('.answer .citation').first().waitFor();
    });

    it('keeps to what the workplace shows until a conversation begins, and says where it looked', async () => {
      await enter();
      // The first space shows, which nobody chose: it is offered, and not taken.
      await bar.locator('.scope-select option[value=space]').waitFor({ state: 'attached' });
      expect(await bar.locator('.scope-select').inputValue()).toBe('everything');
      await page.locator('.space-button').nth(1).click();
      await expect.poll(() => bar.locator('.scope-select').inputValue()).toBe('space');
      await page.locator('.document-title').first().click();
      await expect.poll(() => bar.locator('.scope-select').inputValue()).toBe('document');
      await bar.locator('.scope-select').selectOption('everything');
      await ask('Combien de jours de congés ?');
      await bar.getByText('Recherche dans tous mes espaces').waitFor();
      await page.getByRole('button', { name: 'Fermer le document' }).click();
      await button('Nouvelle conversation').click();
      await page.locator('.document-title').first().click();
      await expect.poll(() => bar.locator('.scope-select').inputValue()).toBe('document');
    });

    it('keeps the question in sight on a small phone, and lets it scroll where zoom leaves no room', async () => {
      await enterAlone();
      await page.setViewportSize({ width: 320, height: 640 });
      await page.locator('.pane-switch').getByRole('button', { name: 'Assistant' }).click();
      const box = await field().boundingBox();
      expect((box?.y ?? 640) + (box?.height ?? 0)).toBeLessThan(640);
      await page.setViewportSize({ width: 320, height: 256 });
      const position = 'getComputedStyle(document.querySelector(".question-form")).position';
      expect(await bar.evaluate(position)).toBe('static');
    });

    it('can be stopped while it answers, by button and by Escape', async () => {
      await enter();
      await page.route('**/v1/ask', () => undefined);
      for (const stop of [() => button('Arrêter').click(), () => field().press('Escape')]) {
        await ask('Une question sans fin ?');
        await bar.locator('.turn[aria-busy=true]').waitFor();
        await stop();
        await expect.poll(() => status().innerText()).toContain('Réponse interrompue');
      }
      expect(await bar.locator('.turn').count()).toBe(2);
    });

    it('R90: announces the start and the end of an answer, and no word of it', async () => {
      await enter();
      await bar.evaluate(
        'window.told = []; new MutationObserver(() => window.told.push(document.querySelector("[data-testid=announcer]").textContent.trim()))' +
          '.observe(document.querySelector("[data-testid=announcer]"), { childList: true, characterData: true, subtree: true })',
      );
      await askSuggested();
      await expect.poll(() => status().innerText()).toMatch(/^Réponse terminée, \d+ sources?/);
      const told = await bar.evaluate<string[]>('window.told');
      expect(told.filter((sentence) => sentence !== '')).toHaveLength(2);
      expect(told[0]).toBe('Réponse en cours');
      expect(await bar.locator('[aria-live]:not([role=status])').count()).toBe(0);
      expect(await focused('className')).toBe('exchange');
    });

    it('R90 R91: an error is announced, says what to do, and counts down to when it is worth trying again', async () => {
      await enter();
      await page.route('**/v1/ask', (route) =>
        route.fulfill(aProblem(429, 'TOO_BUSY', 'Trop de requêtes. <b>!</b>', { 'retry-after': '2' })),
      );
      await ask('Une question ?');
      await bar.getByText('Trop de requêtes. <b>!</b>').first().waitFor();
      await bar.getByRole('button', { name: /Réessayer dans \d/ }).waitFor();
      expect(await status().innerText()).toContain('La réponse n’a pas pu être donnée');
      await page.unroute('**/v1/ask');
      await button('Réessayer').click();
      await expect.poll(() => bar.locator('.turn[aria-busy=false]').count()).toBe(2);
    });

    it('keeps what is typed while there is no network', async () => {
      await enter();
      await page.context().setOffline(true);
      await bar.getByText('Vous êtes hors ligne').waitFor();
      await ask('Gardée ?');
      expect([await field().inputValue(), await bar.locator('.turn').count()]).toEqual(['Gardée ?', 0]);
      await page.context().setOffline(false);
      await expect.poll(() => bar.getByText('Vous êtes hors ligne').count()).toBe(0);
      await field().press('Enter');
      await bar.locator('.turn').first().waitFor();
    });

    it('takes an answer up where it was when the connection is lost', async () => {
      await enter();
      await page.route('**/v1/ask', async (route) => {
        const events = (await (await route.fetch()).text()).split('\n\n');
        const cut = events.findIndex((event) => event.includes('event: text-delta'));
        await route.fulfill({
          contentType: 'text/event-stream; charset=utf-8',
          body: `${events.slice(0, cut).join('\n\n')}\n\n`,
        });
      });
      const resumed = page.waitForRequest(/\/messages\/[^/]+\/events$/);
      await askSuggested();
      expect((await resumed).headers()['last-event-id']).toMatch(/^\d+-0$/);
      await expect.poll(() => status().innerText()).toMatch(/^Réponse terminée/);
      expect(await bar.locator('.problem').count()).toBe(0);
    });

    it('says what an answer was worth, with reasons, takes it back, and reports what should not be seen', async () => {
      await enter();
      await askSuggested();
      const notUseful = button('Pas utile');
      await notUseful.click();
      await expect.poll(() => notUseful.getAttribute('aria-pressed')).toBe('true');
      await bar.getByRole('checkbox', { name: 'C’est incomplet' }).check({ force: true });
      await bar.getByRole('textbox', { name: 'Précisions (facultatif)' }).fill('Il manque une date.');
      const sent = page.waitForRequest('**/v1/feedback');
      await button('Envoyer les précisions').click();
      expect((await sent).postDataJSON()).toMatchObject({
        useful: false,
        reasons: ['incomplete'],
        comment: 'Il manque une date.',
      });
      await expect.poll(() => bar.locator('.reasons').count()).toBe(0);
      expect(await focused()).toBe('Pas utile');
      await bar.locator('.feedback').getByText('Votre avis est enregistré').waitFor();
      // What was said is shown again before it is taken back.
      await notUseful.click();
      const comment = bar.getByRole('textbox', { name: 'Précisions (facultatif)' });
      expect(await comment.inputValue()).toBe('Il manque une date.');
      await notUseful.click();
      await expect.poll(() => status().innerText()).toContain('Votre avis est retiré');
      const report = button('Je ne devrais pas voir ça');
      await report.press('Enter');
      const dialog = bar.getByRole('alertdialog');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      await expect.poll(() => focused()).toContain('devrais pas');
      await report.click();
      const reported = page.waitForRequest('**/v1/feedback');
      await dialog.getByRole('button', { name: 'Prévenir' }).click();
      expect((await reported).postDataJSON()).toMatchObject({ useful: false, reasons: ['should-not-see'] });
      const note = bar.locator('.feedback').getByText('Signalé aux administrateurs.');
      await note.waitFor();
      await expect.poll(() => focused('tagName')).not.toBe('BODY');
      await notUseful.click();
      expect(await comment.inputValue(), 'kept from before it was taken back').toBe('Il manque une date.');
      await notUseful.click();
      await bar.locator('.feedback').getByText('Votre avis est retiré').waitFor();
      expect(await note.count(), 'a report is not taken back').toBe(1);
    });

    it('keeps conversations: found, renamed, shared, exported, reopened, deleted', async () => {
      await enter();
      await askSuggested();
      await button('Reposer la question').click();
      const folded = bar.locator('summary', { hasText: 'Réponse remplacée' });
      await folded.waitFor();
      await button('Nouvelle conversation').click();
      await openHistory();
      const row = bar.locator('.conversation').first();
      const rename = row.getByRole('button', { name: /^Renommer la conversation/ });
      await rename.click();
      const title = bar.getByRole('textbox', { name: 'Titre de la conversation' });
      await expect.poll(() => focused('tagName')).toBe('INPUT');
      const name = `Été ${Date.now()}`;
      await title.fill(name);
      await title.press('Enter');
      await row.getByText(name).waitFor();
      await expect.poll(() => focused()).toBe('Renommer');
      await row.getByRole('button', { name: /^Partager la conversation/ }).click();
      await bar.getByLabel('Partager avec un espace').selectOption({ index: 1 });
      await row.getByRole('button', { name: 'Partager', exact: true }).click();
      await expect.poll(() => focused()).toBe('Conversation partagée.');
      await row.getByRole('button', { name: /^Ne plus partager avec/ }).click();
      await expect.poll(() => focused()).toBe('Partage retiré.');
      await bar.getByRole('searchbox').fill(name.toLowerCase().replaceAll('é', 'e'));
      await expect.poll(() => bar.locator('.conversation').count()).toBe(1);
      const download = page.waitForEvent('download');
      await button(`Exporter la conversation « ${name} »`).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe(`${name}.md`);
      const written = await readFile(await file.path(), 'utf8');
      expect(written).toContain('Assistant IA, réponses à vérifier.');
      await row.locator('.conversation-button').click();
      await folded.waitFor();
      expect([await folded.count(), await bar.locator('.turn').count()]).toEqual([1, 2]);
      await openHistory();
      await row.getByRole('button', { name: /^Supprimer/ }).click();
      await bar.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
      await expect.poll(() => bar.locator('.turn').count()).toBe(0);
      await expect.poll(() => focused('tagName')).not.toBe('BODY');
    });

    it('R89 R93: asks again of whom the person chooses, and says who that is and where', async () => {
      await enterAlone(async () => {
        await page.route('**/v1/providers*', (route) => route.fulfill({ json: { providers } }));
        await page.route('**/v1/ask', (route) => route.fulfill(aCheckedAnswer()));
      });
      await bar.locator('.suggestion').first().click();
      const choice = bar.locator('summary', { hasText: 'Choisir le fournisseur qui répond' });
      await choice.press('Enter');
      await button('Commune de Bellerive (mistral-small)').waitFor();
      expect(await bar.locator('.maker').innerText()).toMatch(
        /réponses à vérifier.*modele-essai.*SecNumCloud.*0,0012\s€.*0,31 Wh/,
      );
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await expect.poll(() => focused()).toContain('Commune');
      const asked = page.waitForRequest('**/v1/ask');
      await page.keyboard.press('Enter');
      expect((await asked).postDataJSON()).toMatchObject({
        provider: 'commune',
        retryOf: expect.any(String),
      });
      await expect.poll(() => focused('tagName')).not.toBe('BODY');
    });

    it('says before anything is chosen which tasks need a language model, by keyboard too', async () => {
      await enter();
      const compare = button(/^Comparer/);
      await compare.focus();
      expect(await focused()).toContain('demande un modèle de langue');
      expect(await compare.getAttribute('aria-disabled')).toBe('true');
      await page.keyboard.press('Enter');
      expect(await bar.locator('.task-form').count()).toBe(0);
      expect(await barriersOf(bar)).toEqual([]);
      await field().press('/');
      await bar.getByText('Comparer, Rédiger : il y faut un modèle de langue').waitFor();
      expect(await bar.getByRole('radio', { name: /^Comparer/ }).isDisabled()).toBe(true);
      expect(await barriersOf(bar)).toEqual([]);
    });

    it('works on documents: ticked, run with its steps, compared in a table', async () => {
      await enterAlone(async () => {
        await page.route('**/v1/providers*', (route) => route.fulfill({ json: { providers } }));
      });
      await button(/^Comparer/).click();
      const boxes = bar.getByRole('checkbox');
      await boxes.nth(1).waitFor();
      const run = button('Comparer');
      expect(await run.isDisabled()).toBe(true);
      await boxes.nth(0).check({ force: true });
      await boxes.nth(1).check({ force: true });
      await bar.getByText('2 documents choisis').waitFor();
      await page.route('**/v1/tasks', (route) => route.fulfill(aComparison()));
      const asked = page.waitForRequest('**/v1/tasks');
      await run.click();
      const { task, documents } = (await asked).postDataJSON() as { task: string; documents: string[] };
      expect([task, documents.length]).toEqual(['compare', 2]);
      await bar.locator('.answer table').waitFor();
      expect(await bar.getByRole('columnheader').allInnerTexts()).toEqual(['Critère', 'Charte', 'Note']);
      expect(await bar.locator('.answer td .citation').count()).toBe(2);
      await page.unroute('**/v1/tasks');
      await field().press('/');
      await button('Résumer').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => focused('tagName')).toBe('TEXTAREA');
    });

    it('finds documents for a task by their titles, in all spaces or in one, and keeps those that were ticked', async () => {
      await enter();
      await field().press('/');
      const search = bar.getByRole('searchbox');
      await bar.getByRole('combobox', { name: /espace/ }).selectOption('');
      await search.fill('charte teletravail');
      const charter = bar.getByRole('checkbox', { name: 'Charte du télétravail' });
      await charter.check({ force: true });
      await search.fill('crèche');
      await bar
        .getByRole('checkbox', { name: /crèche/ })
        .first()
        .waitFor();
      expect(await charter.isChecked()).toBe(true);
      const other = bar.getByRole('checkbox', { name: /crèche/ }).first();
      await other.check({ force: true });
      await bar.getByText('Un seul document pour cette tâche.').waitFor();
      await other.uncheck({ force: true });
      await search.fill('xyzzy');
      await bar.getByText('Aucun document de ce nom').waitFor();
      expect(await bar.getByRole('checkbox').count()).toBe(1);
      expect(await barriersOf(bar)).toEqual([]);
      // A search that is sent runs no task, though one could run.
      await search.press('Enter');
      expect(await button('Résumer').isEnabled()).toBe(true);
      expect(await bar.locator('.turn').count()).toBe(0);
      await page.keyboard.press('Escape');
    });

    it('offers the task that a question asks for, runs it on the document that was found, and lets one choose another', async () => {
      await enter();
      await ask('Résume la charte du télétravail en trois points');
      const offer = button(/^Résumer\s: « Charte du télétravail »$/u);
      await offer.waitFor();
      expect(await barriersOf(bar)).toEqual([]);
      const asked = page.waitForRequest('**/v1/tasks');
      await offer.click();
      const { task, documents, instruction } = (await asked).postDataJSON() as Record<string, unknown>;
      expect([task, documents, instruction]).toEqual(['summarise', [expect.any(String)], 'en trois points']);
      await bar.getByRole('heading', { name: /Résumer « Charte du télétravail »/ }).waitFor();
      await bar.locator('.turn').last().locator('.answer .citation').first().waitFor();
      // A question was answered, and the task that it asked for: the task itself offers none.
      expect(await bar.getByText('Sur le document entier').count()).toBe(1);
      await ask('Résume ce document');
      await button(/^Résumer\s: choisir/u).click();
      await bar.getByRole('radio', { name: /^Résumer/, checked: true }).waitFor();
      await page.keyboard.press('Escape');
    });

    it('copies an answer as rich text, with its sources', async () => {
      await enter();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await askSuggested();
      await button('Copier avec les sources').click();
      await expect.poll(() => status().innerText()).toContain('Réponse copiée');
      const [html, plain] = await bar.evaluate<[string, string]>(
        `navigator.clipboard.read().then(([item]) => Promise.all(['text/html', 'text/plain'].map(async (type) => (await item.getType(type)).text())))`,
      );
      expect(html).toMatch(/<p>.*<ul><li>\[\d+\] /s);
      expect(html).not.toMatch(/<(a|img|script)\b/);
      expect(plain).toMatch(/\nSources\n\[\d+\] /);
      expect(plain).toContain('Assistant IA, réponses à vérifier');
    });

    it('R89: by keyboard alone: ask, open a source by its number, come back, change a key, close', async () => {
      await enterAlone();
      await field().press('Escape');
      const question = (await bar.locator('.suggestion').first().textContent()) ?? '';
      await expect.poll(() => page.locator('sourcier-sidebar').isVisible()).toBe(false);
      await page.keyboard.press('Control+Shift+A');
      await expect.poll(() => focused('tagName')).toBe('TEXTAREA');
      const outline = await bar.evaluate(
        '(({ outlineStyle, outlineWidth }) => outlineStyle + outlineWidth)(getComputedStyle(document.activeElement))',
      );
      expect(outline).toBe('solid3px');
      await page.keyboard.type(question);
      await page.keyboard.press('Enter');
      await bar.locator('.answer .citation[data-n="1"]').first().waitFor();
      await expect.poll(() => status().innerText()).toMatch(/^Réponse terminée/);
      expect(await focused('tagName')).toBe('TEXTAREA');
      await page.keyboard.press('ArrowUp');
      expect(await field().inputValue()).toBe(question);
      await field().fill('');
      await page.keyboard.press('Alt+1');
      await page.locator('mark.cited').first().waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => focused('className')).toBe('citation');
      await button('Raccourcis clavier').press('Enter');
      await button('Changer le raccourci : Historique').press('Enter');
      await page.keyboard.press('Control+Alt+K');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Alt+K');
      await bar.getByRole('heading', { name: 'Historique' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('sourcier-sidebar').isVisible()).toBe(false);
    });

    it('R91: marks what sources do not say, and says why, in words too', async () => {
      await enter();
      await page.route('**/v1/ask', (route) => route.fulfill(aCheckedAnswer()));
      await ask('Combien de jours ?');
      await bar.locator('.feedback').waitFor();
      const marks = bar.locator('.answer .support-mark');
      expect(await marks.evaluateAll((all) => all.map((one) => one.getAttribute('data-support')))).toEqual([
        'unsupported',
        'partial',
      ]);
      expect(await bar.locator('.answer').innerText()).toMatch(/à vérifier\s: non retrouvé dans les sources/);
      await bar.getByText('Pourquoi ces 2 phrases sont marquées').click();
      expect(await bar.locator('.reasons').innerText()).toMatch(
        /la phrase dit «\strois jours\s», la source «\sdeux jours\s»/,
      );
    });
  });
}
