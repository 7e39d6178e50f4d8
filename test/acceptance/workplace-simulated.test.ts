import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../simulator/faults.ts';
import type { Organisation } from '../simulator/organisation.ts';
import { type Forgery, pushOnce, type Target } from '../simulator/push.ts';
import { playScript } from '../simulator/scripted-history.ts';
import { openWorkplace, type Workplace } from '../simulator/workplace.ts';
import type { ApiClient } from '../support/api-client.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let workplace: Workplace;
let organisation: Organisation;
let target: Target;
let key: string;

/** A word or two that only this document of the script has. */
const words: Readonly<Record<string, string>> = {
  deliberation: 'quotient familial',
  conges: 'jours de congés',
  salaires: 'prime de feux',
  personnel: 'note pour Bruno',
  'plans/voyage:2026+1': 'plan de circulation',
  bilan: 'projet finit arbres',
  brouillon: 'brouillon à jeter',
  perdu: 'texte part avec son espace',
  exclu: 'ce texte ne va pas',
  chiffre: 'cannot be read here',
};

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 100 });
const item = async (id: string) => {
  const path = `/v1/items/${encodeURIComponent(id)}`;
  const { body } = await world.anonymous().get(path, { authorization: `Bearer ${key}` });
  return body as { state: string; reason: string | null; indexedVersion: number | null };
};
const clients = new Map<string, Promise<ApiClient>>();
/** The paths of what somebody finds: they end with the names that the workplace gave. */
const found = async (person: string, query: string): Promise<string[]> => {
  const client = clients.get(person) ?? world.as(person, 'bellerive');
  clients.set(person, client);
  const { status, body } = await (await client).post('/v1/search', { query });
  expect(status).toBe(200);
  return (body as { results: { document: { path: string } }[] }).results.map(({ document }) => document.path);
};

beforeAll(async () => {
  [workplace, world] = await Promise.all([
    openWorkplace(['130025265']),
    openWorld({ WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' }),
  ]);
  organisation = workplace.organisation('130025265');
  await world.apply({ organisation: 'bellerive', users: [], spaces: {} });
  const { secret } = (await world.cliJson(
    ...['source', 'save', 'travail', '--org', 'bellerive', '--tenant', '130025265', '--directory'],
    ...['--export-url', organisation.exportUrl, '--export-token', organisation.exportToken],
    ...['--content-origin', ...organisation.contentHosts],
  )) as { secret: string };
  target = { address: world.server.address, organisation: 'bellerive', source: 'travail', secret };
  const added = (await world.cliJson(
    ...[
      'service-key',
      'add',
      'travail',
      '--org',
      'bellerive',
      '--source',
      'travail',
      '--scope',
      'items:read',
    ],
  )) as { key: string };
  key = added.key;
  await playScript(organisation);
  const replies = await organisation.deliver(target, { batch: 20 });
  for (const { status, body } of replies) {
    expect(status).toBe(202);
    for (const { outcome } of (body as { results: { outcome: string }[] }).results)
      expect(outcome).toBe('applied');
  }
}, 120_000);
afterAll(async () => {
  await world?.close();
  await workplace?.close();
});

describe('a whole workplace, over HTTP alone', () => {
  it('R01: each person finds what they may find at the workplace, and nothing else', {
    timeout: 120_000,
  }, async () => {
    const { mayFind, mayOpen } = await organisation.truth();
    for (const id of mayFind.keys())
      await eventually(async () => expect((await item(id)).state).toBe('indexed'));
    const named = (await organisation.history()).filter(({ data }) => data.title !== undefined);
    const titles = new Map(named.map(({ subject, data }) => [subject, data.title]));
    for (const person of ['alice', 'bruno', 'chloe'])
      for (const [id, query] of Object.entries(words)) {
        const title = String(titles.get(`doc/${id}`));
        const expected = mayFind.get(id)?.includes(person) ?? false;
        expect({
          person,
          id,
          finds: (await found(person, query)).some((path) => path.endsWith(title)),
        }).toEqual({
          person,
          id,
          finds: expected,
        });
      }
    expect(mayOpen.get('chiffre')).toEqual(['alice']);
    expect(await item('chiffre')).toMatchObject({ state: 'skipped', reason: 'end-to-end-encrypted' });
  });

  it('R78: all of it again, and in disorder, is said to be known', async () => {
    const history = (await organisation.history()).toReversed();
    const { status, body } = await pushOnce(target, history);
    expect(status).toBe(202);
    const outcomes = (body as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['duplicate']));
  });

  it.each<Forgery>([
    'wrong-secret',
    'no-signature',
    'altered-after-signing',
    'old',
    'of-the-future',
  ])('a delivery that is %s is refused, in the same words each time', async (forgery) => {
    await organisation.putPerson('frank');
    const [event] = (await organisation.history()).slice(-1);
    if (!event) throw new Error('no event');
    const { status, body } = await pushOnce(target, event, { forgery });
    expect({ status, body }).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } });
  });

  it('R17: an event of another tenant is rejected, and a source that is not there looks like a wrong signature', async () => {
    const [event] = await organisation.history();
    if (!event) throw new Error('no event');
    const foreign = { ...event, id: 'foreign', data: { ...event.data, tenant: 'another' } };
    expect((await pushOnce(target, [foreign])).body).toMatchObject({
      results: [{ outcome: 'rejected', code: 'EVENT_TENANT_MISMATCH' }],
    });
    const elsewhere = await pushOnce({ ...target, source: 'ailleurs' }, event);
    expect(elsewhere).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } });
  });

  it('fetches what is pre-signed by the S3 server, without the token of the export', async () => {
    organisation.giveDatarefs('presigned', 60);
    await organisation.putDocument({
      id: 'presigne',
      space: '42',
      content: '# Présigné\n\nLe kiosque à musique.',
    });
    await organisation.deliver(target);
    organisation.giveDatarefs('export');
    await eventually(async () => expect((await item('presigne')).state).toBe('indexed'));
    expect(await found('alice', 'kiosque à musique')).toEqual(['presigne.md']);
  });

  it('asks for a fresh address when the one it was given is over', async () => {
    await organisation.putDocument({
      id: 'perime',
      space: '42',
      content: '# Périmé\n\nLa fontaine du marché.',
    });
    const events = (await organisation.history()).slice(-1);
    organisation.expireDatarefs();
    await pushOnce(target, events);
    await eventually(async () => expect((await item('perime')).state).toBe('indexed'));
    await organisation.loseWaiting();
  });

  it.each<[Fault, string]>([
    ['content-other', 'content-mismatch'],
    ['content-larger', 'content-mismatch'],
    ['content-redirect', 'content-redirected'],
  ])('bytes that are not those announced, or not there (%s), are not read', async (fault, reason) => {
    organisation.misbehave(fault);
    await organisation.putDocument({
      id: fault,
      space: '42',
      content: `# ${fault}\n\nLe secret du beffroi.`,
    });
    await organisation.deliver(target);
    await eventually(async () => expect(await item(fault)).toMatchObject({ state: 'failed', reason }));
    organisation.behave();
    expect(await found('alice', 'secret du beffroi')).toEqual([]);
  });

  it.each<Fault>([
    'content-cut',
    'content-failing',
  ])('a trouble with the bytes (%s) is tried again until they come', async (fault) => {
    organisation.misbehave(fault, { times: 1 });
    await organisation.putDocument({
      id: fault,
      space: '42',
      content: `# ${fault}\n\nLe lavoir de ${fault}.`,
    });
    await organisation.deliver(target);
    await eventually(async () => expect((await item(fault)).state).toBe('indexed'));
  });
});
