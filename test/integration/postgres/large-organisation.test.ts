import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrganisation, openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

const people = 25_000;
const users = Array.from({ length: people }, (_, at) => `agent${at}`);

test('an organisation of more people than one statement takes is applied whole, and again with fewer', async () => {
  const { access } = open.stores;
  const org = 'metropole';
  const spaces = { mairie: { title: 'Vie municipale', members: [`org:${org}`, 'group:tous'] } };
  const apply = (some: readonly string[]) =>
    access.applyOrganisation(
      anOrganisation({ organisation: org, users: [...some], groups: { tous: [...some] }, spaces }),
      'test',
    );
  const count = async (table: 'app_user' | 'user_identity' | 'membership') => {
    const { n } = await open.database
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('org', '=', org)
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  await expect(apply(users)).resolves.toMatchObject({ users: people });
  expect(await count('app_user')).toBe(people);
  expect(await count('user_identity')).toBe(people);
  expect(await access.listSpacesOf(org, `agent${people - 1}`)).toMatchObject([{ id: 'mairie' }]);
  await apply(users.slice(0, 3));
  expect([await count('app_user'), await count('user_identity')]).toEqual([3, 3]);
  expect(await count('membership')).toBe(3 + 2);
});
