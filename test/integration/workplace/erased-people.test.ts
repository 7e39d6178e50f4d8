import { beforeEach, expect, test } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { copyShared, shareConversation } from '../../../src/core/conversation/shared-conversations.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { anEvent, type SmallEvent } from '../../support/small-workplace.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { aSubmission, classFor, publishText } from '../../support/test-stores.ts';
import { anExchange } from '../postgres/an-exchange.ts';

const world = createTestOrganisation();
let source: Source;
beforeEach(async () => {
  const wanted = { org: world.org, id: 'travail' };
  ({ source } = await saveSource(world.stores, wanted, { directory: true }, null));
});

const hear = async (...events: readonly SmallEvent[]) => {
  const results = await receiveEvents({ ...world.stores, clock: () => new Date() }, source, events);
  return results.map(({ outcome }) => outcome);
};
const say = (kind: string, user: string, sequence: number, data: Readonly<Record<string, unknown>> = {}) =>
  anEvent(`user.${kind}`, `user/${user}`, { tenant: world.org, ...data }, { sequence: String(sequence) });
const as = (user: string) => authoriseCaller(world.stores, { org: world.org, user });
const records = async () =>
  (await world.stores.audit.list(world.org, { limit: 5, order: 'latest', action: 'person-erased' })).map(
    ({ details }) => details,
  );

/** A conversation of alice that bruno copied, and all that else says that there is an alice. */
async function leaveTraces() {
  const { org, stores, database } = world;
  const accessClass = await classFor(stores, org, 'space:mairie');
  const { id: documentId, version } = await publishText(
    stores,
    aSubmission({ org, accessClass }),
    'Le matricule touche 31 337 euros.',
  );
  const exchange = anExchange({ org });
  const { conversationId, messageId } = exchange;
  const sources = exchange.sources.map((one) => ({ ...one, documentId, version }));
  await stores.conversations.saveExchange({ ...exchange, sources });
  await shareConversation(stores, await as('alice'), conversationId, 'user:bruno');
  const copied = await copyShared(stores, await as('bruno'), conversationId);
  await stores.feedback.give(org, 'alice', {
    ...{ messageId, useful: false, sources: [], reasons: ['should-not-see'], comment: 'Vertugadin.' },
  });
  const { pseudonym = '' } = (await stores.people.profile(org, 'alice')) ?? {};
  await database
    .insertInto('spend')
    .values({
      ...{
        org,
        message_id: messageId,
        at: new Date(),
        person: pseudonym,
        spaces: [],
        provider: null,
        model: null,
      },
      ...{ prompt_tokens: 1, completion_tokens: 1, micro_euros: null, energy_wh: null, is_estimated: false },
    })
    .execute();
  await database
    .insertInto('inbox')
    .values({ org, source: 'upload:alice', event_id: 'cle', result: 'true' })
    .execute();
  return { copied, pseudonym };
}

test('R73: whom a workplace erases loses what an administrator would erase, with the same receipt in the audit', async () => {
  const { people } = world.stores;
  await leaveTraces();
  const { stores } = await people.erase(world.org, 'alice', { by: null });
  const { copied, pseudonym } = await leaveTraces();
  expect(await hear(say('erased', 'alice', 5))).toEqual(['applied']);

  const [receipt] = await records();
  // What was emptied before counts as what is emptied now.
  const database = { ...stores.database, copies: 4 };
  expect(receipt).toMatchObject({ source: 'travail', stores: { database }, idsHash: expect.any(String) });
  expect(stores.database).toMatchObject({
    ...{ conversations: 1, comments: 1, copies: 2, reports: 1, spending: 1, uploadKeys: 1 },
  });
  expect(JSON.stringify(receipt)).not.toContain('alice');
  expect(await people.profile(world.org, 'alice')).toBeNull();
  const copy = await world.stores.conversations.find(world.org, 'bruno', copied);
  expect(copy?.messages.map(({ text }) => text)).toEqual(['', '']);
  const spent = await world.database
    .selectFrom('spend')
    .select('person')
    .where('org', '=', world.org)
    .where('person', '=', pseudonym)
    .execute();
  expect(spent).toEqual([]);
  // Told again, nothing more is erased, and no other receipt is written.
  await hear(say('erased', 'alice', 5), say('disabled', 'alice', 6), say('erased', 'alice', 7));
  expect(await records()).toHaveLength(2);
});

test('R73, R78: of whom it erased no name or identity is kept, whatever comes late, until they are told of anew', async () => {
  const card = { name: 'Zoé Tartempion', identities: [{ issuer: 'https://identite.example', subject: 'z' }] };
  const kept = async () =>
    JSON.stringify(
      await world.database
        .selectFrom('directory_register')
        .select(['kind', 'value'])
        .where('org', '=', world.org)
        .execute(),
    );
  await hear(say('upserted', 'zoe', 2, card));
  expect(await kept()).toContain('Tartempion');
  await hear(say('erased', 'zoe', 5));
  await hear(say('upserted', 'zoe', 4, card), say('disabled', 'zoe', 6));
  expect(await kept()).not.toMatch(/Tartempion|identite\.example/);
  expect(await world.stores.people.profile(world.org, 'zoe')).toBeNull();
  await hear(say('upserted', 'zoe', 7, card));
  expect(await world.stores.people.profile(world.org, 'zoe')).toMatchObject({ name: 'Zoé Tartempion' });
});
