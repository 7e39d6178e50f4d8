import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient, eventually } from '../support/api-client.ts';
import { type DemoServer, startDemo } from '../support/demo-server.ts';
import { keyboardOf } from '../support/keyboard.ts';
import { barriersOf, findingsOf } from '../support/looks.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { smallModel } from '../support/providers/small-model.ts';
import { launchBrowser, missingBrowser } from '../support/visit.ts';

/** The administrators' console in a real browser, over the demo as `npm start` serves it. */
const title = missingBrowser === null ? 'console' : `console (skipped: ${missingBrowser})`;

/** Who has which role in the demo, and the pages that open to them. */
const administrator = 'Farid Benhamou';
const nobody = 'Théo Jalabrac';

describe.skipIf(missingBrowser !== null)(title, { timeout: 120_000 }, () => {
  let demo: DemoServer;
  let model: ProviderServer;
  let browser: Browser;
  let page: Page;
  /** The administrator's, which tests share: to open one takes two seconds of processor. */
  let inside: Page | null = null;
  let keys: ReturnType<typeof keyboardOf>;
  /** Complaints of the browser, and requests that left for another origin. */
  let complaints: string[];

  beforeAll(async () => {
    model = await startProviderServer('generic');
    model.reply = smallModel;
    demo = await startDemo({ PROVIDER_PRIVATE_NETWORKS: '127.0.0.0/8' });
    browser = await launchBrowser();
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await model?.close();
  });
  afterEach(async ({ task }) => {
    if (page !== inside || task.result?.state === 'fail') {
      await page.context().close();
      if (page === inside) inside = null;
    }
    expect(complaints, 'R38, R41: content policy, scripts, requests to another origin').toEqual([]);
  });

  /** `roles`: what the page is told of who is there, in place of some of what the server says. */
  async function open(options: BrowserContextOptions = {}, roles: object | null = null): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    keys = keyboardOf(page);
    complaints = [];
    const complain = (text: string) => complaints.push(text);
    page.on('pageerror', (error) => complain(error.message));
    page.on('dialog', (dialog) => complain(`dialog: ${dialog.message()}`));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complain(message.text());
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(demo.address).origin) complain(request.url());
    });
    if (roles !== null)
      await page.route('**/v1/me', async (route) => {
        const told = await (await route.fetch()).json();
        await route.fulfill({ json: { ...told, ...roles } });
      });
    await page.goto(`${demo.address}/console/`);
  }

  /** The page on which the administrator has signed in, by keyboard, loaded anew: nothing is said or open on it. */
  async function openAsAdministrator(): Promise<void> {
    if (inside === null) {
      await open();
      inside = page;
      await press(button(new RegExp(administrator)));
    } else {
      page = inside;
      keys = keyboardOf(page);
      complaints = [];
      await page.goto('about:blank');
      await page.goto(`${demo.address}/console/`);
    }
    await page.getByRole('navigation').getByRole('link').first().waitFor();
  }

  const press = (target: Locator) => keys.activate(target);

  async function type(label: string, text: string): Promise<void> {
    await keys.tabTo(field(label));
    await keys.type(text);
  }

  const field = (label: string) =>
    page
      .getByLabel(new RegExp(`^${label.replace(/[()]/g, '\\$&')}( \\(obligatoire\\))?$`))
      .and(page.locator('input, select'));
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  const focused = () => page.evaluate<string>('document.activeElement.textContent');

  async function ask(question: string): Promise<unknown> {
    const anybody = createApiClient(demo.address, null);
    const { token } = (await anybody.post('/v1/demo/sessions', { user: 'farid' })).body as { token: string };
    const reply = await createApiClient(demo.address, token).post('/v1/ask', { question, stream: false });
    return (reply.body as { outcome?: unknown }).outcome;
  }

  it('R89: by keyboard alone an administrator adds a provider, tests it, chooses it, and sees what it costs', async () => {
    await openAsAdministrator();
    await press(link('Modèles'));
    await press(link('Ajouter un fournisseur'));
    await heading('Ajouter un fournisseur').waitFor();
    expect(await focused(), 'the heading takes the focus').toBe('Ajouter un fournisseur');

    await type('Type de fournisseur', 'Autre');
    await type('Identifiant', 'essai');
    await type('Nom affiché', 'Modèle d’essai');
    await type('Adresse', model.baseUrl);
    await type('Clé', 'sk-essai');
    await type('Niveau de confiance', 'Chez');
    await type('Réponses', 'chat-model');
    await type('Entrée (€)', '100');
    await type('Sortie (€)', '200');
    await press(button('Enregistrer'));

    await heading('Modèle d’essai').waitFor();
    await press(button('Tester la connexion'));
    const probe = page.getByRole('row', { name: /Réponse courte/ });
    expect(await probe.innerText()).toContain('réussi');
    await page.getByText(/Dernier test le/).waitFor();
    expect(await focused(), 'what was pressed keeps the focus').toBe('Tester la connexion');
    await type('Nom affiché', 'Autre nom');
    await page.getByText('Enregistrez d’abord').waitFor();
    const tester = page.getByRole('button', { name: 'Tester la connexion', exact: true });
    expect(await tester.isDisabled(), 'what is saved would be tested').toBe(true);
    expect(model.requests.at(-1)?.headers.authorization, 'the key reaches the provider alone').toBeDefined();
    expect(await page.content()).not.toContain('sk-essai');

    await press(link('Modèles'));
    await type('Pour l’organisation', 'Mod');
    await page.getByRole('region', { name: 'C’est fait' }).getByText('Le choix est enregistré.').waitFor();
    model.reply = ['La charte permet deux jours [1].'];
    await eventually(
      async () => (await ask('Combien de jours de télétravail par semaine ?')) === 'answered',
      {
        withinMs: 60_000,
        what: 'an answer of the chosen provider',
      },
    );

    await press(link('Coûts'));
    await heading('Coûts').waitFor();
    const row = page.getByRole('row', { name: /chat-model/ });
    expect(await row.innerText()).toMatch(/0,0\d+\s€/);
  });

  it('R89, R94: by keyboard alone an administrator excludes a space, and takes it back where the focus is', async () => {
    await openAsAdministrator();
    await press(link('Exposition'));
    const opener = button('Exclure de l’assistant : Cabinet de la maire');
    await press(opener);
    const dialog = page.getByRole('alertdialog', { name: /Exclure/ });
    expect(await focused(), 'the dialog proposes to do nothing').toBe('Annuler');
    // A failure leaves the keyboard where it is: it can be tried again, or left.
    const refused = { code: 'CONFLICT', title: 'Refusé.', status: 409, requestId: 'r' };
    await page.route('**/v1/admin/**', (route) =>
      route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 409, json: refused }),
    );
    await press(dialog.getByRole('button', { name: 'Exclure de l’assistant' }));
    await dialog.getByRole('alert').getByText('Refusé.').waitFor();
    expect(await focused()).toBe('Exclure de l’assistant');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await page.unroute('**/v1/admin/**');
    await press(opener);
    await press(dialog.getByRole('button', { name: 'Exclure de l’assistant' }));
    await page
      .getByText(/est exclu de l’assistant/)
      .first()
      .waitFor();
    await expect.poll(focused, { timeout: 10_000 }).toBe('Revenir en arrière');
    await page.keyboard.press('Enter');
    await page.getByText('C’est annulé').first().waitFor();
    await button('Exclure de l’assistant : Cabinet de la maire').waitFor();
    expect(await focused(), 'from the heading on').toBe('Exposition');
  });

  it('R89, R91: by keyboard alone an administrator saves questions, has two instructions tried on them, and reads what changed', async () => {
    model.reply = ['La charte permet deux jours [1].'];
    await openAsAdministrator();
    await press(link('Évaluations'));
    await press(page.getByText('Ajouter un jeu de questions'));
    await type('Identifiant', 'agents');
    await keys.tabTo(page.getByRole('textbox', { name: /^Questions/ }));
    await page.keyboard.insertText(
      [
        '{"suite":"agents","title":"Questions d’agents"}',
        '{"id":"tele","question":"Combien de jours de télétravail par semaine ?","answer":"deux jours"}',
        '{"id":"lune","question":"Quelle est la masse volumique du tungstène ?","abstain":true}',
      ].join('\n'),
    );
    await press(button('Enregistrer'));
    await link('Questions d’agents').waitFor();

    await press(link('Consignes'));
    await press(link('Répondre à une question'));
    // The last of the list in one step: a choice holds at once, so the letters of its name would choose others on the way.
    await keys.tabTo(field('Toute l’organisation'));
    await keys.press('End');
    await page.getByRole('region', { name: 'C’est fait' }).getByText('Le choix est enregistré.').waitFor();
    await press(button('Revenir en arrière'));
    await page.getByText('C’est annulé').first().waitFor();
    await expect.poll(() => field('Toute l’organisation').inputValue()).toBe('');
    expect(await findingsOf(page, page.mainFrame()), 'instruction').toEqual([]);
    await press(button('Essayer'));

    await heading('Comparaison').waitFor();
    await page.getByText('Rien ne s’est dégradé').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByText('terminée').count(), { timeout: 60_000 }).toBe(2);
    const answers = page.getByRole('table', { name: 'Réponses côte à côte' });
    await expect
      .poll(() => answers.getByRole('row').count(), { message: 'a heading, two questions' })
      .toBe(3);
    expect(await findingsOf(page, page.mainFrame()), 'comparison').toEqual([]);
    await press(page.getByText('Voir les chiffres'));
    await page.getByRole('table', { name: /^Écarts/ }).waitFor();

    await press(link('Toutes les évaluations'));
    await press(page.getByRole('table', { name: 'Évaluations lancées' }).getByRole('link').first());
    await page.getByRole('img', { name: /^Moyenne de chaque mesure/ }).waitFor();
    expect(await findingsOf(page, page.mainFrame()), 'run').toEqual([]);

    await press(link('Toutes les évaluations'));
    await press(page.getByText('Lancer une évaluation'));
    await type('Mesure', 'recherche');
    await type('Au nom de', 'un groupe');
    await keys.tabTo(page.getByRole('combobox', { name: /^Groupe/ }));
    await keys.type('achats');
    await page.getByRole('option', { name: /commission-achats/ }).waitFor();
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await press(button('Lancer'));
    await page.getByText('1 évaluation est lancée.').first().waitFor();
    await page.getByRole('cell', { name: 'groupe commission-achats' }).first().waitFor();
  });

  it('tells somebody without a role that the console is not for them', async () => {
    await open();
    await button(new RegExp(nobody)).click();
    await heading('Cette console ne vous est pas ouverte').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  it('R07: tells who is no longer known that the session has ended, and shows nothing more', async () => {
    await open();
    await button(new RegExp(administrator)).click();
    await heading('Vue d’ensemble').waitFor();
    // The server refuses what comes from now on, as after a logout.
    await page.route('**/v1/admin/**', (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer ended' } }),
    );
    await link('Journal').click();
    await heading('Se connecter').waitFor();
    await page.getByText('Votre session est terminée.').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await findingsOf(page, page.mainFrame()), 'signing in').toEqual([]);
  });

  it('R89: by keyboard alone, who looks after a space takes it from the assistant and gives it back', async () => {
    // The demo's workplace names nobody for its spaces. The server lets administrators do it, the page shows it as to animators.
    await open({}, { admin: false, auditor: false, owner: false, animates: [{ id: 'cabinet', title: '' }] });
    await press(button(new RegExp(administrator)));
    await heading('Mes espaces').waitFor();
    await press(button('Exclure de l’assistant : Cabinet de la maire'));
    await press(page.getByRole('alertdialog').getByRole('button', { name: 'Exclure de l’assistant' }));
    await press(button('Rouvrir à l’assistant : Cabinet de la maire'));
    await page
      .getByText(/est rouvert à l’assistant/)
      .first()
      .waitFor();
  });

  it('R89: by keyboard alone an owner gives a role, and takes it back', async () => {
    await openAsAdministrator();
    await press(link('Rôles'));
    await heading('Rôles').waitFor();
    const box = page.getByRole('checkbox', { name: /Claire Montagnac/ }).first();
    await keys.activate(box, 'Space');
    await expect.poll(() => box.isChecked()).toBe(true);
    await press(button('Revenir en arrière'));
    await expect.poll(() => box.isChecked()).toBe(false);
  });

  it('says the rule of a field in words, before it asks whether to destroy', async () => {
    await openAsAdministrator();
    await press(link('Conservation'));
    await type('Jours', '9999');
    await page.getByText('Un nombre entier de jours, de 1 à 3650.').waitFor();
    expect(await button('Enregistrer').first().isDisabled()).toBe(true);
    await press(link('Modèles'));
    await press(link('Ajouter un fournisseur'));
    await type('Identifiant', 'Essai É');
    await press(button('Enregistrer'));
    await page.getByText('Des minuscules sans accent').waitFor();
    expect(await page.getByText('Ce champ est obligatoire.').count()).toBeGreaterThan(0);
  });

  it('forgets a verdict about an access once somebody else is chosen', async () => {
    await openAsAdministrator();
    await page.route('**/v1/admin/access/**', (route) =>
      route.fulfill({ json: { mayOpen: true, mayFind: false, steps: [] } }),
    );
    await page.evaluate('location.hash = "#/access/theo/note"');
    await press(button('Expliquer'));
    const verdict = page.getByRole('heading', { name: 'Verdict' });
    await verdict.waitFor();
    await keys.tabTo(page.getByRole('combobox', { name: /^Personne/ }));
    await keys.type('Claire');
    await page
      .getByRole('option', { name: /Claire/ })
      .first()
      .click();
    await expect.poll(() => verdict.count()).toBe(0);
    await page.unroute('**/v1/admin/access/**');
  });

  it('R89: two ways lead to every page: the menu, and a map that is linked from each', async () => {
    await openAsAdministrator();
    const hrefs = (links: Locator) => links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    await link('Plan de la console').click();
    await heading('Plan de la console').waitFor();
    const named = await hrefs(page.locator('main').getByRole('link'));
    expect(named).toEqual(await hrefs(page.getByRole('navigation').getByRole('link')));
    expect(named.length).toBeGreaterThan(15);
  });

  it('R91 R92: no page has a barrier in any theme and width, and a table stays one on narrow screens', {
    timeout: 300_000,
  }, async () => {
    await open();
    const look = async (place: string, part?: string) =>
      expect(await findingsOf(page, page.mainFrame(), part), place).toEqual([]);
    await button(new RegExp(nobody)).waitFor();
    await look('choice of a person');
    await button(new RegExp(nobody)).click();
    await heading('Cette console ne vous est pas ouverte').waitFor();
    await look('not for them');
    await button('Se connecter autrement').click();
    await button(new RegExp(administrator)).click();
    const links = page.getByRole('navigation').getByRole('link');
    await links.first().waitFor();
    const pages = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(pages.length).toBeGreaterThan(15);
    for (const address of [...pages, ...beside]) {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
      await page.locator('h1').waitFor();
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
      // What opens is looked at too.
      await page.evaluate('document.querySelectorAll("main details").forEach((one) => { one.open = true; })');
      // What is around is the same on each: it is looked at whole on the first.
      await look(address, address === pages[0] ? undefined : 'main');
    }

    await page.evaluate('location.hash = "#/exposure"');
    await button('Exclure de l’assistant : Cabinet de la maire').click();
    await page.getByRole('alertdialog').waitFor();
    await look('a question before an act');
    await page.keyboard.press('Escape');

    // No column hides: those that do not fit beside each other are cards.
    for (const [width, isCards] of [
      [1440, 'false'],
      [1000, 'true'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      const table = page.locator('.table-scroll').first();
      await expect.poll(() => table.getAttribute('data-cards')).toBe(isCards);
      const isScrolled =
        '((box) => box.scrollWidth > box.clientWidth)(document.querySelector(".table-scroll"))';
      expect(await page.evaluate(isScrolled)).toBe(false);
    }
    await page.setViewportSize({ width: 320, height: 700 });
    const roles = await rolesToReaders();
    expect(
      roles.filter((role) => ['table', 'row', 'columnheader', 'rowheader', 'cell'].includes(role)),
    ).toEqual(expect.arrayContaining(['table', 'row', 'columnheader', 'rowheader', 'cell']));
    await button('Menu').click();
    expect(await barriersOf(page.mainFrame()), 'the menu, open').toEqual([]);
  });

  /** Pages that the navigation does not name. */
  const beside = ['#/plan', '#/models/new', '#/sources/new', '#/nowhere'];

  /** The roles that the browser itself tells a screen reader: styles can take them from a table. */
  async function rolesToReaders(): Promise<readonly string[]> {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes.map(({ role }) => String(role?.value));
  }
});
