import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type WorkplaceEvent, workplaceEvent } from '../../../src/core/contract/events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
}, 60_000);
afterAll(() => open?.close());

/** One step of a history: what is said, and of which of a few things. */
const step = fc.record({
  kind: fc.constantFrom(
    'document.upserted',
    'document.restored',
    'document.moved',
    'document.deleted',
    'document.acl.changed',
    'folder.acl.changed',
    'space.created',
    'space.updated',
    'space.archived',
    'space.deleted',
    'space.members.changed',
    'space.members.snapshot',
    'group.members.changed',
    'group.members.snapshot',
    'user.upserted',
    'user.disabled',
    'user.erased',
    'org.policy.changed',
  ),
  thing: fc.constantFrom('1', '2', '3'),
  space: fc.constantFrom('1', '2'),
  people: fc.subarray(['user:1', 'user:2', 'user:3', 'grp:1', 'grp:2']),
  others: fc.subarray(['user:1', 'user:2', 'grp:2']),
  flag: fc.boolean(),
  folders: fc.subarray(['1', '2', '3']),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function said(it: Step, sequence: number): WorkplaceEvent {
  const subjects = {
    document: 'doc',
    folder: 'folder',
    space: 'space',
    group: 'group',
    user: 'user',
    org: 'org',
  };
  const kind = it.kind.slice(0, it.kind.indexOf('.')) as keyof typeof subjects;
  const acl = {
    allow: [`space:${it.space}`, ...it.others],
    restrictedTo: it.flag ? it.people : [],
    deny: it.flag ? [] : it.people.slice(0, 1),
    inherited: it.flag,
  };
  const place = { space: it.space, folderPath: it.folders, acl, aclVersion: sequence };
  const whole = {
    ...place,
    title: `Titre ${sequence}`,
    size: 3,
    // Few, so that titles change with the bytes and without them.
    sha256: it.others.length.toString(16).padStart(64, '0'),
    contentVersion: sequence,
    modifiedAt: new Date(1_790_000_000_000 + sequence * 1000).toISOString(),
    url: `https://travail.example/d/${sequence}`,
    encryption: it.flag && it.folders.length === 3 ? 'e2ee' : 'none',
  };
  const card = {
    title: `Espace ${sequence}`,
    assistant: it.flag ? 'allowed' : 'excluded',
    animators: it.people,
  };
  const data: Record<string, object> = {
    'document.upserted': whole,
    'document.restored': whole,
    'document.moved': place,
    'document.acl.changed': { acl, aclVersion: sequence },
    'folder.acl.changed': { space: it.space, acl, aclVersion: sequence },
    'space.created': card,
    'space.updated': card,
    'space.members.changed': { added: it.people, removed: it.others },
    'group.members.changed': { added: it.people, removed: it.others },
    'space.members.snapshot': { members: it.people },
    'group.members.snapshot': { members: it.people },
    'user.upserted': {
      name: `Nom ${sequence}`,
      guest: it.flag,
      status: it.others.length ? 'active' : 'disabled',
      // Three identities for three people: they take them from one another, and drop them.
      identities: it.folders.map((subject) => ({ issuer: 'https://identite.example', subject })),
    },
    'org.policy.changed': { guests: it.flag ? 'allowed' : 'excluded' },
  };
  return workplaceEvent.parse({
    specversion: '1.0',
    id: `e${sequence}`,
    source: '//travail',
    type: `fr.workplace.${it.kind}.v1`,
    subject: kind === 'org' ? 'org' : `${subjects[kind]}/${it.thing}`,
    time: new Date(1_790_000_000_000 + sequence * 1000).toISOString(),
    sequence: String(sequence),
    dataref: 'https://travail.example/f',
    data: { tenant: 't', ...data[it.kind] },
  });
}

async function aSource(): Promise<Source> {
  const org = `o${randomUUID().slice(0, 8)}`;
  await open.database.insertInto('organisation').values({ id: org, title: org }).execute();
  const source: Source = {
    ...{ org, id: 's', title: 's', tenant: 't', isDirectory: true, mode: 'push', exportUrl: null },
    ...{ contentOrigins: ['https://travail.example'], receiptsUrl: null, lateCheckUrl: null, enabled: true },
  };
  await open.stores.sources.save(source, { exportToken: null, by: null });
  return source;
}

async function deliverAll(events: readonly WorkplaceEvent[], sizes: readonly number[]): Promise<Source> {
  const source = await aSource();
  for (let from = 0, turn = 0; from < events.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const delivery = { lane: 'interactive', now: new Date(), rejected: 0 } as const;
    await open.stores.workplace.apply(source, events.slice(from, from + size), delivery);
    from += size;
  }
  // The job that a change of a space asks for.
  await open.stores.documents.finishSwitches(source.org);
  return source;
}

/** All that people could notice, and all that later events build on; not how often it was worked out. */
async function stateOf({ org }: Source): Promise<unknown> {
  const rows = async (query: string) =>
    (await sql.raw<Record<string, unknown>>(query.replaceAll('$org', `'${org}'`)).execute(open.database))
      .rows;
  return {
    documents: await rows(`
      select d.external_id, d.space, d.sensitivity, d.path, d.sha256, d.state, d.reason, d.encryption,
             c.allow, c.restricted_to, c.deny, d.title, d.modified_at, d.url
        from document d join access_class c on c.id = d.access_class where d.org = $org order by 1`),
    items: await rows(`
      select external_id, content_sequence, content, place_sequence, space, folder_path, acl_sequence, acl, gone_sequence
        from item where org = $org order by 1`),
    people: await rows(`select id, name, is_guest, disabled_at from app_user where org = $org order by 1`),
    identities: await rows(
      `select issuer, subject, user_id from user_identity where org = $org order by 1, 2`,
    ),
    members: await rows(`
      select m.principal, m.member from membership m where m.org = $org
         and (m.member !~ '^user:' or exists (select from app_user u where u.org = $org and 'user:' || u.id = m.member)) order by 1, 2`),
    // One that was only ever spoken of, or deleted, and in which nothing stands, is nothing.
    spaces: await rows(`
      select s.id, s.title, s.sensitivity, s.assistant_enabled, s.animators from space s where s.org = $org
         and (exists (select from directory_register r where r.org = $org and r.kind = 'space-status' and r.id = s.id
                        and r.value ->> 'state' <> 'deleted')
           or exists (select from document d where d.org = $org and d.space = s.id)) order by 1`),
    folders: await rows(`select folder, sequence, acl from folder_rule where org = $org order by 1`),
    guests: await rows(`select guests_excluded from organisation where id = $org`),
  };
}

it('R78: any history, delivered ten times over in any order and in any batches, ends in one state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 14 }),
      fc.infiniteStream(fc.nat({ max: 1_000_000 })),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      async (steps, draws, sizes) => {
        const events = steps.map((one, at) => said(one, at + 1));
        const inOrder = await stateOf(await deliverAll(events, [1]));
        const often = Array.from({ length: 10 }, (_, time) =>
          // The same delivery by another id too: what is known twice by id is not even looked at.
          events.map((event) => (time % 2 ? { ...event, id: `${event.id}/${time}` } : event)),
        ).flat();
        const shuffled = often
          .map((event) => ({ event, at: draws.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ event }) => event);
        expect(await stateOf(await deliverAll(shuffled, sizes))).toEqual(inOrder);
      },
    ),
    { numRuns: Number(process.env['HISTORIES'] ?? 40) },
  );
}, 240_000);

it('a space that the directory deletes takes what another source put there with it, whatever numbers that one counts by', async () => {
  const directory = await aSource();
  const { org } = directory;
  const other = { ...directory, id: 'wiki', isDirectory: false };
  await open.stores.sources.save(other, { exportToken: null, by: null });
  const delivery = { lane: 'interactive', now: new Date(), rejected: 0 } as const;
  const spoken = (kind: string, sequence: number) =>
    said({ kind, thing: '1', space: '1', people: [], others: [], flag: true, folders: [] } as Step, sequence);
  await open.stores.workplace.apply(directory, [spoken('space.created', 1)], delivery);
  await open.stores.workplace.apply(other, [spoken('document.upserted', 5_000_000)], delivery);
  const documents = async () => ((await stateOf(directory)) as { documents: unknown[] }).documents.length;
  expect(await documents()).toBe(1);
  await open.stores.workplace.apply(directory, [spoken('space.deleted', 6)], delivery);
  expect(await documents()).toBe(0);
  await open.stores.workplace.apply(other, [spoken('document.moved', 5_000_001)], delivery);
  expect(await documents()).toBe(0);
  expect(org).toBe(other.org);
});

it('R13, R94: a space that an administrator excluded stays excluded when it is deleted and made again, by any source', async () => {
  const source = await aSource();
  const { org } = source;
  const delivery = { lane: 'interactive', now: new Date(), rejected: 0 } as const;
  const speak = (kind: string, sequence: number) =>
    open.stores.workplace.apply(
      source,
      [
        said(
          { kind, thing: '1', space: '1', people: [], others: [], flag: true, folders: [] } as Step,
          sequence,
        ),
      ],
      delivery,
    );
  await speak('space.created', 1);
  await speak('document.upserted', 2);
  expect(await open.stores.documents.switchSpace(org, '1', { enabled: false, by: null })).toBe(1);
  await speak('space.deleted', 3);
  await speak('space.created', 4);
  await speak('document.restored', 5);
  const state = (await stateOf(source)) as { spaces: object[]; documents: object[] };
  expect(state.spaces).toMatchObject([{ id: '1', assistant_enabled: false }]);
  expect(state.documents).toMatchObject([{ state: 'skipped', reason: 'space-excluded' }]);
  // Once it is opened again, nothing is remembered.
  await open.stores.documents.switchSpace(org, '1', { enabled: true, by: null });
  await speak('space.deleted', 6);
  expect(((await stateOf(source)) as { spaces: object[] }).spaces).toEqual([]);
});

it('R78: an identity that two people claim is the later one’s, and the other’s again when that one drops it, in any order', async () => {
  const claims = (thing: string, folders: string[], sequence: number) =>
    said(
      {
        kind: 'user.upserted',
        thing,
        space: '1',
        people: [],
        others: ['user:1'],
        flag: true,
        folders,
      } as Step,
      sequence,
    );
  const [first, second, dropped] = [claims('1', ['1'], 1), claims('2', ['1'], 2), claims('2', [], 3)];
  const erased = said(
    { kind: 'user.erased', thing: '2', space: '1', people: [], others: [], flag: true, folders: [] } as Step,
    4,
  );
  const holders = async (events: readonly WorkplaceEvent[]) => {
    const { identities } = (await stateOf(await deliverAll(events, [1]))) as {
      identities: { issuer: string; user_id: string }[];
    };
    return identities.filter(({ issuer }) => issuer !== 'sourcier:local').map((one) => one.user_id);
  };
  for (const [events, holder] of [
    [[first, second], '2'],
    [[second, first], '2'],
    [[first, second, dropped], '1'],
    [[second, dropped, first], '1'],
    [[dropped, second, first], '1'],
    [[second, first, dropped], '1'],
    [[first, second, erased], '1'],
    [[erased, second, first], '1'],
  ] as const)
    expect([events.map(({ id }) => id), await holders(events)]).toEqual([
      events.map(({ id }) => id),
      [holder],
    ]);
});
