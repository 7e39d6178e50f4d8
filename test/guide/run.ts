/**
 * Takes the pictures of docs/guide.fr.md: `npm run guide -- [--data FOLDER] [name…]`, all of them unless some are named. The demo as `npm start`
 * serves it, with a model that answers by heart, in the Chromium of this machine.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Frame, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { createApiClient } from '../support/api-client.ts';
import { startDemo } from '../support/demo-server.ts';
import { startProviderServer } from '../support/providers/server.ts';
import { enterDemo, launchBrowser, missingBrowser } from '../support/visit.ts';
import { scriptedModel } from './scripted-model.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'images', 'guide');
const { values, positionals: wanted } = parseArgs({
  options: { data: { type: 'string' } },
  allowPositionals: true,
});
const administrator = /Farid Benhamou/;

if (missingBrowser !== null) throw new Error(missingBrowser);
await mkdir(folder, { recursive: true });
const model = await startProviderServer('generic');
model.reply = scriptedModel;
const settings = {
  EMBEDDINGS: 'none',
  LLM_BASE_URL: model.baseUrl,
  LLM_MODEL: 'chat-model',
  LLM_TRUST: 'secnumcloud',
  PROVIDER_PRIVATE_NETWORKS: '127.0.0.0/8',
};
const demo = await startDemo(settings, values.data);
const browser = await launchBrowser();
try {
  await pictureAgents();
  await pictureSpaces();
  await pictureConsole();
} finally {
  await browser.close();
  await demo.stop();
  await model.close();
}

/** Keeps a picture in few colours, which is sharp for text and small. */
async function keep(name: string, what: Page | Locator): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const taken = await what.screenshot({ animations: 'disabled', caret: 'hide' });
  const { size } = await sharp(taken)
    .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`));
  console.log(`${name}.png: ${Math.round(size / 1_000)} kB`);
}

async function pageOf(path: string, options: Parameters<typeof browser.newContext>[0] = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1240, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${demo.address}${path}`);
  return page;
}

async function ask(bar: Frame, question: string): Promise<void> {
  await bar.locator('textarea').fill(question);
  await bar.locator('textarea').press('Enter');
  await bar.locator('.turn').last().locator('.feedback').waitFor();
}

async function pictureAgents(): Promise<void> {
  const page = await pageOf('/');
  const bar = await enterDemo(page);
  const pane = page.locator('.assistant');
  const press = (name: string | RegExp) => bar.getByRole('button', { name }).first().click();
  await page.locator('.space-button', { hasText: 'Ressources humaines' }).click();
  await ask(bar, 'Combien de jours de télétravail par semaine ?');
  await page.mouse.move(0, 0);
  await keep('question', page);
  await bar.locator('.answer .citation').first().click();
  await page.locator('mark.cited').first().waitFor();
  await keep('source', page);
  await page.keyboard.press('Escape');

  await press('Nouvelle conversation');
  await ask(bar, 'Quel montant est versé par jour télétravaillé ?');
  await bar.locator('.doubts summary').click();
  await keep('verification', pane);
  await press('Pas utile');
  await bar.getByRole('checkbox', { name: 'C’est faux' }).waitFor();
  await keep('avis', pane);

  await press('Nouvelle conversation');
  await ask(bar, 'Quel est le numéro du vétérinaire de garde ?');
  await keep('introuvable', pane);
  await press('Historique');
  await bar.locator('.conversation').first().waitFor();
  await keep('historique', pane);
  await page.keyboard.press('Escape');
  await bar.locator('textarea').press('/');
  await bar.getByRole('radio', { name: /^Comparer/ }).check({ force: true });
  for (const at of [0, 1]) await bar.getByRole('checkbox').nth(at).check({ force: true });
  await keep('taches', pane);
  await page.context().close();

  const phone = await pageOf('/', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    hasTouch: true,
    deviceScaleFactor: 1.5,
  });
  const held = await enterDemo(phone);
  await phone.locator('.pane-switch').getByRole('button', { name: 'Assistant' }).click();
  await ask(held, 'Combien de jours de télétravail par semaine ?');
  await keep('telephone', phone);
  await phone.context().close();
}

/** The page of who looks after spaces: the demo names nobody, so the page is told somebody, and the server lets an administrator. */
async function pictureSpaces(): Promise<void> {
  const page = await pageOf('/console/');
  const roles = { admin: false, auditor: false, owner: false };
  const animates = [{ id: 'rh', title: '' }];
  await page.route('**/v1/me', async (route) => {
    const told = await (await route.fetch()).json();
    await route.fulfill({ json: { ...told, ...roles, animates } });
  });
  await page.getByRole('button', { name: administrator }).click();
  await page.getByRole('button', { name: /^Exclure de l’assistant/ }).waitFor();
  await keep('espaces', page);
  await page.context().close();
}

async function pictureConsole(): Promise<void> {
  const page = await pageOf('/console/');
  await page.getByRole('button', { name: administrator }).click();
  const open = async (hash: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    // The page that was there is gone by then, and the next one may still be on its way.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await page.locator('main h1').waitFor();
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
    const close = page.getByRole('region', { name: 'C’est fait' }).getByRole('button', { name: 'Fermer' });
    if (await close.isVisible()) await close.click();
    await page.evaluate('document.activeElement.blur(), scrollTo(0, 0)');
  };
  const field = (label: string) =>
    page.getByLabel(new RegExp(`^${label}( \\(obligatoire\\))?$`)).and(page.locator('input, select'));
  await page.locator('h1').waitFor();
  await open('#/overview');
  await keep('ensemble', page);

  const id = `essai-${Date.now().toString(36)}`;
  await open('#/models/new');
  await field('Identifiant').fill(id);
  await field('Nom affiché').fill('Modèle de la démonstration');
  await field('Adresse').fill(model.baseUrl);
  await field('Clé').fill('sk-demonstration');
  await field('Niveau de confiance').selectOption('on-premises');
  await field('Réponses').fill('chat-model');
  await field('Entrée \\(€\\)').fill('100');
  await field('Sortie \\(€\\)').fill('200');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Tester la connexion' }).click();
  await page.getByText(/Dernier test le/).waitFor();
  await page.getByRole('button', { name: 'Fermer' }).click();
  await page.getByRole('heading', { name: 'Tester la connexion' }).evaluate((one) => one.scrollIntoView());
  await keep('modeles', page);
  const anybody = createApiClient(demo.address, null);
  const { token } = (await anybody.post('/v1/demo/sessions', { user: 'farid' })).body as { token: string };
  const api = createApiClient(demo.address, token);
  const question = 'Combien de jours de télétravail par semaine ?';
  for (const asked of [question, `${question} Et à Bellerive ?`])
    await api.post('/v1/ask', { question: asked, provider: id, stream: false });

  await open('#/policy');
  await keep('confidentialite', page);
  await open('#/costs');
  await keep('couts', page);
  await open('#/unread');
  await keep('non-lus', page);
  const { body } = await api.get('/v1/documents?space=cabinet');
  const [document] = (body as { documents: readonly { id: string }[] }).documents;
  await open(`#/access/malik/${document?.id}`);
  await page.getByRole('button', { name: 'Expliquer' }).click();
  await page.getByRole('heading', { name: 'Verdict' }).waitFor();
  await keep('acces', page);
  // Its server ends with this command.
  await api.delete(`/v1/admin/providers/${id}`);
  await page.context().close();
}
