import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';
import { applyTown, publishIn } from './town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, ['bruno']);
});

const note = (subject: string) => `Le montant de la prime de ${subject} est fixé à 300 €.`;
const asked = (subject: string) => `Quel est le montant de la prime de ${subject} ?`;
const publish = (space: string, externalId: string, text: string) =>
  publishIn(open, { org, space, externalId }, text);
const suggestedTo = async (user: string, about: { document: string } | { space: string }, limit = 3) =>
  (await open.stores.library.suggest(await authoriseCaller(open.stores, { org, user }), about, limit)).map(
    ({ text }) => text,
  );

test('R01 R14: only readers of a document are told what it answers; missing and forbidden are alike', async () => {
  const { id } = await publish('rh', 'nuit.md', note('nuit'));
  expect(await suggestedTo('bruno', { document: id })).toEqual([asked('nuit')]);
  expect(await suggestedTo('bruno', { space: 'rh' })).toEqual([asked('nuit')]);
  for (const about of [{ document: id }, { space: 'rh' }, { space: 'nulle-part' }, { document: 'nuit.md' }])
    expect([about, await suggestedTo('alice', about)]).toEqual([about, []]);
  expect(await suggestedTo('nobody', { document: id })).toEqual([]);
});

test('each says in which language it is: that of its document', async () => {
  await publish('mairie', 'nuit.md', note('nuit'));
  const { id } = await publish('mairie', 'fees.md', note('cantine'));
  await open.database
    .updateTable('document')
    .set({ language: 'en' })
    .where('org', '=', org)
    .where('id', '=', id)
    .execute();
  const within = await authoriseCaller(open.stores, { org, user: 'alice' });
  const found = await open.stores.library.suggest(within, { space: 'mairie' }, 10);
  const languages = new Map(found.map(({ documentId, language }) => [documentId === id, language]));
  expect([languages.get(true), languages.get(false)]).toEqual(['en', 'fr']);
});

test('R15: what is suggested of a document is the same whatever else there is', async () => {
  const { id } = await publish('mairie', 'nuit.md', note('nuit'));
  const alone = await suggestedTo('alice', { space: 'mairie' });
  expect(alone).toEqual([asked('nuit')]);
  await publish('rh', 'primes.md', `${asked('nuit')} ${note('nuit')} ${note('nuit')}`);
  const again = await publish('mairie', 'nuit-bis.md', note('nuit'));
  expect(await suggestedTo('alice', { document: id })).toEqual(alone);
  expect(await suggestedTo('alice', { document: again.id })).toEqual(alone);
});

test('R04 R12 R13: it goes with the right, the version and the space', async () => {
  const { id } = await publish('rh', 'nuit.md', note('nuit'));
  await publish('rh', 'nuit.md', note('jour férié'));
  expect(await suggestedTo('bruno', { document: id })).toEqual([asked('jour férié')]);
  // A newer version that nobody has read yet: the text that stands here is no longer the document's.
  await open.database
    .updateTable('document')
    .set({ wanted_version: 3 })
    .where('org', '=', org)
    .where('id', '=', id)
    .execute();
  expect(await suggestedTo('bruno', { document: id })).toEqual([]);
  await open.database
    .updateTable('document')
    .set({ wanted_version: 2 })
    .where('org', '=', org)
    .where('id', '=', id)
    .execute();
  await open.stores.assistant.turn(org, { enabled: false, reason: 'maintenance' }, null);
  expect(await suggestedTo('bruno', { document: id })).toEqual([]);
  await open.stores.assistant.turn(org, { enabled: true }, null);
  await applyTown(open, org, []);
  expect(await suggestedTo('bruno', { document: id })).toEqual([]);
});

test('a space shows one question of each of its latest documents before a second one of any', async () => {
  const two = `# Calendrier des dépôts de dossiers\n\nLes dossiers sont reçus.\n\n# Prime\n\n${note('nuit')}`;
  await publish('rh', 'a.md', two);
  await publish('rh', 'b.md', note('garde'));
  const all = await suggestedTo('bruno', { space: 'rh' });
  expect(all).toHaveLength(3);
  expect(all.slice(0, 2).toSorted()).toEqual([asked('garde'), asked('nuit')]);
  expect(await suggestedTo('bruno', { space: 'rh' }, 1)).toHaveLength(1);
});
