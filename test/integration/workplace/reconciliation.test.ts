import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplaceClient } from '../../../src/adapters/outgoing-http/workplace-client.ts';
import { stepBackfill } from '../../../src/core/workplace/backfill/step-backfill.ts';
import { saveSource } from '../../../src/core/workplace/manage-sources.ts';
import { receiveEvents } from '../../../src/core/workplace/receive-events.ts';
import { reconcileSource } from '../../../src/core/workplace/reconcile-source.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import type { Organisation } from '../../simulator/organisation.ts';
import { playScript } from '../../simulator/scripted-history.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const minutes = 60_000;
const begun = Date.now();
const at = (minute: number) => new Date(begun + minute * minutes);
const { signal } = new AbortController();

let open: TestStores;
let workplace: Workplace;
const client = createWorkplaceClient(() => true);
const warnings: unknown[] = [];

beforeAll(async () => {
  [open, workplace] = await Promise.all([openTestStores(), openWorkplace(['perdus', 'pousse', 'page'])]);
}, 60_000);
afterAll(async () => {
  client.close();
  await workplace?.close();
  await open?.close();
});

/** A source that heard all that happened so far. */
async function aSource(organisation: Organisation): Promise<Source> {
  const { tenant: org, exportUrl, exportToken } = organisation;
  await open.database.insertInto('organisation').values({ id: org, title: org }).execute();
  const input = { directory: true, exportUrl, exportToken };
  const { source } = await saveSource(open.stores, { org, id: 'travail' }, input, null);
  await hear(source, await organisation.history());
  return source;
}

const hear = (source: Source, events: readonly unknown[]) =>
  receiveEvents({ ...open.stores, clock: () => new Date() }, source, events);

const deps = () => ({
  ...open.stores,
  client,
  clock: () => new Date(),
  logger: { warn: (...said: unknown[]) => warnings.push(said) },
});

/** Compares at a minute, and carries out what is started by it. Gives which spaces were pulled again, `null` for nothing. */
async function reconcile(source: Source, minute: number): Promise<readonly string[] | null> {
  await reconcileSource(deps(), source, { now: at(minute), signal });
  const [started] = (await open.stores.backfills.listDue(new Date())).filter(({ org }) => org === source.org);
  for (let step = 0; step < 100; step += 1) {
    const [due] = (await open.stores.backfills.listDue(new Date())).filter(({ org }) => org === source.org);
    if (!due) break;
    await stepBackfill(deps(), due, signal);
  }
  if (!started) return null;
  expect(await open.stores.backfills.find(source.org, started.id)).toMatchObject({ state: 'done' });
  return started.spaces;
}

const differing = async (source: Source) =>
  (await open.stores.reconciliation.read(source)).differences.map(({ space }) => space).toSorted();

const members = async ({ org }: Source, principal: string) =>
  (
    await open.database
      .selectFrom('membership')
      .select('member')
      .where('org', '=', org)
      .where('principal', '=', principal)
      .orderBy('member')
      .execute()
  ).map(({ member }) => member);

test('R78: events that were lost are made up for without being sent again, in the directory too', async () => {
  const organisation = workplace.organisation('perdus');
  await playScript(organisation);
  const source = await aSource(organisation);
  expect(await reconcile(source, 0)).toBeNull();
  expect(await differing(source), 'after a whole year of every kind of event').toEqual([]);
  expect((await open.stores.reconciliation.read(source)).agreedAt).toEqual(at(0));

  const before = (await organisation.history()).length;
  await organisation.putDocument({ id: 'egare', space: '43', content: '# Perdu\n' });
  await organisation.deleteDocument('deliberation');
  await organisation.setFolderRights('42-f-g', { allow: ['user:alice'] });
  await organisation.addMember('43', 'user:zoe');
  await organisation.removeMember('43', 'org:perdus');
  expect((await organisation.history()).length).toBeGreaterThan(before + 4);

  expect(await reconcile(source, 30), 'not asked before an hour is over').toBeNull();
  expect(await differing(source)).toEqual([]);
  expect(await reconcile(source, 61), 'one look is not enough').toBeNull();
  expect(await differing(source)).toEqual(['42', '43']);
  expect(await reconcile(source, 63), 'nor are two at once').toBeNull();
  expect((await reconcile(source, 67))?.toSorted()).toEqual(['42', '43']);
  expect(JSON.stringify(warnings)).toContain('"spaces":["42","43"]');
  expect(await reconcile(source, 128)).toBeNull();
  expect(await differing(source)).toEqual([]);
  expect(await members(source, 'space:43')).toContain('user:zoe');
  expect(await open.stores.workplace.findItem(source, 'deliberation')).toMatchObject({ state: null });
  expect(await open.stores.workplace.findItem(source, 'egare')).toMatchObject({ contentVersion: 1 });
}, 60_000);

test('members alone that were lost are seen by the sequence, and pulled again without a space', async () => {
  const organisation = workplace.organisation('page');
  await organisation.createSpace('1', {}, { 'user:alice': 'contributeur', 'user:bruno': 'contributeur' });
  const source = await aSource(organisation);
  expect(await reconcile(source, 0)).toBeNull();
  await organisation.removeMember('1', 'user:bruno');
  expect(await reconcile(source, 61)).toBeNull();
  expect(await reconcile(source, 67)).toEqual([]);
  expect(await members(source, 'space:1')).toEqual(['user:alice']);
  expect(await reconcile(source, 130), 'and no second time').toBeNull();
}, 60_000);

test('what a heartbeat says is compared when it came, and a space that it does not name is not', async () => {
  const organisation = workplace.organisation('pousse');
  await organisation.createSpace('1');
  await organisation.createSpace('2');
  await organisation.putDocument({ id: 'un', space: '1', content: 'un' });
  await organisation.putDocument({ id: 'deux', space: '2', content: 'deux' });
  const source = await aSource(organisation);
  await reconcile(source, 0);
  await organisation.putDocument({ id: 'autre', space: '1', content: 'autre' });
  await organisation.deleteDocument('deux');
  const heartbeat = await organisation.heartbeat();
  const named = (heartbeat.data as { spaces: { space: string }[] }).spaces.map(({ space }) => space);
  expect(named).toEqual(['1']);
  await hear(source, [heartbeat]);
  await reconcile(source, 1);
  expect(await differing(source)).toEqual(['1']);
}, 60_000);
