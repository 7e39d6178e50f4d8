import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSecretBox } from '../../../src/adapters/secret-box/secret-box.ts';
import {
  chooseProvider,
  connectionOf,
  type ProviderInput,
  resealSecrets,
  saveProvider,
} from '../../../src/core/providers/manage-providers.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

const key = 'sk-cle-tres-secrete-31337';
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let number = 0;
let org: string;
beforeEach(async () => {
  number += 1;
  org = `bourg${number}`;
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
});

const input: ProviderInput = {
  name: 'Albert',
  dialect: 'albert',
  baseUrl: 'https://albert.example/v1',
  models: { chat: 'm' },
  trust: 'state',
  hosting: 'France',
  prices: null,
  enabled: true,
};
const save = (more: Partial<ProviderInput> = {}, id = 'albert', place = org) =>
  saveProvider(open.stores, place, id, { ...input, ...more }, null);
async function keyIn(place: string, id = 'albert'): Promise<string | undefined> {
  const provider = await open.stores.providers.find(place, id);
  if (!provider) throw new Error('no provider');
  return connectionOf(open.stores, provider).apiKey;
}

test('R56: a saved key is nowhere in clear in the database, and comes back for its own host alone', async () => {
  await save({ apiKey: key });
  expect(await keyIn(org)).toBe(key);
  expect((await open.stores.providers.list(org))[0]).toMatchObject({ hasSecret: true });
  expect(JSON.stringify(await open.stores.providers.list(org))).not.toContain(key);
  const dump = await Promise.all(
    (['provider', 'provider_secret', 'audit'] as const).map((table) =>
      open.database.selectFrom(table).selectAll().where('org', '=', org).execute(),
    ),
  );
  expect(JSON.stringify(dump)).not.toContain(key);
  expect(JSON.stringify(dump)).not.toContain(Buffer.from(key).toString('base64'));
});

test('R55: another host needs the key again; another path of the same host does not', async () => {
  await save({ apiKey: key });
  for (const baseUrl of [
    'https://voleur.example/v1',
    'https://albert.example:8443/v1',
    'http://albert.example/v1',
    'https://albert.example.voleur.example/v1',
  ])
    await expect(save({ baseUrl })).rejects.toMatchObject({ code: 'PROVIDER_SECRET_NEEDED' });
  expect((await open.stores.providers.find(org, 'albert'))?.baseUrl).toBe('https://albert.example/v1');
  await save({ baseUrl: 'https://albert.example/v2/' });
  expect(await keyIn(org)).toBe(key);
  await save({ baseUrl: 'https://autre.example/v1', apiKey: 'sk-autre' });
  expect(await keyIn(org)).toBe('sk-autre');
});

test('R55: an address that was changed behind our back does not get the key', async () => {
  await save({ apiKey: key });
  await open.database
    .updateTable('provider')
    .set({ base_url: 'https://voleur.example/v1' })
    .where('org', '=', org)
    .execute();
  await expect(keyIn(org)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('R57: a sealed key that is moved to another organisation does not open', async () => {
  await save({ apiKey: key });
  const other = `${org}-voisin`;
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: other }), 'test');
  await save({ apiKey: 'sk-voisin' }, 'albert', other);
  const [stolen] = await open.database
    .selectFrom('provider_secret')
    .selectAll()
    .where('org', '=', org)
    .execute();
  await open.database
    .updateTable('provider_secret')
    .set({ sealed: stolen?.sealed ?? Buffer.of() })
    .where('org', '=', other)
    .execute();
  await expect(keyIn(other)).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
});

test('R59: keys are sealed anew under use, and then open without the old key', async () => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const keys = [old];
  const stores = { ...open.stores, secretBox: createSecretBox(() => keys) };
  for (let at = 0; at < 20; at += 1)
    await saveProvider(stores, org, `p${at}`, { ...input, apiKey: `${key}-${at}` }, null);
  keys.unshift(fresh);
  let failed = 0;
  let stop = false;
  const reading = (async () => {
    while (!stop)
      for (let at = 0; at < 20; at += 1) {
        const provider = await stores.providers.find(org, `p${at}`);
        try {
          if (!provider || connectionOf(stores, provider).apiKey !== `${key}-${at}`) failed += 1;
        } catch {
          failed += 1;
        }
      }
  })();
  expect(await resealSecrets(stores, org)).toBe(20);
  keys.pop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop = true;
  await reading;
  expect(failed).toBe(0);
  expect(await resealSecrets(stores, org)).toBe(0);
});

test('what cannot be is refused with what to mend', async () => {
  const cases: [Partial<ProviderInput>, RegExp][] = [
    [{ baseUrl: 'ftp://x/v1' }, /http\(s\)/],
    [{ baseUrl: 'pas une adresse' }, /http\(s\)/],
    [{ baseUrl: 'https://moi:secret@x.example/v1' }, /http\(s\)/],
    [{ baseUrl: 'https://x.example/v1?a=1' }, /http\(s\)/],
    [{ models: {} }, /model/],
    [{ baseUrl: 'http://loin.example/v1', apiKey: key }, /https/],
  ];
  for (const [more, told] of cases)
    await expect(save(more)).rejects.toMatchObject({
      code: 'PROVIDER_INVALID',
      explanation: { fr: expect.any(String), en: expect.stringMatching(told) },
    });
  await save({ baseUrl: 'http://vllm:8000/v1', apiKey: key });
  await expect(
    chooseProvider(open.stores, org, { space: null, provider: 'inconnu' }, null),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await save({ models: { embeddings: 'e' } }, 'vecteurs');
  await expect(
    chooseProvider(open.stores, org, { space: null, provider: 'vecteurs' }, null),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('an empty key takes the kept one away, and a removed provider takes its choices with it', async () => {
  await save({ apiKey: key });
  await chooseProvider(open.stores, org, { space: 'mairie', provider: 'albert' }, 'alice');
  await save({ apiKey: '' });
  expect(await keyIn(org)).toBeUndefined();
  expect(await open.stores.providers.remove(org, 'albert', 'alice')).toBe(true);
  expect((await open.stores.providers.readChoices(org)).bySpace.size).toBe(0);
  expect(await open.stores.providers.remove(org, 'albert', 'alice')).toBe(false);
});
