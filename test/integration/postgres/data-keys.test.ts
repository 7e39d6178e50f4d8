import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDataKeys, resealDataKey } from '../../../src/adapters/secret-box/data-keys.ts';
import { createSecretBox } from '../../../src/adapters/secret-box/secret-box.ts';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

const orgs = ['bellerive', 'ormeval'] as const;
const master = [randomBytes(32)];
const secretBox = createSecretBox(() => master);
const keysOf = () => createDataKeys({ dataKeys: open.stores.dataKeys, secretBox });
beforeEach(async () => {
  for (const org of orgs)
    await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
});

test('an organisation has one key, however many ask for it at once, and no other has it', async () => {
  expect(await keysOf().find('bellerive')).toBeNull();
  const drawn = await Promise.all(Array.from({ length: 8 }, () => keysOf().ensure('bellerive')));
  expect(new Set(drawn.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(drawn[0]).toHaveLength(32);
  expect(await keysOf().find('bellerive')).toEqual(drawn[0]);
  expect(await keysOf().ensure('ormeval')).not.toEqual(drawn[0]);
  await expect(keysOf().ensure('nulle-part')).rejects.toMatchObject({ code: 'ORGANISATION_UNKNOWN' });
});

test('R57: it is sealed for its organisation: not in clear, nor of use to another', async () => {
  const key = await keysOf().ensure('bellerive');
  await keysOf().ensure('ormeval');
  const [mine, theirs] = await Promise.all(orgs.map((org) => open.stores.dataKeys.find(org)));
  if (!mine || !theirs) throw new Error('no key was kept');
  expect(Buffer.from(mine).includes(Buffer.from(key))).toBe(false);
  await open.stores.dataKeys.replace('ormeval', theirs, mine);
  await expect(keysOf().find('ormeval')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  const stranger = createDataKeys({ ...open.stores, secretBox: createSecretBox(() => [randomBytes(32)]) });
  await expect(stranger.find('bellerive')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
  await open.stores.dataKeys.replace('ormeval', mine, theirs);
});

test('R59: it outlives the key that seals it', async () => {
  const key = await keysOf().ensure('bellerive');
  const deps = { dataKeys: open.stores.dataKeys, secretBox };
  expect(await resealDataKey(deps, 'bellerive')).toBe(0);
  master.unshift(randomBytes(32));
  expect(await resealDataKey(deps, 'bellerive')).toBe(1);
  master.length = 1;
  expect(
    await createDataKeys({ ...deps, secretBox: createSecretBox(() => master) }).find('bellerive'),
  ).toEqual(key);
});

test('R34: it goes with its organisation, and one that is declared anew has another', async () => {
  const key = await keysOf().ensure('bellerive');
  const rows = await open.stores.organisations.remove('bellerive');
  expect(rows).toMatchObject({ data_key: 1 });
  expect(await open.stores.dataKeys.find('bellerive')).toBeNull();
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: 'bellerive' }), 'test');
  expect(await keysOf().ensure('bellerive')).not.toEqual(key);
});
