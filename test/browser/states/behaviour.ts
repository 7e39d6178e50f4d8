import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../support/looks.ts';
import { enterDemo, saveScreenshot, type Visit, visit } from '../../support/visit.ts';
import { providers } from '../an-answer-stream.ts';
import type { Pages } from '../pages.ts';
import { startHeldStreams } from './held-streams.ts';
import { sidebarStates } from './sidebar-states.ts';
import { createStage, type Stage } from './stage.ts';

/** Each state of the sidebar in each look: the way to a state is walked once, in one visit for all of them. */
export function states(pages: () => Pages): void {
  describe('the sidebar in every state, theme and width', () => {
    let current: Visit;
    let stage: Stage;
    let streams: Awaited<ReturnType<typeof startHeldStreams>>;
    beforeAll(async () => {
      streams = await startHeldStreams();
      current = await visit(pages().browser, pages().base);
      const { page } = current;
      // Where somebody can be asked, every task is offered.
      await page.route('**/v1/providers*', (route) => route.fulfill({ json: { providers } }));
      stage = createStage(page, await enterDemo(page), streams);
      // On narrow screens documents and assistant take turns.
      await page.setViewportSize({ width: 320, height: 700 });
      await page.locator('.pane-switch').getByRole('button', { name: 'Assistant' }).click();
      // Somebody who has asked before: what is kept is there to be looked at.
      await stage.startOver();
      await stage.askSuggested();
    });
    afterAll(async () => {
      await streams?.close();
      await current?.leave();
    });

    it.each(Object.entries(sidebarStates))('R91 R92: nothing stands in the way: %s', async (name, show) => {
      await stage.startOver();
      await show(stage);
      await saveScreenshot(stage.page, name.replaceAll(/\W+/g, '-'));
      expect(await findingsOf(stage.page, stage.bar)).toEqual([]);
    });

    it('R91: where the system chooses the colours, what has the focus, is pressed or is quoted still shows', async () => {
      const { page, bar } = stage;
      await stage.startOver();
      await stage.tell({}, '');
      await stage.askSuggested();
      await stage.press('Pas utile');
      await stage.see('.reasons');
      await page.emulateMedia({ forcedColors: 'active' });
      const styleOf = (selector: string, name: string) =>
        bar.evaluate<string>(
          `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue(${JSON.stringify(name)})`,
        );
      const ground = 'background-color';
      expect(await styleOf('.feedback [aria-pressed=true]', ground)).not.toBe(
        await styleOf('.feedback [aria-pressed=false]', ground),
      );
      await page.keyboard.press('Tab');
      expect(await styleOf(':focus', 'outline-style')).toBe('solid');
      await bar.locator('.answer .citation').first().click();
      await stage.see('.source-screen .cited');
      expect(await styleOf('.cited', ground)).not.toBe(await styleOf('.source-screen', ground));
      await saveScreenshot(page, 'forced-colors');
      await page.emulateMedia({ forcedColors: 'none' });
    });
  });
}
