import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../support/demo-server.ts';

/**
 * The workplace page in a real browser, over the demo as `npm start` serves it, or over another server that
 * `SOURCIER_BROWSER_URL` names (for example `test/support/web-fixture/main.ts`). Nothing here knows the documents: it asks
 * what the page suggests.
 */
let base = process.env.SOURCIER_BROWSER_URL ?? '';
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = existsSync(executablePath) ? null : `no Chromium at ${executablePath}`;
const title = missing === null ? 'workplace page' : `workplace page (skipped: ${missing})`;
const waitMs = 30_000;
const nonsense = 'Quel zorblax quintuple pour Kryptanoor ?';

/** A refusal, as the server writes them. */
function aProblem(status: number, code: string, problemTitle: string) {
  const body = JSON.stringify({ type: 'about:blank', title: problemTitle, status, code, requestId: 'r-1' });
  return { status, contentType: 'application/problem+json', body };
}

/** An answer of three claims, as it streams: one that its source says, one that it does not, one that it says in part. */
function aCheckedAnswer() {
  const parts = [
    { text: 'Deux points :', support: 'not-checked' },
    { text: '\n\n- deux jours par semaine au plus', support: 'supported' },
    {
      text: '\n- trois jours pour les cadres',
      support: 'unsupported',
      findings: [{ kind: 'duration', said: 'trois jours', instead: 'deux jours' }],
    },
    {
      text: '\n- après l’accord du maire de Vichy',
      support: 'partial',
      findings: [{ kind: 'name', said: 'Vichy' }],
    },
  ];
  let text = '';
  let stream = '';
  const send = (event: string, data: unknown) => {
    stream += `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  };
  const scope = { documents: 1, queued: 0, failed: 0, encrypted: 0, excluded: 0 };
  const made = { provider: 'essai', model: 'modele-essai' };
  send('meta', { conversationId: 'c', messageId: 'm', ...made, language: 'fr', scope });
  const sentences = parts.map(({ text: piece, ...checked }) => {
    const start = text.length + piece.search(/\S/);
    text += piece;
    send('text-delta', { text: piece });
    const verdict = { citations: [], ...checked, start, end: text.length };
    const sentence = piece.trim().replace(/^- /, '');
    send('verdict', { sentence, ...verdict });
    return { text: sentence, ...verdict };
  });
  const usage = { ...made, promptTokens: null, completionTokens: null, costEuro: null, timings: {} };
  send('done', {
    outcome: 'answered',
    answer: { text, language: 'fr', sentences },
    sources: [],
    notices: [],
    usage,
    conversationId: 'c',
    messageId: 'm',
  });
  return { status: 200, contentType: 'text/event-stream', body: stream };
}

/** Two who may be asked. */
const providers = [
  { id: 'essai', name: 'essai', model: 'modele-essai' },
  { id: 'commune', name: 'Commune de Bellerive', model: 'mistral-small' },
];

/** Keeps a picture for people where `SOURCIER_SCREENSHOTS` names a folder. */
async function saveScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SOURCIER_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

type Visit = {
  readonly page: Page;
  /** Complaints of the browser: violations of the content policy, scripts that failed. */
  readonly complaints: string[];
  /** Requests that left for another origin. */
  readonly strangers: string[];
};

describe.skipIf(missing !== null)(title, { timeout: 120_000 }, () => {
  let browser: Browser;
  let visit: Visit;
  let stopServer = async () => {};

  beforeAll(async () => {
    if (base === '') {
      const demo = await startDemo();
      base = demo.address;
      stopServer = demo.stop;
    }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await stopServer();
  });
  afterEach(async () => {
    await visit.page.context().close();
    expect(visit.complaints, 'content policy and scripts').toEqual([]);
    expect(visit.strangers, 'requests to another origin').toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(waitMs);
    visit = { page, complaints: [], strangers: [] };
    const { complaints, strangers } = visit;
    await page.addInitScript(
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
      if (protocol.startsWith('http') && origin !== new URL(base).origin) strangers.push(request.url());
    });
    await page.goto(base);
    return page;
  }

  const firstPerson = (page: Page) => page.locator('.person-card').first();
  const suggestion = (page: Page) => page.locator('.suggestion').first();
  const status = (page: Page) => page.getByRole('status');
  const field = (page: Page) => page.getByRole('textbox', { name: 'Votre question' });

  async function enter(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open(options);
    await firstPerson(page).click();
    await page.locator('.document-title').first().waitFor({ state: 'attached' });
    // Long lists start with their folders closed.
    await page.evaluate(
      'document.querySelectorAll(".folder details").forEach((one) => { one.open = true; })',
    );
    return page;
  }

  async function askSuggested(page: Page): Promise<void> {
    await suggestion(page).click();
    await page.locator('.answer .citation').first().waitFor();
    await page.locator('.sources').first().waitFor();
  }

  async function expectNoAxeViolation(page: Page, state: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const shown = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(shown, state).toEqual([]);
  }

  it('shows what the chosen person may open, and starts over for another person', async () => {
    const page = await enter();
    await askSuggested(page);
    const before = await page.locator('.person-button .person-name').innerText();
    const renewed = page.waitForRequest((request) => request.url().endsWith('/v1/demo/sessions'));
    await page.locator('.person-button').click();
    await page.getByRole('option').nth(1).click();
    await renewed;
    await page.locator('.document-title').first().waitFor();
    expect(await page.locator('.person-button .person-name').innerText()).not.toBe(before);
    expect(await page.locator('.turn').count()).toBe(0);
  });

  it('opens a document with its text, and closes it with Escape, back to where it was opened', async () => {
    const page = await enter();
    const row = page.locator('.document-row', { has: page.locator('[data-tone=good]') }).first();
    const opener = row.locator('.document-title');
    const name = await opener.innerText();
    await opener.click();
    await page.locator('.preview').waitFor();
    expect(await page.locator('.document > h2').innerText()).toBe(name);
    expect((await page.locator('.preview').innerText()).length).toBeGreaterThan(10);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Télécharger' }).click();
    expect((await download).suggestedFilename()).not.toBe('');
    await page.keyboard.press('Escape');
    expect(await page.locator('.document').count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe(name);
  });

  it('answers with citations that open the passage, highlighted and in view', async () => {
    const page = await enter();
    await askSuggested(page);
    const citation = page.locator('.answer .citation').first();
    expect(await citation.innerText()).toMatch(/^\[\d+\]$/);
    await citation.click();
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
    expect((await mark.innerText()).trim()).not.toBe('');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('citation');
  });

  it('R38 R91: shows a page as it was laid out, from our own server, and hides it again', async () => {
    const page = await enter();
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

  it('says that nothing was found, and where it looked', async () => {
    const page = await enter();
    await field(page).fill(nonsense);
    await page.keyboard.press('Enter');
    await page.getByText(/^Recherche dans \d/).waitFor();
    expect(await page.locator('.answer').last().innerText()).toMatch(/trouvé/);
    expect(await page.locator('.answer .citation').count()).toBe(0);
  });

  it('says what it understood of a question that leans on the one before', async () => {
    const page = await enter();
    await askSuggested(page);
    await page.getByText(/^Recherche comprise ainsi/).waitFor({ state: 'detached' });
    await field(page).fill('Et combien ça coûte ?');
    await page.keyboard.press('Enter');
    const understood = page.getByText(/^Recherche comprise ainsi : Et combien ça coûte \? \(.+\)$/);
    await understood.waitFor();
    expect(await understood.getAttribute('lang')).toBe('fr');
  });

  it('adds a file, follows it until it can be found, and deletes it', async () => {
    const page = await enter();
    const name = `essai${Date.now()}.txt`;
    const text = 'La brouette municipale est rangée au hangar numéro sept.';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('.upload', { hasText: `« ${name} » est trouvable` }).waitFor();
    const remove = page.getByRole('button', { name: new RegExp(`^Supprimer « .*${name.slice(0, -4)}`, 'i') });
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

  it('takes dropped files', async () => {
    const page = await enter();
    const name = `glisse${Date.now()}.txt`;
    const dropped = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File(["Texte posé."], "${name}")); return data; })()`,
    );
    await page.locator('.space').dispatchEvent('dragover', { dataTransfer: dropped });
    await page.getByText('Lâchez pour ajouter à cet espace').waitFor();
    await page.locator('.space').dispatchEvent('drop', { dataTransfer: dropped });
    await page.locator('.upload', { hasText: `« ${name} » est trouvable` }).waitFor();
    await page.getByRole('button', { name: new RegExp(`^Supprimer « .*${name.slice(0, -4)}`, 'i') }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
    await expect.poll(() => page.locator('.upload').count()).toBe(0);
  });

  it('signs again when a token is refused', async () => {
    const page = await open();
    let refusals = 0;
    await page.route('**/v1/spaces', (route) => {
      refusals += 1;
      return refusals > 1 ? route.continue() : route.fulfill(aProblem(401, 'TOKEN_INVALID', 'Jeton refusé.'));
    });
    let signatures = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/demo/sessions')) signatures += 1;
    });
    await firstPerson(page).click();
    await page.locator('.document-title').first().waitFor({ state: 'attached' });
    expect(signatures).toBeGreaterThanOrEqual(2);
  });

  it('can be stopped while it answers, by button and by Escape', async () => {
    const page = await enter();
    await page.route('**/v1/ask', () => undefined);
    for (const stop of [
      () => page.getByRole('button', { name: 'Arrêter' }).click(),
      () => field(page).press('Escape'),
    ]) {
      await field(page).fill('Une question sans fin ?');
      await page.keyboard.press('Enter');
      await page.locator('.turn[aria-busy=true]').waitFor();
      await expectNoAxeViolation(page, 'streaming');
      await stop();
      await expect.poll(() => status(page).innerText()).toContain('Réponse interrompue');
    }
    expect(await page.locator('.turn').count()).toBe(2);
  });

  it('R91 R92: marks sentences that the sources do not say, in words too, in light, dark and 320 px', async () => {
    for (const options of [
      {},
      { colorScheme: 'dark' as const },
      { viewport: { width: 320, height: 700 } },
    ] satisfies BrowserContextOptions[]) {
      const page = await enter(options);
      const switchTo = page.locator('.pane-switch').getByRole('button', { name: 'Assistant' });
      if (await switchTo.isVisible()) await switchTo.click();
      await page.route('**/v1/ask', (route) => route.fulfill(aCheckedAnswer()));
      await field(page).fill('Combien de jours ?');
      await page.keyboard.press('Enter');
      await page.locator('.turn[aria-busy=false]').waitFor();
      const marks = page.locator('.answer .support-mark');
      expect(await marks.evaluateAll((all) => all.map((one) => one.getAttribute('data-support')))).toEqual([
        'unsupported',
        'partial',
      ]);
      expect(await page.locator('.answer').innerText()).toContain(
        'à vérifier : non retrouvé dans les sources',
      );
      expect(await page.locator('.answer li').first().locator('.support-mark').count()).toBe(0);
      const legend = await page.locator('.legend').innerText();
      expect(legend).toContain('à vérifier : en partie seulement dans les sources');
      await page.getByText('Pourquoi ces 2 phrases sont marquées').click();
      expect(await page.locator('.reasons').innerText()).toContain(
        'la phrase dit « trois jours », la source « deux jours »',
      );
      await expectNoAxeViolation(page, `checked answer ${JSON.stringify(options)}`);
      await saveScreenshot(page, `checked-${options.colorScheme ?? options.viewport?.width ?? 'light'}`);
      await page.context().close();
    }
    await enter();
  });

  it('R90 R91: an error is announced, says what to do, and keeps to the rules', async () => {
    const page = await enter();
    await page.route('**/v1/ask', (route) =>
      route.fulfill(aProblem(502, 'MODEL_UNAVAILABLE', 'Le modèle de langue ne répond pas. <b>!</b>')),
    );
    await field(page).fill('Une question ?');
    await page.keyboard.press('Enter');
    await page.getByText('Le modèle de langue ne répond pas. <b>!</b>').first().waitFor();
    expect(await page.locator('.problem').innerText()).toContain('Réessayez dans une minute');
    expect(await status(page).innerText()).toContain('La réponse n’a pas pu être donnée');
    await expectNoAxeViolation(page, 'error');
    await page.unroute('**/v1/ask');
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.poll(() => page.locator('.turn[aria-busy=false]').count()).toBe(2);
  });

  it('keeps conversations: they reopen and can be deleted', async () => {
    const page = await enter();
    await askSuggested(page);
    await page.getByRole('button', { name: 'Nouvelle conversation' }).click();
    expect(await page.locator('.turn').count()).toBe(0);
    await page.locator('.conversations summary').click();
    const saved = page.locator('.conversation');
    await saved.first().waitFor();
    const count = await saved.count();
    await saved.first().locator('.conversation-button').click();
    await page.locator('.answer .citation').first().waitFor();
    await page.locator('.conversations summary').click();
    await expectNoAxeViolation(page, 'conversations');
    await saved
      .first()
      .getByRole('button', { name: /^Supprimer/ })
      .click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
    await expect.poll(() => saved.count()).toBe(count - 1);
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    expect(await page.locator('.turn').count()).toBe(0);
  });

  it('says what an answer was worth, with reasons, and takes it back', async () => {
    const page = await enter();
    await askSuggested(page);
    const useful = page.getByRole('button', { name: 'Utile', exact: true });
    const notUseful = page.getByRole('button', { name: 'Pas utile', exact: true });
    await useful.click();
    await expect.poll(() => useful.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.reasons').count()).toBe(0);
    await notUseful.click();
    await expect.poll(() => notUseful.getAttribute('aria-pressed')).toBe('true');
    expect(await useful.getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('checkbox', { name: 'C’est incomplet' }).check({ force: true });
    await page.getByRole('textbox', { name: 'Précisions (facultatif)' }).fill('Il manque une date.');
    await expectNoAxeViolation(page, 'reasons');
    const sent = page.waitForRequest('**/v1/feedback');
    await page.getByRole('button', { name: 'Envoyer les précisions' }).click();
    expect((await sent).postDataJSON()).toMatchObject({
      useful: false,
      reasons: ['incomplete'],
      comment: 'Il manque une date.',
    });
    await expect.poll(() => status(page).innerText()).toContain('Votre avis est enregistré');
    await expect.poll(() => page.locator('.reasons').count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Pas utile');
    await notUseful.click();
    await expect.poll(() => notUseful.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => status(page).innerText()).toContain('Votre avis est retiré');
  });

  it('tells the administrators what somebody should not see, after asking', async () => {
    const page = await enter();
    await askSuggested(page);
    const report = page.getByRole('button', { name: 'Je ne devrais pas voir ça' });
    await report.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await expectNoAxeViolation(page, 'report');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('devrais pas');
    await report.click();
    const sent = page.waitForRequest('**/v1/feedback');
    await dialog.getByRole('button', { name: 'Prévenir' }).click();
    expect((await sent).postDataJSON()).toMatchObject({ useful: false, reasons: ['should-not-see'] });
    await page.getByText('Signalé aux administrateurs.').first().waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
  });

  it('asks again: the earlier answer is folded away, here and when the conversation is reopened', async () => {
    const page = await enter();
    await askSuggested(page);
    await page.getByRole('button', { name: 'Reposer la question' }).click();
    const folded = page.locator('summary', { hasText: 'Réponse remplacée' });
    await folded.waitFor();
    expect(await page.locator('.turn').count()).toBe(2);
    await page.getByRole('button', { name: 'Nouvelle conversation' }).click();
    await page.locator('.conversations summary').click();
    await page.locator('.conversation .conversation-button').first().click();
    await folded.waitFor();
    expect([await folded.count(), await page.locator('.turn').count()]).toEqual([1, 2]);
    await folded.click();
    expect(await page.locator('.turn').first().locator('.answer .citation').first().isVisible()).toBe(true);
    await expectNoAxeViolation(page, 'asked again');
  });

  it.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['320 px', { viewport: { width: 320, height: 700 } }],
  ] as const)('R89 R91: asks again of whom the person chooses, by keyboard (%s)', async (name, options) => {
    const page = await enter(options);
    await page.route('**/v1/providers*', (route) => route.fulfill({ json: { providers } }));
    await page.route('**/v1/ask', (route) => route.fulfill(aCheckedAnswer()));
    const switchTo = page.locator('.pane-switch').getByRole('button', { name: 'Assistant' });
    if (await switchTo.isVisible()) await switchTo.click();
    await suggestion(page).click();
    const choice = page.locator('summary', { hasText: 'Choisir le fournisseur qui répond' });
    await choice.press('Enter');
    const other = page.getByRole('button', { name: 'Commune de Bellerive (mistral-small)' });
    await other.waitFor();
    expect(await page.locator('.providers li').first().textContent()).toMatch(/a donné cette réponse$/);
    await expectNoAxeViolation(page, `providers, ${name}`);
    // Opened at the end of the exchange, it is brought into view.
    expect(
      await page.evaluate(
        'document.elementFromPoint(...(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.querySelectorAll(".providers button")[1].getBoundingClientRect())).textContent',
      ),
    ).toContain('Commune');
    await saveScreenshot(page, `providers-${name.replace(' ', '-')}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('Commune');
    const asked = page.waitForRequest('**/v1/ask');
    await page.keyboard.press('Enter');
    expect((await asked).postDataJSON()).toMatchObject({ provider: 'commune', retryOf: expect.any(String) });
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
  });

  it('offers no choice where there is none', async () => {
    const page = await enter();
    await page.route('**/v1/providers*', (route) =>
      route.fulfill({ json: { providers: providers.slice(1) } }),
    );
    await askSuggested(page);
    await page.getByRole('button', { name: 'Reposer la question' }).waitFor();
    expect(await page.getByText('Choisir le fournisseur').count()).toBe(0);
  });

  it('renames, finds and exports a conversation', async () => {
    const page = await enter();
    await askSuggested(page);
    await page.locator('.conversations summary').click();
    const row = page.locator('.conversation').first();
    const rename = row.getByRole('button', { name: /^Renommer la conversation/ });
    await rename.click();
    const title = page.getByRole('textbox', { name: 'Titre de la conversation' });
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('INPUT');
    await expectNoAxeViolation(page, 'renaming');
    await title.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Renommer');
    await rename.press('Enter');
    const name = `Été ${Date.now()}`;
    await title.fill(name);
    await title.press('Enter');
    await row.getByText(name).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Renommer');
    const search = page.getByRole('searchbox', { name: 'Chercher dans les titres' });
    await search.fill(name.toLowerCase().replaceAll('é', 'e'));
    await expect.poll(() => page.locator('.conversation').count()).toBe(1);
    await search.fill('abracadabrantesque');
    await page.getByText('Aucune conversation n’a ces mots').waitFor();
    await expectNoAxeViolation(page, 'no such title');
    await search.press('Escape');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Exporter la conversation « ${name} »` }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${name}.md`);
    const written = await readFile(await file.path(), 'utf8');
    expect(written).toContain('Assistant IA, réponses à vérifier.');
    expect(written).toMatch(/- \\\[1\\\] /);
  });

  it('offers other ways to ask when nothing was found, and asks them', async () => {
    const page = await enter();
    await page.route('**/v1/ask', async (route) => {
      const body = await (await route.fetch()).text();
      const suggested = body.replace('"outcome":"not-found"', '$&,"suggestions":["congés des agents"]');
      await route.fulfill({ contentType: 'text/event-stream; charset=utf-8', body: suggested });
    });
    await field(page).fill(nonsense);
    await page.keyboard.press('Enter');
    const other = page.locator('.other-words').getByRole('button', { name: 'congés des agents' });
    await other.waitFor();
    await page.unroute('**/v1/ask');
    await expectNoAxeViolation(page, 'other words');
    await other.click();
    await expect.poll(() => page.locator('.asked').last().innerText()).toContain('congés des agents');
    await page.locator('.answer .citation').first().waitFor();
  });

  it('takes an answer up where it was when the connection is lost', async () => {
    const page = await enter();
    let cut = 0;
    await page.route('**/v1/ask', async (route) => {
      const whole = await (await route.fetch()).text();
      const events = whole.split('\n\n');
      cut = events.findIndex((event) => event.includes('event: text-delta'));
      await route.fulfill({
        contentType: 'text/event-stream; charset=utf-8',
        body: `${events.slice(0, cut).join('\n\n')}\n\n`,
      });
    });
    const resumed = page.waitForRequest(/\/messages\/[^/]+\/events$/);
    await askSuggested(page);
    expect((await resumed).headers()['last-event-id']).toMatch(/^\d+-0$/);
    await expect.poll(() => status(page).innerText()).toMatch(/^Réponse terminée/);
    expect(await page.locator('.problem').count()).toBe(0);
  });

  it('R38 R39 R40 R42: markup in names, titles and answers stays text', async () => {
    const page = await enter();
    const name = '"><img src=x onerror=alert(1)><svg onload=alert(2)>.txt';
    const text = 'Voir ![x](https://evil.example/a.png) <script>alert(3)</script> pour le zinnia.';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('.upload', { hasText: 'est trouvable' }).waitFor();
    await field(page).fill('Que faut-il voir pour le zinnia ? <img src=x onerror=alert(4)>');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.turn[aria-busy=false]').count()).toBe(1);
    const row = page.locator('.document-row', { hasText: 'onerror=alert(1)' });
    await row.first().locator('.document-title').click();
    await page.locator('.preview').waitFor();
    expect(await page.locator('.preview').innerText()).toContain('<script>alert(3)</script>');
    expect(
      await page
        .locator('#root :is(img, iframe, object, embed, style, script, svg, [srcset], a:not(.skip-link))')
        .count(),
    ).toBe(0);
    await page.keyboard.press('Escape');
    for (const button of (await row.getByRole('button', { name: /^Supprimer/ }).all()).slice(0, 1)) {
      await button.click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
    }
  });

  it('R89: keyboard only, from the choice of a person to a passage and back', async () => {
    const page = await open();
    await firstPerson(page).waitFor();
    const tabTo = async (selector: string) => {
      for (let steps = 0; steps < 200; steps++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`${selector} cannot be reached with Tab`);
    };
    await tabTo('.person-card');
    await page.keyboard.press('Enter');
    await page.locator('.document-title').first().waitFor();
    await page.evaluate('document.activeElement.blur()');
    await tabTo('.skip-link[href="#assistant-title"]');
    expect(await page.locator('.skip-link:focus').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo('textarea');
    const outline = await page.evaluate(
      '(({ outlineStyle, outlineWidth }) => outlineStyle + outlineWidth)(getComputedStyle(document.activeElement))',
    );
    expect(outline).toBe('solid3px');
    await page.keyboard.type((await suggestion(page).innerText()).trim());
    await page.keyboard.press('Shift+Enter');
    expect(await field(page).inputValue()).toContain('\n');
    await page.keyboard.press('Enter');
    await page.locator('.answer .citation').first().waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.locator('.sources').first().waitFor();
    await page.evaluate('document.querySelector("#assistant-title").focus()');
    await tabTo('.citation');
    await page.keyboard.press('Enter');
    await page.locator('mark.cited').first().waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('cited');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('citation');
  });

  it('R90: announces the start and the end of an answer, and no word of it', async () => {
    const page = await enter();
    await page.evaluate(
      'window.told = []; new MutationObserver(() => window.told.push(document.querySelector("[role=status]").textContent.trim()))' +
        '.observe(document.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true })',
    );
    await askSuggested(page);
    await expect.poll(() => status(page).innerText()).toMatch(/^Réponse terminée, \d+ sources?/);
    const told = (await page.evaluate('window.told')) as string[];
    expect(told.filter((sentence) => sentence !== '')).toHaveLength(2);
    expect(told[0]).toBe('Réponse en cours');
    expect(await page.locator('[aria-live]:not([role=status])').count()).toBe(0);
  });

  it('R91: axe finds nothing in any state, in light, dark, 320 px and 200 %', async () => {
    const looks: Record<string, BrowserContextOptions> = {
      light: {},
      dark: { colorScheme: 'dark' },
      '320 px': { viewport: { width: 320, height: 700 } },
      '200 %': { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
    };
    for (const [look, options] of Object.entries(looks)) {
      const page = await open({ ...options, reducedMotion: 'reduce' });
      await firstPerson(page).waitFor();
      await expectNoAxeViolation(page, `${look}, choice of a person`);
      await firstPerson(page).click();
      await page.locator('.document-title').first().waitFor();
      await expectNoAxeViolation(page, `${look}, documents`);
      const switchTo = page.locator('.pane-switch').getByRole('button', { name: 'Assistant' });
      if (await switchTo.isVisible()) await switchTo.click();
      await expectNoAxeViolation(page, `${look}, empty assistant`);
      await askSuggested(page);
      await expectNoAxeViolation(page, `${look}, answered`);
      await page.getByRole('button', { name: 'Pas utile', exact: true }).click();
      await page.locator('.reasons').waitFor();
      await page.locator('.conversations summary').click();
      await page.locator('.conversation').first().waitFor();
      await expectNoAxeViolation(page, `${look}, reasons and conversations`);
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(wide, `${look}: nothing to scroll sideways beside conversations`).toBe(false);
      await page.locator('.conversations summary').click();
      await page.locator('.answer .citation').first().click();
      await page.locator('mark.cited').first().waitFor();
      await expectNoAxeViolation(page, `${look}, document open`);
      const overflow = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(overflow, `${look}: nothing to scroll sideways`).toBe(false);
      await page.context().close();
    }
  });

  it('R91: obeys reduced motion and keeps targets at 24 px or more', async () => {
    const page = await enter({ reducedMotion: 'reduce' });
    await askSuggested(page);
    await page.getByRole('button', { name: 'Pas utile', exact: true }).click();
    await page.locator('.reasons').waitFor();
    await page.locator('.conversations summary').click();
    const small =
      await page.evaluate(`[...document.querySelectorAll('button, summary, label:has(input), textarea')]
      .filter((e) => e.checkVisibility() && !e.closest('.visually-hidden'))
      .map((e) => [e.className || e.tagName, e.getBoundingClientRect()])
      .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(([name, box]) => name + ' ' + box.width + '×' + box.height)`);
    expect(small).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe('auto');
  });

  it('R92 R93: languages, landmarks, skip links and the notice about the assistant', async () => {
    const page = await enter();
    expect(await page.getAttribute('html', 'lang')).toBe('fr');
    for (const role of ['banner', 'main'] as const) {
      expect(await page.getByRole(role).count(), role).toBe(1);
    }
    expect(await page.getByRole('region', { name: 'Assistant' }).count()).toBe(1);
    expect(await page.locator('.skip-link').count()).toBe(2);
    expect(await page.getByText('Assistant IA, réponses à vérifier').first().isVisible()).toBe(true);
    await askSuggested(page);
    expect(await page.locator('.source-quote:not([lang])').count()).toBe(0);
    expect(await page.locator('.maker').innerText()).toMatch(/sans modèle de langue|Modèle :/);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.getByText('AI assistant, check its answers').first().isVisible()).toBe(true);
  });
});
