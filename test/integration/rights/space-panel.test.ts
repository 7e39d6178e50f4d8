import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { showSpacePanel, switchFromPanel } from '../../../src/core/access/space-panel.ts';
import { workplaceEvent } from '../../../src/core/contract/events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import type { Person } from '../../../src/ports/access-repository.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';
import { applyTown, publishIn } from './town.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
/** In the space `rh` bruno is a member, and chloe looks after it by a group, without belonging to it. */
beforeEach(async () => {
  number += 1;
  org = `ville${number}`;
  await applyTown(open, org, ['bruno']);
  await open.database
    .insertInto('app_user')
    .values({ org, id: 'chloe', name: 'Chloé', title: null })
    .execute();
  await open.database
    .insertInto('membership')
    .values({ org, principal: 'group:animation', member: 'user:chloe' })
    .execute();
  await say({ animators: ['grp:animation'] });
});

/** What the workplace says of the space `rh`. */
let said = 0;
async function say(card: object): Promise<void> {
  said += 1;
  const source: Source = {
    ...{ org, id: 's', title: 's', tenant: 't', isDirectory: true, mode: 'push', exportUrl: null },
    ...{ contentOrigins: [], receiptsUrl: null, lateCheckUrl: null, enabled: true },
  };
  await open.stores.sources.save(source, { exportToken: null, by: null });
  const event = workplaceEvent.parse({
    specversion: '1.0',
    id: `e${said}`,
    source: '//travail.example/org/t',
    type: 'fr.workplace.space.created.v1',
    subject: 'space/rh',
    time: '2026-11-23T10:00:00Z',
    sequence: String(said),
    data: { tenant: 't', title: 'RH', ...card },
  });
  await open.stores.workplace.apply(source, [event], { lane: 'interactive', now: new Date(), rejected: 0 });
}

const as = async (id: string, roles: Partial<Person> = {}): Promise<Person> => {
  const person = await open.stores.access.findPerson(org, { id });
  if (!person) throw new Error(id);
  return { ...person, ...roles };
};
const admin = () => as('alice', { isAdmin: true });
const switchBy = (person: Person, enabled: boolean) => switchFromPanel(open.stores, person, 'rh', enabled);

test('R01 R14: only animators and administrators see the panel, and see numbers; to others it is missing', async () => {
  await publishIn(open, { org, space: 'rh', externalId: 'a.md' }, 'Le texte secret de la note.');
  for (const person of [await as('chloe'), await admin()]) {
    const panel = await showSpacePanel(open.stores, person, 'rh');
    expect(panel).toMatchObject({ id: 'rh', enabled: true, excludedBy: null, maySwitch: true, total: 1 });
    expect(JSON.stringify(panel)).not.toMatch(/secret|a\.md/);
    await expect(showSpacePanel(open.stores, person, 'nulle-part')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  // A member who reads everything of it, but does not look after it.
  await expect(showSpacePanel(open.stores, await as('bruno'), 'rh')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(switchBy(await as('bruno'), false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await say({ animators: [] });
  await expect(showSpacePanel(open.stores, await as('chloe'), 'rh')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('animators are told which spaces they look after, others none', async () => {
  const animates = async (user: string) => (await open.stores.access.findBelonging(org, user)).animates;
  expect(await animates('chloe')).toEqual([{ id: 'rh', title: 'RH' }]);
  expect(await animates('bruno')).toEqual([]);
  await say({ animators: [] });
  expect(await animates('chloe')).toEqual([]);
});

test('R13: an animator closes the space and opens it again; both leave a record', async () => {
  await publishIn(open, { org, space: 'rh', externalId: 'a.md' }, 'Un texte.');
  expect(await switchBy(await as('chloe'), false)).toMatchObject({
    enabled: false,
    excludedBy: 'animator',
    maySwitch: true,
    excluded: 1,
  });
  expect(await switchBy(await as('chloe'), true)).toMatchObject({
    enabled: true,
    excludedBy: null,
    excluded: 0,
  });
  const records = await open.stores.audit.list(org, { limit: 2, order: 'latest' });
  expect(records.map(({ action, details }) => [action, details.as])).toEqual([
    ['space-included', 'animator'],
    ['space-excluded', 'animator'],
  ]);
});

test('R94: what an administrator excluded, also after an animator did, no animator opens', async () => {
  const refused = { code: 'SPACE_EXCLUDED_BY_ADMINISTRATOR' };
  await switchBy(await as('chloe'), false);
  expect(await switchBy(await admin(), false)).toMatchObject({
    excludedBy: 'administrator',
    maySwitch: true,
  });
  await expect(switchBy(await as('chloe'), true)).rejects.toMatchObject(refused);
  await expect(switchBy(await as('chloe'), false)).rejects.toMatchObject(refused);
  expect(await showSpacePanel(open.stores, await as('chloe'), 'rh')).toMatchObject({
    enabled: false,
    maySwitch: false,
  });
  await open.stores.documents.switchSpace(org, 'rh', { enabled: true, by: null });
  await open.stores.documents.switchSpace(org, 'rh', { enabled: false, by: null });
  await expect(switchBy(await as('chloe'), true)).rejects.toMatchObject(refused);
  expect(await switchBy(await admin(), true)).toMatchObject({ enabled: true, excludedBy: null });
});

test('R13: what the workplace excludes is opened by nobody here', async () => {
  await say({ assistant: 'excluded', animators: ['grp:animation'] });
  expect(await showSpacePanel(open.stores, await admin(), 'rh')).toMatchObject({
    enabled: false,
    excludedBy: 'source',
    maySwitch: false,
  });
  await expect(switchBy(await as('chloe'), true)).rejects.toMatchObject({ code: 'SPACE_EXCLUDED_AT_SOURCE' });
});
