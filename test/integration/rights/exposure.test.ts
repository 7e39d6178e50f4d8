import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { normaliseAccessRule } from '../../../src/core/access/access-rule.ts';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { uuidFrom } from '../../../src/core/document-id.ts';
import { seededRandom } from '../../../src/core/evaluation/score/random.ts';
import type { ExposedPlace } from '../../../src/ports/exposure-report.ts';
import { naiveMayRead, naivePrincipals, type World } from '../../support/naive-rights.ts';
import { randomWorld } from '../../support/random-world.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const worldCount = 150;
const thresholds = [0, 0.2, 0.25, 0.5, 1];
const spaces = ['a', 'b', 'vide'];

type PlacedDocument = {
  readonly id: string;
  readonly space: string;
  readonly rule: World['rules'][number];
  readonly owner: string | null;
  readonly isSensitive: boolean;
  readonly isRead: boolean;
};
type Placed = {
  readonly org: string;
  readonly world: World;
  readonly guests: readonly string[];
  readonly documents: readonly PlacedDocument[];
};

let open: TestStores;
let placed: readonly Placed[];

beforeAll(async () => {
  open = await openTestStores();
  placed = await Promise.all(Array.from({ length: worldCount }, (_, number) => place(`e${number}`, number)));
});
afterAll(() => open.close());

/** Writes a random world with up to twelve documents that share its rules, in two of three spaces. */
async function place(org: string, number: number): Promise<Placed> {
  const { database, stores } = open;
  const random = seededRandom(number);
  const pick = <One>(from: readonly One[]) => from[Math.floor(random() * from.length)] as One;
  const [world] = fc.sample(randomWorld(org), { numRuns: 1, seed: 20_261_127 + number });
  if (!world) throw new Error('no world');
  const guests = world.users.filter(() => random() < 0.3);
  const documents = Array.from(
    { length: Math.floor(random() * 12) },
    (_, at): PlacedDocument => ({
      id: uuidFrom(org, String(at)),
      space: pick(['a', 'b']),
      rule: normaliseAccessRule(pick(world.rules)),
      owner: pick([null, 'a', 'b', 'z']),
      isSensitive: random() < 0.4,
      isRead: random() < 0.7,
    }),
  );
  await database.insertInto('organisation').values({ id: org, title: org }).execute();
  const inOrg = spaces.map((id) => ({ org, id, title: id, sensitivity: 'interne' as const }));
  await database.insertInto('space').values(inOrg).execute();
  const people = world.users.map((id) => ({
    org,
    id,
    name: id,
    title: null,
    is_guest: guests.includes(id),
  }));
  await database.insertInto('app_user').values(people).execute();
  const memberships = world.memberships.map((row) => ({ org, ...row }));
  if (memberships.length) await database.insertInto('membership').values(memberships).execute();
  for (const { id, space, rule, owner, isSensitive, isRead } of documents)
    await database
      .insertInto('document')
      .values({
        org,
        id,
        space,
        source: 'test',
        external_id: id,
        parent_id: null,
        access_class: await stores.access.ensureAccessClass(org, rule),
        title: `Titre de ${id}`,
        path: id,
        url: null,
        sensitivity: 'interne',
        state: isRead ? 'searchable-words' : 'queued',
        reason: null,
        live_version: isRead ? 1 : 0,
        wanted_version: 1,
        sha256: '0',
        bytes: 1,
        format: null,
        created_by: owner,
        modified_at: new Date(0),
        warnings: JSON.stringify(isSensitive ? [{ code: 'sensitivity-label', count: 1 }] : []),
      })
      .execute();
  return { org, world, guests, documents };
}

/** One document and one person after the other. */
function naiveExposure({ org, world, guests, documents }: Placed, threshold: number) {
  return documents.map((document) => {
    const readers = world.users.filter((user) =>
      naiveMayRead(document.rule, naivePrincipals(world, org, user)),
    );
    const above = readers.length > threshold * world.users.length;
    const invited = readers.filter((user) => guests.includes(user)).length;
    return { ...document, readers, above, guests: invited, isExposed: above || invited > 0 };
  });
}

function naiveSpace(judged: ReturnType<typeof naiveExposure>, id: string) {
  const mine = judged.filter(({ space }) => space === id);
  const exposed = mine.filter(({ isExposed }) => isExposed);
  const owners = [...new Set(exposed.map(({ owner }) => owner))].map((user) => ({
    user,
    documents: exposed.filter(({ owner }) => owner === user).length,
  }));
  return {
    id,
    title: id,
    assistantEnabled: true,
    people: new Set(mine.flatMap(({ readers }) => readers)).size,
    documents: mine.length,
    unread: mine.filter(({ isRead }) => !isRead).length,
    aboveThreshold: mine.filter(({ above }) => above).length,
    openToGuests: mine.filter(({ guests }) => guests > 0).length,
    exposed: exposed.length,
    sensitive: exposed.filter(({ isSensitive }) => isSensitive).length,
    owners: owners.sort((a, b) => b.documents - a.documents || ((a.user ?? '~') < (b.user ?? '~') ? -1 : 1)),
  };
}

test('R94: the counts of a space are those of each document and each person, in 150 random worlds with loops', async () => {
  let exposed = 0;
  let hidden = 0;
  for (const mine of placed)
    for (const threshold of thresholds) {
      const judged = naiveExposure(mine, threshold);
      const expected = spaces
        .map((id) => naiveSpace(judged, id))
        .sort(
          (a, b) =>
            b.sensitive - a.sensitive ||
            b.openToGuests - a.openToGuests ||
            b.aboveThreshold - a.aboveThreshold ||
            (a.id < b.id ? -1 : 1),
        );
      const said = `${mine.org} ${threshold} ${JSON.stringify(mine)}`;
      const found = await open.stores.exposure.summarise(mine.org, { threshold });
      expect(found, said).toEqual({
        people: mine.world.users.length,
        guests: mine.guests.length,
        spaces: expected,
      });
      const one = await open.stores.exposure.summarise(mine.org, { threshold, space: 'b' });
      expect(one.spaces, said).toEqual([naiveSpace(judged, 'b')]);
      exposed += judged.filter(({ isExposed }) => isExposed).length;
      hidden += judged.filter(({ isExposed }) => !isExposed).length;
    }
  // The worlds are no triviality: both answers are common.
  expect(exposed).toBeGreaterThan(300);
  expect(hidden).toBeGreaterThan(300);
}, 180_000);

test('R94, R15: documents are named to those who may read them, page by page; the others are a number', async () => {
  let named = 0;
  let withheld = 0;
  for (const mine of placed)
    for (const user of [...mine.world.users, 'nobody']) {
      const within = await authoriseCaller(open.stores, { org: mine.org, user });
      const exposed = naiveExposure(mine, 0.2).filter(({ isExposed }) => isExposed);
      const own = exposed.filter(({ readers }) => readers.includes(user));
      const listed: ExposedPlace[] = [];
      for (;;) {
        const last = listed.at(-1);
        const page = await open.stores.exposure.listDocuments(within, {
          threshold: 0.2,
          limit: 2,
          ...(last && { after: last }),
        });
        expect(page.withheld).toBe(exposed.length - own.length);
        listed.push(...page.documents);
        if (page.documents.length < 2) break;
      }
      const shape = ({ id, people, guests, isSensitive }: ExposedPlace) => ({
        id,
        people,
        guests,
        isSensitive,
      });
      const expected = own
        .map((document) => shape({ ...document, people: document.readers.length }))
        .sort(
          (a, b) =>
            Number(b.isSensitive) - Number(a.isSensitive) ||
            b.guests - a.guests ||
            b.people - a.people ||
            (a.id < b.id ? -1 : 1),
        );
      expect(listed.map(shape)).toEqual(expected);
      named += own.length;
      withheld += exposed.length - own.length;
    }
  expect(named).toBeGreaterThan(100);
  expect(withheld).toBeGreaterThan(100);
}, 120_000);

test('R30: a report of one organisation changes with nothing of another', async () => {
  const [mine, other] = [placed[0], placed[1]];
  if (!mine || !other) throw new Error('no worlds');
  const before = await open.stores.exposure.summarise(mine.org, { threshold: 0.2 });
  await sql`update app_user set is_guest = true where org = ${other.org}`.execute(open.database);
  await sql`delete from membership where org = ${other.org}`.execute(open.database);
  expect(await open.stores.exposure.summarise(mine.org, { threshold: 0.2 })).toEqual(before);
});

test('R94: guests are those of the organisation file, and no longer when it does not name them', async () => {
  const file = {
    organisation: 'invites',
    users: ['alice', 'bruno'],
    groups: {},
    people: {},
    admins: [],
    owners: [],
    auditors: [],
    spaces: {},
  };
  await open.stores.access.applyOrganisation({ ...file, guests: ['bruno'] }, 'test');
  expect(await open.stores.exposure.summarise('invites', { threshold: 0.2 })).toMatchObject({
    people: 2,
    guests: 1,
  });
  await open.stores.access.applyOrganisation({ ...file, guests: [] }, 'test');
  expect(await open.stores.exposure.summarise('invites', { threshold: 0.2 })).toMatchObject({ guests: 0 });
});
