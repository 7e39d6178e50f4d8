import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { openWorld, type World } from '../acceptance/world.ts';
import { freePort } from '../support/listen.ts';
import { barriersOf } from '../support/looks.ts';
import { type ProConnect, startProConnect } from '../support/proconnect.ts';
import { readConnection } from '../support/test-stores.ts';
import { expectNoAxeViolation, launchBrowser, missingBrowser, saveScreenshot } from '../support/visit.ts';

const title = missingBrowser === null ? 'sign-on' : `sign-on (skipped: ${missingBrowser})`;

/** The cookie of the session. */
const session = '__Host-sourcier';
const accounts = {
  adele: { given: 'Adèle', usual: 'Martin', email: 'a.martin@ormeval.example' },
  olga: { given: 'Olga', usual: 'Petit', email: 'o.petit@ormeval.example' },
  zoe: { given: 'Zoé', usual: 'Inconnue', email: 'zoe@ailleurs.example' },
};

/**
 * Signing in and out with a real browser, at a real provider of OpenID Connect of another site: `127.0.0.1` and `localhost` are
 * two sites, so that cookies go, or do not, as they do between two hosts.
 */
describe.skipIf(missingBrowser !== null)(title, { timeout: 180_000 }, () => {
  let world: World;
  let provider: ProConnect;
  let stranger: Server;
  let database: Database;
  let browser: Browser;
  let page: Page;
  let base: string;
  let complaints: string[];

  beforeAll(async () => {
    const port = await freePort();
    base = `http://localhost:${port}`;
    provider = await startProConnect({
      accounts,
      redirectUri: `${base}/v1/sign-in/callback`,
      logoutUri: `http://127.0.0.1:${port}/v1/sign-in/back-channel-logout`,
      home: `${base}/`,
      salt: 'navigateur',
    });
    stranger = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Ailleurs</h1>'),
    );
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    world = await openWorld({ PORT: `${port}`, PUBLIC_URL: base, ISSUER_PRIVATE_NETWORKS: '127.0.0.0/8' });
    const identities = (id: string) => [{ issuer: provider.issuer, subject: provider.subjectOf(id) }];
    await world.apply({
      organisation: 'ormeval',
      title: 'Ville d’Ormeval',
      users: ['adele', 'olga'],
      admins: ['adele'],
      people: { adele: { identities: identities('adele') }, olga: { identities: identities('olga') } },
      spaces: { mairie: { title: 'Vie municipale', members: ['org:ormeval'] } },
    });
    await world.cliJson(
      ...['issuer', 'add', 'proconnect', '--kind', 'oidc', '--profile', 'proconnect'],
      ...['--issuer', provider.issuer, '--audience', provider.client.id, '--public-name', 'ProConnect'],
      ...['--secret-file', await world.write('secret', `${provider.client.secret}\n`)],
    );
    [database, browser] = await Promise.all([
      openDatabase(await readConnection(world.dataFolder), { maxConnections: 1 }),
      launchBrowser(),
    ]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await database?.destroy();
    await world?.close();
    await provider?.close();
    stranger?.close();
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints, 'R38, R41: content policy and scripts').toEqual([]);
  });

  async function open(place: string, options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      locale: 'fr-FR',
      ...options,
    });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(new URL(place, base).href);
  }

  const service = () => page.getByRole('link', { name: 'Se connecter avec ProConnect' });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  const cookie = async () => (await page.context().cookies(base)).find(({ name }) => name === session);

  /** Presses Tab until the focus is there, then Enter. */
  async function press(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement))
        return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key does not lead to ${target}.`);
  }

  /** Goes where the button of the sign-in page leads, without that page: the first test comes by it. */
  async function signIn(account: keyof typeof accounts, place = '/console/#/audit'): Promise<void> {
    provider.desk.account = account;
    const { services } = (await (await fetch(`${base}/v1/sign-in/services`)).json()) as {
      services: readonly { readonly address: string }[];
    };
    await open(`${services[0]?.address}&${new URLSearchParams({ returnTo: place })}`);
    await page.waitForURL(`${base}${place}`);
  }

  it('R62, R89: by keyboard alone somebody signs in at another site, and comes back to the page they wanted', async () => {
    provider.desk.account = 'adele';
    await open('/console/#/audit');
    await heading('Se connecter').waitFor();
    expect(await page.content(), 'R14: no organisation is named').not.toMatch(/ormeval/i);
    await press(service());
    await heading('Journal').waitFor();
    expect(page.url()).toBe(`${base}/console/#/audit`);
    await page.getByText('Ville d’Ormeval').waitFor();
    expect(await cookie()).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
    expect(await page.evaluate('document.cookie'), 'no script sees it').toBe('');
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain(
      (await cookie())?.value,
    );
    // Who comes back later with the browser is still in.
    await page.reload();
    await heading('Journal').waitFor();
  });

  it.each([
    ['light and wide', {}],
    ['dark, at 320 px', { colorScheme: 'dark', viewport: { width: 320, height: 700 } }],
  ] as const)('R91: the sign-in pages have no barrier, %s', async (name, options) => {
    await open('about:blank', options);
    for (const place of ['/console/', '/sidebar/']) {
      await page.goto(`${base}${place}`);
      await service().waitFor();
      await expectNoAxeViolation(page, place);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await saveScreenshot(page, `sign-in ${place.replaceAll('/', '')} ${name}`);
    }
  });

  it('the assistant alone asks who it is, answers, and is left', async () => {
    await signIn('olga', '/sidebar/');
    await page.getByRole('textbox').waitFor();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    expect(await cookie()).toBeUndefined();
  });

  it('the link of the command line lets a person in where nobody signs in, for this tab, and leaves the address', async () => {
    await world.apply({
      organisation: 'solenne',
      users: ['ines'],
      admins: ['ines'],
      spaces: {
        notes: { title: 'Notes', members: ['org:solenne'] },
        actes: { title: 'Actes', members: ['org:solenne'] },
      },
    });
    await (await world.as('ines', 'solenne')).upload({ space: 'notes' }, 'Halle.md', 'La halle ouvre à 8 h.');
    const { stdout } = await world.cli('token', '--link', '--as', 'ines', '--org', 'solenne');
    await open(stdout.trim());
    await page.getByRole('textbox').waitFor();
    expect(page.url()).toBe(`${base}/sidebar/`);
    // No workplace shows a space: its documents are chosen here.
    await page.getByRole('textbox').fill('/');
    await page.getByText('les points d’un document').click();
    await page.getByLabel('Documents de l’espace').selectOption({ label: 'Notes' });
    await page.getByRole('checkbox', { name: 'Halle' }).waitFor();
    await expectNoAxeViolation(page, 'tasks alone');
    await saveScreenshot(page, 'tasks alone');
    await page.goto(`${base}/console/#/audit`);
    await heading('Journal').waitFor();
    await page.getByText('solenne').waitFor();
    await page.reload();
    await heading('Journal').waitFor();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await service().waitFor();
  });

  it('nobody is led by a link to ask in the name of another one, whose session it holds', async () => {
    await signIn('adele');
    await heading('Journal').waitFor();
    const token = (await cookie())?.value;
    await page.context().close();
    expect(token).toMatch(/^ss_/);
    await open(`/sidebar/#token=${token}`);
    await service().waitFor();
    expect(page.url()).toBe(`${base}/sidebar/`);
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(token);
  });

  it('R07: who signs out is signed out here and at the service, which asks who is there the next time', async () => {
    await signIn('adele');
    await heading('Journal').waitFor();
    const token = (await cookie())?.value;
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.locator('button[name=logout]').click();
    await page.waitForURL((url) => url.origin === base && url.pathname === '/');
    expect(await cookie()).toBeUndefined();
    const late = await fetch(`${base}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(late.status).toBe(401);

    provider.desk.account = 'olga';
    await page.getByRole('link', { name: 'Ouvrir la console d’administration' }).click();
    await service().click();
    await heading('Cette console ne vous est pas ouverte').waitFor();
  });

  it('R07: a session that ran out is told, nothing more is shown, and one goes on where one was', async () => {
    await signIn('adele');
    await heading('Journal').waitFor();
    await sql`update session set expires_at = now() - interval '1 hour' where org = 'ormeval'`.execute(
      database,
    );
    await page.getByRole('link', { name: 'Coûts' }).click();
    await heading('Se connecter').waitFor();
    await page.getByText('Votre session est terminée.').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await service().click();
    await heading('Coûts').waitFor();
  });

  it('R07: who logs out at the service, in another tab, is out here at their next act', async () => {
    await signIn('adele');
    await heading('Journal').waitFor();
    const tab = await page.context().newPage();
    await tab.goto(`${provider.issuer}/session/end`);
    await tab.locator('button[name=logout]').click();
    await tab.waitForLoadState('networkidle');
    const told = await page.request.get(`${base}/v1/me`);
    expect(told.status()).toBe(401);
    await page.getByRole('link', { name: 'Coûts' }).click();
    await page.getByText('Votre session est terminée.').waitFor();
  });

  it('R62: a page of another site changes nothing with the cookie of who is signed in', async () => {
    await signIn('adele');
    await heading('Journal').waitFor();
    expect(await cookie()).toBeDefined();
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
    const sent: { readonly path: string; readonly method: string; readonly cookie: string | undefined }[] =
      [];
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== base) return;
      void request
        .allHeaders()
        .then((headers) =>
          sent.push({ path: url.pathname, method: request.method(), cookie: headers['cookie'] }),
        );
    });
    await page.goto(elsewhere);
    const replies = await page.evaluate<string[]>(`Promise.all([
      fetch('${base}/v1/admin/sharing', { method: 'PUT', credentials: 'include', mode: 'cors', body: '{"allowed":false}', headers: { 'content-type': 'application/json' } }),
      fetch('${base}/v1/sign-out', { method: 'POST', credentials: 'include', mode: 'no-cors' }),
      fetch('${base}/v1/me', { credentials: 'include', mode: 'no-cors' }),
    ].map((reply) => reply.then((one) => one.type, () => 'failed')))`);
    expect(replies, 'nor does it see a reply').toEqual(['failed', 'failed', 'failed']);
    // A form, which the browser sends without asking and follows as a page.
    await page.evaluate(`(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '${base}/v1/sign-out';
      document.body.append(form);
      form.submit();
    })()`);
    await page.waitForURL(`${base}/v1/sign-out`);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['POST /v1/sign-out', 'GET /v1/me']),
    );
    for (const { cookie: given = '' } of sent) expect(given).not.toContain(session);

    await page.goto(`${base}/console/#/audit`);
    await heading('Journal').waitFor();
    const { allowed } = (await (await page.request.get(`${base}/v1/admin/sharing`)).json()) as {
      allowed: boolean;
    };
    expect(allowed).toBe(true);
  });

  it('R89, R91: by keyboard alone an administrator finds a person and a document by name, and learns why one sees the other', async () => {
    await signIn('adele', '/console/#/access');
    const uploaded = await page.request.post(`${base}/v1/documents`, {
      headers: { origin: base },
      multipart: {
        space: 'mairie',
        file: {
          name: 'tarifs.md',
          mimeType: 'text/markdown',
          buffer: Buffer.from('# Tarifs de l’Été\n\nDix euros.\n'),
        },
      },
    });
    expect(uploaded.status()).toBe(202);
    // Its title is known once it was read.
    const isNamed = async () =>
      JSON.stringify(await (await page.request.get(`${base}/v1/documents?q=ete%20tarifs`)).json());
    await expect.poll(isNamed, { timeout: 120_000, interval: 500 }).toContain('Tarifs de l’Été');
    const field = (name: string) => page.getByRole('combobox', { name: new RegExp(`^${name}`) });
    const option = (name: RegExp) => page.getByRole('option', { name });
    await field('Personne').focus();
    await page.keyboard.type('nobody at all');
    await page.getByText('Aucun nom ne correspond.').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('OLG');
    await option(/olga/).waitFor();
    // While a list is open, all else is hidden from readers of screens; Tab closes it before it goes there.
    const hiding = ['aria-hidden-focus', 'page-has-heading-one', 'region'];
    expect(await barriersOf(page.mainFrame(), 'all', { without: hiding })).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field('Personne').inputValue()).toBe('olga');
    expect(await field('Personne').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ete tarifs');
    await option(/Tarifs|tarifs/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await press(page.getByRole('button', { name: 'Expliquer' }));
    await page.getByText('La personne peut ouvrir le document.').first().waitFor();
    await page.getByText('l’organisation', { exact: false }).first().waitFor();

    // What was chosen is replaced by what is typed over it, whole; and left half-way, it is none.
    await field('Personne').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('ad');
    await option(/adele/).waitFor();
    expect(await field('Personne').inputValue()).toBe('ad');
    await page.keyboard.press('Escape');
    await press(page.getByRole('button', { name: 'Expliquer' }));
    await page.getByText('Choisissez dans la liste.').waitFor();
  });

  it('tells somebody whom the service knows and the organisation does not what to do', async () => {
    provider.desk.account = 'zoe';
    await open('/console/');
    await service().click();
    await page.getByText(provider.subjectOf('zoe')).waitFor();
    expect(await cookie()).toBeUndefined();
    await expectNoAxeViolation(page, 'account unknown');
  });
});
