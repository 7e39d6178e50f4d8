import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { type Browser, createBrowser } from '../support/browser.ts';
import { freePort } from '../support/listen.ts';
import { type ProConnect, startProConnect } from '../support/proconnect.ts';
import { readConnection } from '../support/test-stores.ts';
import { problem } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const session = '__Host-sourcier';
const accounts = {
  alice: { given: 'Alice', usual: 'Martin', email: 'a.martin@ormeval.example' },
  bruno: { given: 'Bruno', usual: 'Petit', email: 'b.petit@ormeval.example' },
  zoe: { given: 'Zoé', usual: '<b>Inconnue</b>', email: 'zoe@ailleurs.example' },
};

describe('signing in by ProConnect', () => {
  let world: World;
  let first: ProConnect;
  let second: ProConnect;
  let database: Database;
  let publicUrl: string;

  const organisation = (users: readonly string[] = ['alice', 'bruno', 'carole']) => ({
    organisation: 'ormeval',
    users,
    people: Object.fromEntries(
      users.map((id) => [
        id,
        {
          identities:
            // Carole has at the second provider the very e-mail address that Alice has at the first.
            id === 'carole'
              ? [{ issuer: second.issuer, subject: second.subjectOf('alice') }]
              : [{ issuer: first.issuer, subject: first.subjectOf(id) }],
        },
      ]),
    ),
    spaces: {
      mairie: { title: 'Vie municipale', members: ['user:alice'] },
      carole: { title: 'Espace de Carole', members: ['user:carole'] },
    },
  });
  const start = (issuer = 'premier', returnTo = '/v1/spaces') =>
    `${publicUrl}/v1/sign-in?${new URLSearchParams({ organisation: 'ormeval', issuer, returnTo })}`;
  const signedIn = async (account: string, provider = first): Promise<Browser> => {
    provider.desk.account = account;
    const browser = createBrowser();
    const page = await browser.go(start(provider === first ? 'premier' : 'second'));
    expect([page.status, page.url.pathname]).toEqual([200, '/v1/spaces']);
    return browser;
  };
  const spaces = async (browser: Browser) => {
    const reply = await browser.send(`${publicUrl}/v1/spaces`);
    return [reply.status, await reply.text()] as const;
  };

  beforeAll(async () => {
    const port = await freePort();
    publicUrl = `http://127.0.0.1:${port}`;
    const uris = {
      redirectUri: `${publicUrl}/v1/sign-in/callback`,
      logoutUri: `${publicUrl}/v1/sign-in/back-channel-logout`,
      home: `${publicUrl}/`,
    };
    [first, second] = await Promise.all([
      startProConnect({ accounts, ...uris, salt: 'premier' }),
      startProConnect({ accounts, ...uris, salt: 'second' }),
    ]);
    const environment = {
      PORT: port,
      PUBLIC_URL: publicUrl,
      ISSUER_PRIVATE_NETWORKS: '127.0.0.0/8',
    };
    world = await openWorld(environment);
    await world.apply(organisation());
    for (const [id, { issuer, client }] of Object.entries({ premier: first, second }))
      await world.cliJson(
        ...['issuer', 'add', id, '--kind', 'oidc', '--profile', 'proconnect', '--issuer', issuer],
        ...['--audience', client.id, '--secret-file', await world.write(id, `${client.secret}\n`)],
        // The second is for who knows of it.
        ...(id === 'premier' ? ['--public-name', 'ProConnect'] : []),
      );
    database = await openDatabase(await readConnection(world.dataFolder), { maxConnections: 2 });
  });
  afterAll(async () => {
    await database?.destroy();
    await world?.close();
    await Promise.all([first?.close(), second?.close()]);
  });

  it('opens a session, whose cookie is bound to this host and seen by no script (R62)', async () => {
    first.desk.account = 'alice';
    const browser = createBrowser();
    const page = await browser.go(start());
    expect(page.url.href).toBe(`${publicUrl}/v1/spaces`);
    expect(JSON.parse(page.body)).toMatchObject({ spaces: [{ id: 'mairie' }] });
    const [asked] = page.visited.filter(({ pathname }) => pathname === '/auth');
    expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
      code_challenge_method: 'S256',
      scope: 'openid given_name usual_name',
    });
    const cookies = page.setCookies.filter((line) => line.startsWith('__Host-sourcier'));
    expect(cookies).not.toEqual([]);
    for (const line of cookies) {
      expect(line).toMatch(/; Path=\//);
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; Secure/);
      expect(line).not.toMatch(/Domain=/i);
    }
    expect(cookies.find((line) => line.startsWith(`${session}=`))).toMatch(/; SameSite=Strict/);
    // What was kept on the way is gone, and what is kept is a hash.
    expect(browser.cookie(publicUrl, '__Host-sourcier-sign-in')).toBeUndefined();
    const token = browser.cookie(publicUrl, session) ?? '';
    const { rows } = await sql`select * from session`.execute(database);
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
  });

  it('R26: the same e-mail address at two providers is two people', async () => {
    const alice = await signedIn('alice');
    const carole = await signedIn('alice', second);
    expect((await spaces(alice))[1]).toContain('mairie');
    expect((await spaces(carole))[1]).toContain('Espace de Carole');
    expect((await spaces(carole))[1]).not.toContain('mairie');
  });

  it('makes nobody a member, and tells the person, on a page, what to give to the workplace', async () => {
    first.desk.account = 'zoe';
    const browser = createBrowser();
    const page = await browser.go(start());
    expect([page.status, page.url.pathname]).toEqual([403, '/v1/sign-in/callback']);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain('<html lang="fr">');
    expect(page.body).toContain(`Zoé &lt;b&gt;Inconnue&lt;/b&gt;, ${first.subjectOf('zoe')}`);
    expect(page.body).not.toContain('<b>');
    expect(browser.cookie(publicUrl, session)).toBeUndefined();
    const { rows } = await sql`select 1 from app_user where id not in ('alice', 'bruno', 'carole')`.execute(
      database,
    );
    expect(rows).toEqual([]);
  });

  it('R27: takes back nobody but the browser that left, with what it left with, and once', async () => {
    first.desk.account = 'alice';
    const isBack = ({ origin, pathname }: URL) => origin === publicUrl && pathname.endsWith('/callback');
    const refusal = async (browser: Browser, address: string) => {
      const reply = await browser.send(address, { headers: { accept: 'application/json' } });
      return [reply.status, problem.parse(await reply.json()).code];
    };
    const leaving = createBrowser();
    const { url } = await leaving.go(start(), isBack);
    expect(await refusal(createBrowser(), url.href)).toEqual([401, 'SIGN_IN_REFUSED']);

    // Somebody who left too: the cookie is theirs, the code is Alice's (a forced sign-in).
    const victim = createBrowser();
    await victim.go(start(), isBack);
    expect(await refusal(victim, url.href)).toEqual([401, 'SIGN_IN_REFUSED']);

    const other = createBrowser();
    const back = (await other.go(start(), isBack)).url;
    back.searchParams.set('state', 'another');
    expect(await refusal(other, back.href)).toEqual([401, 'SIGN_IN_REFUSED']);

    expect((await leaving.go(url.href)).status).toBe(200);
    const again = createBrowser();
    await again.go(start(), isBack);
    expect(await refusal(again, url.href)).toEqual([401, 'SIGN_IN_REFUSED']);
    expect(await refusal(createBrowser(), `${publicUrl}/v1/sign-in/callback`)).toEqual([
      401,
      'SIGN_IN_REFUSED',
    ]);
  });

  it('R41: leads to no other place than an issuer of the organisation, and back to a path of ours', async () => {
    const browser = createBrowser();
    for (const returnTo of [
      '//ailleurs.example',
      '/\\ailleurs.example',
      'https://ailleurs.example',
      'ailleurs',
      '/\t/ailleurs.example',
      '/ ',
    ])
      expect((await browser.send(start('premier', returnTo))).status).toBe(400);
    for (const [name, value] of [
      ['issuer', 'absent'],
      ['organisation', 'valmarin'],
      ['issuer', first.issuer],
    ] as const) {
      const address = new URL(start());
      address.searchParams.set(name, value);
      expect((await browser.send(address.href)).status).toBe(404);
    }
  });

  describe('with a service of the public list', () => {
    const list = async () => (await fetch(`${publicUrl}/v1/sign-in/services`)).text();
    const services = async () =>
      z
        .object({
          services: z.array(z.strictObject({ id: z.string(), name: z.string(), address: z.string() })),
        })
        .parse(JSON.parse(await list())).services;
    const at = async (more: Readonly<Record<string, string>> = {}) => {
      const [service] = await services();
      return `${publicUrl}${service?.address}&${new URLSearchParams({ returnTo: '/v1/spaces', ...more })}`;
    };
    const trust = async (org: string, id: string) =>
      world.cliJson(
        ...['issuer', 'add', id, '--org', org, '--kind', 'oidc', '--profile', 'proconnect'],
        ...['--issuer', first.issuer, '--audience', first.client.id, '--public-name', 'ProConnect'],
        ...['--secret-file', await world.write(id, `${first.client.secret}\n`)],
      );

    it('R14: tells anybody where to sign in, and nothing of the organisations: another one changes no byte of it', async () => {
      const before = await list();
      expect(await services()).toMatchObject([{ name: 'ProConnect' }]);
      for (const secret of ['ormeval', 'premier', 'second', first.client.id, new URL(first.issuer).host])
        expect(before).not.toContain(secret);
      await world.apply({
        organisation: 'valmarin',
        users: ['bruno', 'victor'],
        people: {
          bruno: { identities: [{ issuer: first.issuer, subject: first.subjectOf('bruno') }] },
        },
        spaces: { plage: { title: 'Plage', members: ['org:valmarin'] } },
      });
      await trust('valmarin', 'a-premier');
      expect(await list()).toBe(before);
    });

    it('takes a person to the organisation that knows them', async () => {
      first.desk.account = 'alice';
      const browser = createBrowser();
      const page = await browser.go(await at());
      expect([page.status, page.url.pathname]).toEqual([200, '/v1/spaces']);
      expect((await spaces(browser))[1]).toContain('mairie');
    });

    it('has who belongs to several choose, and nobody else know of them', async () => {
      first.desk.account = 'bruno';
      const browser = createBrowser();
      const page = await browser.go(await at());
      expect([page.status, page.url.pathname]).toEqual([200, '/v1/sign-in/callback']);
      expect(browser.cookie(publicUrl, session), 'no session before they chose').toBeUndefined();
      const links = [...page.body.matchAll(/href="([^"]+)">([^<]+)</g)];
      expect(links.map(([, , text]) => text)).toEqual(['ormeval', 'valmarin']);
      const chosen = links[1]?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect((await browser.go(`${publicUrl}${chosen}`)).url.pathname).toBe('/v1/spaces');
      expect((await spaces(browser))[1]).toContain('plage');

      first.desk.account = 'alice';
      const foreign = createBrowser();
      expect((await foreign.go(await at({ organisation: 'valmarin' }))).status).toBe(403);
      expect(foreign.cookie(publicUrl, session)).toBeUndefined();
    });

    it('R14, R41: an organisation that is not there is as one that does not take part; so is a service', async () => {
      const refusal = async (address: string) => {
        const reply = await createBrowser().send(address, { headers: { accept: 'application/json' } });
        return [reply.status, problem.parse(await reply.json()).code];
      };
      const [service] = await services();
      for (const query of ['service=absent', `service=${service?.id}&organisation=absent`])
        expect(await refusal(`${publicUrl}/v1/sign-in?${query}`)).toEqual([404, 'NOT_FOUND']);
      for (const query of ['', 'organisation=ormeval', `service=${service?.id}&issuer=premier`])
        expect(await refusal(`${publicUrl}/v1/sign-in?${query}`)).toEqual([400, 'BAD_REQUEST']);
    });
  });

  it('R62: changes with a cookie come from our own page, or are refused', async () => {
    const alice = await signedIn('alice');
    const search = (headers: Record<string, string>) =>
      alice.send(`${publicUrl}/v1/search`, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: 'rien' }),
      });
    for (const headers of [{}, { origin: 'https://ailleurs.example' }, { origin: 'null' }]) {
      const reply = await search(headers);
      expect([reply.status, problem.parse(await reply.json()).code]).toEqual([403, 'ORIGIN_REFUSED']);
    }
    expect((await search({ origin: publicUrl })).status).toBe(200);
    // A token of a header comes along by nobody's hand but its owner's.
    const authorization = `Bearer ${alice.cookie(publicUrl, session)}`;
    const bare = await fetch(`${publicUrl}/v1/search`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'rien' }),
    });
    expect(bare.status).toBe(200);
  });

  it('R07: who signs out, is logged out at the provider, or is removed, is refused at the next request', async () => {
    const out = await signedIn('alice');
    const token = out.cookie(publicUrl, session) ?? '';
    const reply = await out.send(`${publicUrl}/v1/sign-out`, {
      method: 'POST',
      headers: { origin: publicUrl },
    });
    expect([reply.status, out.cookie(publicUrl, session)]).toEqual([200, undefined]);
    expect(
      (await fetch(`${publicUrl}/v1/spaces`, { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(401);

    const alice = await signedIn('alice');
    const bruno = await signedIn('bruno');
    await logOutAt(first, alice);
    expect((await spaces(alice))[0]).toBe(401);
    expect((await spaces(bruno))[0]).toBe(200);

    await world.apply(organisation(['alice', 'carole']));
    expect((await spaces(bruno))[0]).toBe(401);
    await world.apply(organisation());
    expect((await spaces(bruno))[0]).toBe(200);
    const audit = JSON.stringify(
      await world.cli('audit', 'export', '--org', 'ormeval').then(({ stdout }) => stdout),
    );
    for (const action of ['issuer-saved', 'signed-in', 'signed-out', 'logged-out-by-issuer'])
      expect(audit).toContain(action);
    expect(audit).not.toMatch(new RegExp(`${token.slice(3)}|${first.subjectOf('alice')}`));
  });

  it('who signs out is sent to the provider, to end its session too, and back', async () => {
    const alice = await signedIn('alice');
    const { rows } = await sql<{ sealed_id_token: Buffer | null }>`
      select sealed_id_token from session where sealed_id_token is not null`.execute(database);
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed_id_token: sealed } of rows) expect(sealed?.includes('eyJ')).toBe(false);
    const reply = await alice.send(`${publicUrl}/v1/sign-out`, {
      method: 'POST',
      headers: { origin: publicUrl },
    });
    const { redirect } = (await reply.json()) as { redirect: string };
    expect(redirect).toContain(`${first.issuer}/session/end?`);
    expect(await logOutAt(first, alice, redirect)).toMatch(new RegExp(`^${publicUrl}/\\?state=`));
    // The provider knows the browser no more: it asks who is there.
    first.desk.account = 'bruno';
    await alice.go(start());
    expect((await spaces(alice))[1]).not.toContain('mairie');
    expect((await spaces(alice))[0]).toBe(200);
  });

  it('R56, R57, R59: the client secret is sealed, stays with its host, and follows the encryption key', async () => {
    const rows = async () =>
      (
        await sql<{
          id: string;
          sealed_secret: Buffer;
        }>`select * from trusted_issuer where org = 'ormeval' order by id`.execute(database)
      ).rows;
    const before = await rows();
    expect(before).toHaveLength(2);
    for (const { sealed_secret: sealed } of before)
      expect(sealed.includes(first.client.secret.slice(0, 12))).toBe(false);
    expect((await world.cli('issuer', 'list', '--org', 'ormeval', '--json')).stdout).not.toMatch(/secret-de/);

    await world.cliJson('provider', 'rotate-key');
    const after = await rows();
    expect(after[0]?.sealed_secret.equals(before[0]?.sealed_secret ?? Buffer.of())).toBe(false);
    await signedIn('alice');

    // One that was sealed for another host opens nothing here.
    await sql`update trusted_issuer set sealed_secret = ${after[1]?.sealed_secret} where id = 'premier'`.execute(
      database,
    );
    expect((await createBrowser().send(start())).status).toBe(503);
    await sql`update trusted_issuer set sealed_secret = ${after[0]?.sealed_secret} where id = 'premier'`.execute(
      database,
    );
    await signedIn('alice');
  });
});

/** What a person does who logs out at the provider: goes to its page, and confirms. */
async function logOutAt(
  { issuer }: ProConnect,
  browser: Browser,
  address = `${issuer}/session/end`,
): Promise<string | null> {
  const page = await browser.go(address);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const reply = await browser.send(`${issuer}/session/end/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
  });
  if (reply.status >= 400) throw new Error(`the provider refused: ${reply.status}`);
  return reply.headers.get('location');
}
