import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authoriseCaller } from '../../../src/core/access/authorise-caller.ts';
import { workplaceEvent } from '../../../src/core/contract/events.ts';
import type { Source } from '../../../src/core/workplace/source.ts';
import { disorder, randomFrom } from '../../simulator/disorder.ts';
import type { Organisation } from '../../simulator/organisation.ts';
import { playHistory, randomHistory } from '../../simulator/random-history.ts';
import { playScript } from '../../simulator/scripted-history.ts';
import { openWorkplace, type Workplace } from '../../simulator/workplace.ts';
import { openTestStores, type TestStores } from '../../support/test-stores.ts';

const runs = Number(process.env.HISTORIES ?? 40);
const tenants = ['script', ...Array.from({ length: runs }, (_one, at) => `random${at}`)];

/** What Sourcier lets people read, measured against what is true at the workplace: two programs that share no code for it. */
describe('the rights of a workplace', () => {
  let workplace: Workplace;
  let open: TestStores;
  beforeAll(async () => {
    [workplace, open] = await Promise.all([openWorkplace(tenants), openTestStores()]);
  });
  afterAll(async () => {
    await workplace?.close();
    await open?.close();
  });

  /** Another organisation of Sourcier each time, never named as the workplace names it. */
  const aSource = async ({ tenant, contentHosts, exportUrl }: Organisation): Promise<Source> => {
    const org = `ville-${randomUUID().slice(0, 8)}`;
    await open.database.insertInto('organisation').values({ id: org, title: org }).execute();
    const source: Source = {
      ...{ org, id: 'travail', title: 'Travail', tenant, isDirectory: true, mode: 'push', exportUrl },
      ...{ contentOrigins: contentHosts, receiptsUrl: null, lateCheckUrl: null, enabled: true },
    };
    await open.stores.sources.save(source, { exportToken: null, by: null });
    return source;
  };
  const deliver = async (source: Source, events: readonly unknown[], seed: number) => {
    const random = randomFrom(seed);
    for (let at = 0; at < events.length; ) {
      const batch = events.slice(at, at + 1 + Math.floor(random() * 12));
      const delivery = { lane: 'interactive', now: new Date(), rejected: 0 } as const;
      await open.stores.workplace.apply(
        source,
        batch.map((event) => workplaceEvent.parse(event)),
        delivery,
      );
      at += batch.length;
    }
    await open.stores.documents.finishSwitches(source.org);
  };
  /** By document, what it is called, who may see that it is there, and who may find it. */
  const seenHere = async ({ org }: Source) => {
    const mayOpen: Record<string, string[]> = {};
    const mayFind: Record<string, string[]> = {};
    const documents = await open.database
      .selectFrom('document')
      .select(['external_id as id', 'title'])
      .where('org', '=', org)
      .execute();
    for (const { id } of documents) mayOpen[id] = [];
    const titles = Object.fromEntries(documents.map(({ id, title }) => [id, title]));
    for (const user of ['alice', 'bruno', 'chloe', 'david', 'emma', 'gilles']) {
      const within = await authoriseCaller(open.stores, { org, user });
      const seen = await open.stores.library.list(within, { limit: 100 });
      const found = await open.stores.library.findReadable(
        within,
        seen.map(({ id }) => id),
      );
      const ids = await open.database
        .selectFrom('document')
        .select(['id', 'external_id', 'encryption'])
        .where('org', '=', org)
        .execute();
      for (const { id } of seen) {
        const row = ids.find((one) => one.id === id);
        if (!row) continue;
        mayOpen[row.external_id]?.push(user);
        if (found.has(id) && row.encryption === 'none')
          mayFind[row.external_id] = [...(mayFind[row.external_id] ?? []), user];
      }
    }
    return { titles, mayOpen, mayFind };
  };
  const told = async (organisation: Organisation) => {
    const truth = await organisation.truth();
    const somebody = [...truth.mayFind].filter(([, who]) => who.length > 0);
    return {
      titles: Object.fromEntries(truth.titles),
      mayOpen: Object.fromEntries(truth.mayOpen),
      mayFind: Object.fromEntries(somebody),
    };
  };

  it('R01, R04, R11: are those of the workplace after a year, event by event in order', async () => {
    const organisation = workplace.organisation('script');
    await playScript(organisation);
    const source = await aSource(organisation);
    await deliver(source, await organisation.history(), 1);
    expect(await seenHere(source)).toEqual(await told(organisation));
  });

  it('R78: are those of the workplace after any history, three times over in any order', {
    timeout: 240_000,
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory({ maxLength: 50 }), fc.integer(), async (actions, seed) => {
        run += 1;
        const organisation = workplace.organisation(tenants[run] ?? '');
        await playHistory(organisation, actions);
        const source = await aSource(organisation);
        await deliver(source, disorder(await organisation.history(), { seed, copies: 3 }), seed);
        expect(await seenHere(source)).toEqual(await told(organisation));
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });
});
