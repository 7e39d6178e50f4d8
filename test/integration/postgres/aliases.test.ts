import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { type AliasPair, aliasId } from '../../../src/core/find/alias.ts';
import { aliasKeysOf } from '../../../src/core/find/alias-keys.ts';
import { searchDocuments } from '../../../src/core/find/search-documents.ts';
import {
  anOrganisation,
  aSubmission,
  aVersion,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

const cpf: AliasPair = { acronym: 'CPF', expansion: 'compte personnel de formation' };
const definition = 'Le compte personnel de formation (CPF) est alimenté de 25 heures par an.';

let open: TestStores;
let org: string;
let number = 0;
beforeAll(async () => {
  open = await openTestStores();
});
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await open.stores.access.applyOrganisation(
    anOrganisation({
      organisation: org,
      spaces: {
        mairie: { title: 'Vie municipale', members: [`org:${org}`] },
        cabinet: { title: 'Cabinet', members: ['user:bruno'] },
      },
    }),
    'test',
  );
});
afterAll(() => open.close());

const as = (user: string) => authoriseCaller(open.stores, { org, user });
const find = async (question: string, user = 'alice') =>
  open.stores.aliases.find(await as(user), aliasKeysOf(question));
const mentions = async () =>
  (await open.database.selectFrom('alias_mention').selectAll().where('org', '=', org).execute()).length;
async function publish(externalId: string, text: string, space = 'mairie') {
  const accessClass = await classFor(open.stores, org, `space:${space}`);
  const submission = aSubmission({ org, accessClass, space, externalId, text, title: externalId });
  const { id, version } = await publishText(open.stores, submission, text);
  return { key: { org, id }, version, submission };
}

describe('what a document teaches', () => {
  test('is found by either form, and told as often as documents do', async () => {
    await publish('a.md', definition);
    await publish('b.md', 'CPF (compte personnel de formation) et le reste.');
    const taught = [{ ...cpf, documents: 2 }];
    expect(await find('combien d’heures de CPF')).toEqual(taught);
    expect(await find('nos comptes personnels de formation')).toEqual(taught);
    expect(await find('un compte de formation')).toEqual([]);
  });

  test('R12, R70: is replaced with its version, and gone with the document', async () => {
    const { key, submission } = await publish('a.md', definition);
    await publish('a.md', 'Le comité social territorial (CST) siège.');
    expect(await find('CPF')).toEqual([]);
    expect(await find('CST')).toHaveLength(1);

    // A version that is wanted and not read yet: the former text counts no more.
    const next = { ...submission, sha256: 'f'.repeat(64) };
    const { version } = await open.stores.documents.submit(next);
    expect(await find('CST')).toEqual([]);
    await open.stores.documents.settle(key, version, { state: 'failed', reason: 'no-text' });
    expect(await mentions()).toBe(0);

    await publish('b.md', definition);
    const [other] = await open.database
      .selectFrom('document')
      .select('id')
      .where('path', '=', 'b.md')
      .where('org', '=', org)
      .execute();
    await open.stores.documents.remove(org, [other?.id ?? '']);
    expect(await mentions()).toBe(0);
  });

  test('R82: is not learned by a worker that comes too late', async () => {
    const { key, version, submission } = await publish('a.md', 'Un texte.');
    await open.stores.documents.submit({ ...submission, sha256: 'f'.repeat(64) });
    const late = aVersion(key.id, { title: 'a.md', text: definition });
    expect(await open.stores.documents.publish(key, version, late)).toBe(false);
    expect(await mentions()).toBe(0);
  });

  test('R11: follows the rights of the document at once, in both directions', async () => {
    const { key } = await publish('a.md', definition);
    const place = async (space: string) =>
      open.stores.documents.place(key, {
        space,
        accessClass: await classFor(open.stores, org, `space:${space}`),
        sensitivity: 'interne',
        path: 'a.md',
      });
    await place('cabinet');
    expect(await find('CPF')).toEqual([]);
    expect(await find('CPF', 'bruno')).toHaveLength(1);
    await place('mairie');
    expect(await find('CPF')).toHaveLength(1);
  });

  test('R13: counts for nothing in a space where the assistant is off', async () => {
    await publish('a.md', definition);
    await open.database
      .updateTable('space')
      .set({ assistant_enabled: false })
      .where('org', '=', org)
      .where('id', '=', 'mairie')
      .execute();
    expect(await find('CPF')).toEqual([]);
  });

  test('brings a question to documents that use the other form alone', async () => {
    await publish('definition.md', definition);
    await publish('sigle.md', 'Les agents déposent leur demande de CPF avant le 30 juin.');
    await publish('long.md', 'Le compte personnel de formation se consulte en ligne.');
    const search = async (query: string, user = 'alice') =>
      (await searchDocuments(open.stores, await as(user), { query, scope: {}, limit: 10 })).passages.map(
        ({ document }) => document.path,
      );
    expect(await search('CPF')).toContain('long.md');
    expect(await search('compte personnel de formation')).toContain('sigle.md');
    await open.stores.aliases.hide(org, aliasId(org, cpf), 'alice');
    expect(await search('CPF')).not.toContain('long.md');
  });
});

describe('what administrators say', () => {
  test('an entered pair holds for all, is spelled as entered, and can be taken back', async () => {
    const pair = { acronym: 'DST', expansion: 'Direction des services techniques' };
    const id = await open.stores.aliases.add(
      org,
      { ...pair, expansion: 'direction des services techniques' },
      'alice',
    );
    expect(await open.stores.aliases.add(org, pair, 'alice')).toBe(id);
    expect(await find('DST', 'bruno')).toMatchObject([pair]);
    expect(await open.stores.aliases.remove(org, id, 'alice')).toBe(true);
    expect(await open.stores.aliases.remove(org, id, 'alice')).toBe(false);
    expect(await find('DST')).toEqual([]);
  });

  test('a hidden pair is used no more, whoever teaches it later, until it is shown again', async () => {
    await publish('a.md', definition);
    const id = aliasId(org, cpf);
    await open.stores.aliases.hide(org, id, 'alice');
    await publish('b.md', definition);
    expect(await find('CPF')).toEqual([]);
    expect(await open.stores.aliases.list(await as('alice'), { limit: 10 })).toEqual([
      { id, ...cpf, status: 'hidden', documents: 2 },
    ]);
    await open.stores.aliases.unhide(org, id, 'alice');
    expect(await find('CPF')).toHaveLength(1);
    await open.stores.aliases.hide(org, id, 'alice');
    await open.stores.aliases.add(org, cpf, 'alice');
    expect(await find('CPF')).toHaveLength(1);
  });

  test('R70: hiding keeps no word of the documents', async () => {
    await publish('a.md', definition);
    await open.stores.aliases.hide(org, aliasId(org, cpf), 'alice');
    const rows = await open.database.selectFrom('alias_hidden').selectAll().where('org', '=', org).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows).toLowerCase()).not.toMatch(/cpf|compte|formation/);
  });

  test('R32, R75: each change leaves an audit record of ids, and no word', async () => {
    await publish('a.md', definition);
    const id = await open.stores.aliases.add(org, cpf, 'alice');
    await open.stores.aliases.hide(org, id, 'alice');
    await open.stores.aliases.hide(org, id, 'alice');
    await open.stores.aliases.unhide(org, id, null);
    await open.stores.aliases.remove(org, id, 'alice');
    const records = await open.database
      .selectFrom('audit')
      .leftJoin('app_user', (join) =>
        join.onRef('app_user.org', '=', 'audit.org').onRef('app_user.pseudonym', '=', 'audit.actor'),
      )
      .select(['app_user.id as user', 'action', 'details'])
      .where('audit.org', '=', org)
      .orderBy('audit.id')
      .execute();
    expect(records).toEqual(
      [
        ['alice', 'alias-added'],
        ['alice', 'alias-hidden'],
        [null, 'alias-shown'],
        ['alice', 'alias-removed'],
      ].map(([user, action]) => ({ user, action, details: { alias: id } })),
    );
  });

  test('the list goes by acronym, by page, by status and by words', async () => {
    await publish(
      'a.md',
      `${definition}\n\nLe comité social territorial (CST) et le plan local d’urbanisme (PLU).`,
    );
    await open.stores.aliases.add(
      org,
      { acronym: 'DST', expansion: 'direction des services techniques' },
      null,
    );
    const list = async (page: Partial<Parameters<typeof open.stores.aliases.list>[1]>) =>
      (await open.stores.aliases.list(await as('alice'), { limit: 10, ...page })).map(
        ({ acronym }) => acronym,
      );
    expect(await list({})).toEqual(['CPF', 'CST', 'DST', 'PLU']);
    const [first] = await open.stores.aliases.list(await as('alice'), { limit: 1 });
    expect(await list({ after: first, limit: 2 })).toEqual(['CST', 'DST']);
    expect(await list({ status: 'added' })).toEqual(['DST']);
    expect(await list({ query: 'c' })).toEqual(['CPF', 'CST']);
    expect(await list({ query: 'comités sociaux' })).toEqual(['CST']);
    expect(await list({ query: 'comité sportif' })).toEqual([]);
    expect(await list({ query: '!' })).toEqual([]);
  });
});
