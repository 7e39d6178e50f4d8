import type { Frame, Page } from 'playwright-core';
import { usualLook } from '../../support/looks.ts';
import { anUnfoundAnswer, aProblem, type eventStream } from '../an-answer-stream.ts';
import type { startHeldStreams } from './held-streams.ts';

type Reply = ReturnType<typeof eventStream>;

/** What a state of the sidebar is reached with: few words each, so that another state is one line. */
export type Stage = ReturnType<typeof createStage>;

/** The sidebar of a page, between its states. */
export function createStage(
  page: Page,
  bar: Frame,
  streams: Pick<Awaited<ReturnType<typeof startHeldStreams>>, 'holding'>,
) {
  const field = () => bar.getByRole('textbox', { name: /^Votre question|^Your question/ });
  const press = (name: string | RegExp) => bar.getByRole('button', { name, exact: true }).first().click();
  const see = (selector: string) => bar.locator(selector).first().waitFor();
  const gone = (selector: string) => bar.locator(selector).first().waitFor({ state: 'detached' });
  const say = (text: string | RegExp) => bar.getByText(text).first().waitFor();
  const answers = (path: string | RegExp, given: Reply | { json: unknown }) =>
    page.route(path, (route) => route.fulfill(given));
  const ask = async (question = 'Combien de jours ?') => {
    await field().fill(question);
    await field().press('Enter');
    await see('.turn');
  };
  const answered = async () => {
    await see('.turn[aria-busy=false]');
    await see('.turn-actions, .problem, .answer .notice');
  };
  /** Asks, and is answered so. */
  const reply = async (given: Reply) => {
    await answers('**/v1/ask', given);
    await ask();
    await answered();
  };
  /** Tells the sidebar what its workplace shows, beside what it showed at first. */
  const tell = (context: Readonly<Record<string, unknown>>, handles = 'openCitation insertText createTask') =>
    page.evaluate(`{
      const sidebar = document.querySelector('sourcier-sidebar');
      window.shownFirst ??= sidebar.context;
      sidebar.setAttribute('handles', ${JSON.stringify(handles)});
      sidebar.context = { ...window.shownFirst, ...${JSON.stringify(context)} };
    }`);
  return {
    page,
    bar,
    field,
    press,
    see,
    say,
    answers,
    ask,
    tell,
    reply,
    /** Asks, and is refused so. */
    refuse: async (...problem: Parameters<typeof aProblem>) => {
      await answers('**/v1/ask', aProblem(...problem));
      await ask();
      await see('.problem');
    },
    /** What begins so, and goes no further. */
    hold: (path: string, { body }: Reply) =>
      page.route(path, (route) => route.continue({ url: streams.holding(body) })),
    /** A question of the demo, answered by the service. */
    askSuggested: async () => {
      await bar.locator('.suggestion').first().click();
      await see('.answer .citation');
      await see('.feedback');
    },
    openHistory: async () => {
      // With an answer the list is read anew.
      await reply(anUnfoundAnswer());
      await press('Historique');
      const search = bar.getByRole('searchbox');
      // It keeps its words from one opening to the next.
      if ((await search.count()) > 0) await search.fill('');
      await see('.conversation, .screen-body > .muted');
    },
    openTasks: async () => {
      await tell({ spaceId: 'rh' });
      await field().fill('');
      await field().press('/');
      await see('.task-documents .reason');
    },
    /** A conversation that has not begun, in the sidebar as it was. */
    startOver: async () => {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.context().setOffline(false);
      await usualLook(page);
      await page.mouse.move(0, 0);
      if ((await bar.locator('.overlay').count()) > 0) await page.keyboard.press('Escape');
      await gone('.overlay');
      await tell({ spaceId: null, documentId: null, locale: 'fr' });
      await press('Nouvelle conversation');
      await see('.suggestion');
      await field().fill('');
      // Whatever was last announced, as the card of a source, is gone.
      await gone('.source-card');
    },
  };
}
