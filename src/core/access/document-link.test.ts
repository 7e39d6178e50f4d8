import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { anAccessFilter } from '../../../test/support/access-filter-builder.ts';
import { createSecretBox } from '../../adapters/secret-box/secret-box.ts';
import type { Person } from '../../ports/access-repository.ts';
import type { DocumentView } from '../../ports/library.ts';
import { AppError } from '../errors.ts';
import { type LinkDeps, makeLink, openLink } from './document-link.ts';
import { hashToken } from './opaque-token.ts';

const minutes = 60_000;
const session = `ss_${'A'.repeat(43)}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, byCookie: false });
const missing = expect.objectContaining({ code: 'NOT_FOUND' });

/** One organisation with alice and bruno, one document, and a clock that stands. */
function aWorld() {
  const said = {
    now: Date.parse('2026-11-26T10:00:00Z'),
    version: 1,
    readable: true,
    live: new Map([[hashToken(session), 'alice']]),
    people: ['alice', 'bruno'],
    keys: [randomBytes(32)],
    tokenEnds: Date.parse('2026-11-26T11:00:00Z'),
  };
  const person = (id: string) => (said.people.includes(id) ? ({ org: 'bellerive', id } as Person) : null);
  const deps: LinkDeps = {
    clock: () => new Date(said.now),
    secretBox: createSecretBox(() => said.keys),
    access: {
      findPerson: async (_org, by) => person('id' in by ? by.id : by.subject),
      readableClasses: async () => [],
    },
    issuer: {
      verify: async (token) => {
        if (said.now >= said.tokenEnds) throw new AppError('TOKEN_INVALID');
        return { org: 'bellerive', issuer: 'i', subject: token, expiresAt: new Date(said.tokenEnds) };
      },
    },
    sessions: {
      findLive: async (hash) => {
        const subject = said.live.get(hash);
        return subject === undefined ? null : { org: 'bellerive', issuer: 'i', subject };
      },
    },
    library: {
      find: async (_within, id) =>
        said.readable && id === 'd1' ? ({ id, version: said.version } as DocumentView) : null,
    },
  };
  const within = anAccessFilter({ org: 'bellerive', user: 'alice' });
  return {
    said,
    make: (credentials = bearer('alice')) => makeLink(deps, within, credentials, 'd1'),
    open: async (link: string, authorization?: string) =>
      (await openLink(deps, link, authorization)).document.id,
    absent: () => makeLink(deps, within, bearer('alice'), 'd2'),
  };
}

test('R18: a link opens for some minutes, and not beyond the token that it was made with', async () => {
  const { said, make, open } = aWorld();
  const { link, expiresAt } = await make();
  expect(expiresAt.getTime() - said.now).toBeLessThanOrEqual(5 * minutes);
  expect(await open(link)).toBe('d1');
  said.now = expiresAt.getTime() - 1;
  expect(await open(link)).toBe('d1');
  said.now = expiresAt.getTime();
  await expect(open(link)).rejects.toEqual(missing);
  said.tokenEnds = said.now + minutes;
  expect((await make()).expiresAt.getTime()).toBe(said.tokenEnds);
});

test('R18: changed in any place, cut short or sealed by another server, it opens nothing', async () => {
  const { make, open } = aWorld();
  const { link } = await make();
  for (let at = 0; at < link.length; at += 1) {
    const other = link[at] === 'A' ? 'B' : 'A';
    const changed = link.slice(0, at) + other + link.slice(at + 1);
    // The last sign has bits that say nothing.
    if (Buffer.from(changed, 'base64url').equals(Buffer.from(link, 'base64url'))) continue;
    await expect(open(changed)).rejects.toEqual(missing);
  }
  for (const wrong of ['', 'x', link.slice(0, -4), 'null', session])
    await expect(open(wrong)).rejects.toEqual(missing);
  await expect(open((await aWorld().make()).link)).rejects.toEqual(missing);
});

test('R59: a link lives through a change of the key that seals it', async () => {
  const { said, make, open } = aWorld();
  const { link } = await make();
  said.keys.unshift(randomBytes(32));
  expect(await open(link)).toBe('d1');
});

test('R18: says nothing of what it is for', async () => {
  const { make } = aWorld();
  const text = Buffer.from((await make(bearer(session))).link, 'base64url').toString('latin1');
  for (const word of ['bellerive', 'alice', 'd1', hashToken(session)]) expect(text).not.toContain(word);
});

test('R18, R04, R12: rights, version, session and person are asked again at each use', async () => {
  const changes: readonly [string, (said: ReturnType<typeof aWorld>['said']) => unknown][] = [
    ['the document is lost', (said) => Object.assign(said, { readable: false })],
    ['it has another version', (said) => Object.assign(said, { version: 2 })],
    ['the session has ended', (said) => said.live.clear()],
    ['the session is somebody else’s', (said) => said.live.set(hashToken(session), 'bruno')],
    ['the person is gone', (said) => Object.assign(said, { people: ['bruno'] })],
  ];
  for (const [what, change] of changes) {
    const { said, make, open } = aWorld();
    const { link } = await make(bearer(session));
    expect(await open(link), what).toBe('d1');
    change(said);
    await expect(open(link), what).rejects.toEqual(missing);
  }
});

test('R18: somebody else’s credentials beside it open nothing; the same person’s do', async () => {
  const { make, open } = aWorld();
  const { link } = await make(bearer(session));
  expect(await open(link, 'Bearer alice')).toBe('d1');
  for (const token of ['bruno', 'nobody', `ss_${'B'.repeat(43)}`, ''])
    await expect(open(link, `Bearer ${token}`)).rejects.toEqual(missing);
});

test('R18: made with the cookie of a browser, it opens nothing without one', async () => {
  const { make, open } = aWorld();
  const { link } = await make({ ...bearer(session), byCookie: true });
  expect(await open(link, `Bearer ${session}`)).toBe('d1');
  await expect(open(link)).rejects.toEqual(missing);
});

test('what is forbidden or absent has no link', async () => {
  const { said, make, absent } = aWorld();
  await expect(absent()).rejects.toEqual(missing);
  said.readable = false;
  await expect(make()).rejects.toEqual(missing);
});
