import type { Frame } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { keyboardOf } from '../../support/keyboard.ts';
import { sidebarOf, type Visit, visit } from '../../support/visit.ts';
import type { Pages } from '../pages.ts';

/** An agent's day without a mouse: nothing is clicked and nothing is focused but by keys. */
export function keyboard(pages: () => Pages): void {
  describe('by keyboard alone', () => {
    let current: Visit;
    afterEach(() => current.leave());

    async function enter() {
      current = await visit(pages().browser, pages().base);
      const { page } = current;
      const keys = keyboardOf(page);
      await keys.activate(page.locator('.person-card').first());
      const bar = await sidebarOf(page);
      return {
        page,
        keys,
        bar,
        button: (name: string | RegExp) => bar.getByRole('button', { name }).first(),
      };
    }
    const told = (bar: Frame) => bar.locator('[data-testid=announcer]').innerText();
    const focused = (bar: Frame) => bar.evaluate<string>('document.activeElement.className');

    it('R89: an agent asks, opens the source and comes back in six keys at most', async () => {
      const { page, keys, bar } = await enter();
      const question = (await bar.locator('.suggestion').first().textContent()) ?? '';
      const before = keys.presses();
      // Closed, then opened again: the question has the focus, as with the button of a workplace.
      await keys.press('Control+Shift+A');
      if (!(await page.locator('sourcier-sidebar').isVisible())) await keys.press('Control+Shift+A');
      await expect.poll(() => bar.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
      await keys.type(question);
      await keys.press('Enter');
      await expect.poll(() => told(bar)).toMatch(/^Réponse terminée/);
      await keys.press('Alt+1');
      await page.locator('mark.cited').first().waitFor();
      await keys.press('Escape');
      await expect.poll(() => focused(bar)).toBe('citation');
      expect(keys.presses() - before).toBeLessThanOrEqual(6);
    });

    it('R89: an agent says what an answer was worth, runs a task, and keeps house among conversations', async () => {
      const { page, keys, bar, button } = await enter();
      await keys.activate(page.locator('.skip-link').nth(1));
      await keys.activate(bar.locator('.suggestion').first());
      await bar.locator('.feedback').waitFor();

      await keys.activate(button('Pas utile'));
      await keys.activate(bar.getByRole('checkbox', { name: 'C’est incomplet' }), 'Space');
      await keys.activate(button('Envoyer les précisions'));
      await expect.poll(() => told(bar)).toContain('Votre avis est enregistré');

      await keys.tabTo(bar.getByRole('textbox', { name: 'Votre question' }));
      await keys.press('/');
      await keys.activate(bar.getByRole('checkbox').first(), 'Space');
      await bar.getByText('1 document choisi').waitFor();
      await keys.activate(bar.getByRole('radio', { name: /^Résumer/ }), 'ArrowDown');
      // What cannot be done without a model is gone past.
      await expect.poll(() => bar.getByRole('radio', { name: /^Extraire/ }).isChecked()).toBe(true);
      await keys.press('Escape');
      await expect.poll(() => bar.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');

      await keys.press('Alt+Shift+H');
      await keys.activate(button(/^Renommer la conversation/));
      await expect.poll(() => bar.evaluate('document.activeElement.tagName')).toBe('INPUT');
      await keys.press('Control+A');
      await keys.type('Nommée sans souris');
      await keys.press('Enter');
      await bar.getByText('Nommée sans souris').waitFor();
      await keys.activate(button('Supprimer la conversation « Nommée sans souris »'));
      await keys.activate(bar.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }));
      await expect.poll(() => told(bar)).toContain('Conversation supprimée');
      await expect.poll(() => bar.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    });
  });
}
