import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationRun } from '../../../src/core/evaluation/run.ts';
import { stepRun } from '../../../src/core/evaluation/step-run.ts';
import { aResultLine } from '../../support/a-result-line.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  publishText,
  type TestStores,
} from '../../support/test-stores.ts';

const org = 'bellerive';
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
  await open.stores.access.applyOrganisation(anOrganisation(), 'test');
});
afterAll(() => open.close());

async function aRun(
  questions: readonly string[],
  people: readonly string[] = ['alice'],
): Promise<EvaluationRun> {
  const [run] = await open.stores.evaluations.start(
    org,
    [
      {
        ...{ setId: 'jeu', title: 'Jeu', endpoint: 'ask', provider: null, promptVersion: null },
        principal: `user:${people[0]}`,
        people,
        questions: questions.map((question, at) => ({ id: `q${at}`, question, tags: [] })),
      },
    ],
    'alice',
  );
  if (!run) throw new Error('no run was started');
  return run;
}

async function aPublished(): Promise<string> {
  const accessClass = await classFor(open.stores, org, 'space:mairie');
  const submission = aSubmission({ accessClass, externalId: `${randomUUID()}.md` });
  const { id } = await publishText(open.stores, submission, 'La piscine ferme à 19 heures.');
  return id;
}

const line = aResultLine({
  as: 'alice',
  answer: 'La piscine ferme à 19 heures.',
  ranking: [{ document: 'mairie/note.md', heading: null, score: 1, relevant: true }],
  scores: { 'fact-recall': 1 },
});
const kept = async ({ id }: EvaluationRun) =>
  (await open.stores.evaluations.results(org, id)).map((one) => one.line);

describe('what an evaluation keeps', () => {
  test('as a group it asks as those who may use the assistant: not as disabled people, nor as guests who are kept from it', async () => {
    const { evaluations, access } = open.stores;
    const other = 'saint-roch';
    await access.applyOrganisation(
      anOrganisation({
        organisation: other,
        users: ['alice', 'bruno', 'chloe'],
        groups: { agents: ['alice', 'bruno', 'chloe'] },
      }),
      'test',
    );
    const people = () => evaluations.membersOf(other, 'agents');
    const set = (user: string, to: { is_guest?: boolean; disabled_at?: Date }) =>
      open.database.updateTable('app_user').set(to).where('org', '=', other).where('id', '=', user).execute();
    await set('bruno', { is_guest: true });
    await set('chloe', { disabled_at: new Date() });
    expect(await people()).toEqual(['alice', 'bruno']);
    await open.database
      .updateTable('organisation')
      .set({ guests_excluded: true })
      .where('id', '=', other)
      .execute();
    expect(await people()).toEqual(['alice']);
  });

  test('R70: of an erased document its numbers stay and its words go, whether it was erased before or after', async () => {
    const { evaluations, erasures } = open.stores;
    const [document, other] = [await aPublished(), await aPublished()];
    const run = await aRun(['Un ?', 'Deux ?', 'Trois ?']);
    const resting = (id: string) => [{ id, version: 1 }];
    await evaluations.addResult(run, { ordinal: 0, line, documents: resting(document) });
    await evaluations.addResult(run, { ordinal: 1, line, documents: resting(other) });
    await erasures.eraseDocument(org, document, { erasureId: randomUUID(), user: 'alice' });
    // An answer that was being written meanwhile.
    await evaluations.addResult(run, { ordinal: 2, line, documents: resting(document) });
    const forgotten = { answer: null, ranking: [], scores: { 'fact-recall': 1 } };
    expect(await kept(run)).toMatchObject([forgotten, { answer: line.answer }, forgotten]);
  });

  test('R73: of an erased person what was asked in their name goes, and nobody asks in it any more', async () => {
    const { evaluations, people } = open.stores;
    const run = await aRun(['Un ?', 'Deux ?'], ['bruno']);
    await evaluations.addResult(run, { ordinal: 0, line: { ...line, as: 'bruno' }, documents: [] });
    await people.erase(org, 'bruno', { by: 'alice' });
    expect(await kept(run)).toEqual([]);
    expect(await evaluations.find(org, run.id)).toMatchObject({
      state: 'stopped',
      trouble: 'nobody-left',
      people: [],
    });
    expect(JSON.stringify(await evaluations.find(org, run.id))).not.toContain('bruno');
  });

  test('R21: nothing of a run is there for another organisation', async () => {
    const { evaluations } = open.stores;
    const run = await aRun(['Un ?']);
    expect(await evaluations.find('autreville', run.id)).toBeNull();
    expect(await evaluations.results('autreville', run.id)).toEqual([]);
    expect(await evaluations.change('autreville', run.id, 'cancel', 'alice')).toBeNull();
    expect(await evaluations.remove('autreville', run.id, 'alice')).toBe(false);
  });
});

describe('a step of a run', () => {
  const never = new AbortController().signal;
  const body = {
    outcome: 'answered',
    answer: { text: 'Oui [1].', sentences: [] },
    sources: [],
  };

  test('asks question after question in the name of the people in turn, and ends', async () => {
    const run = await aRun(['Un ?', 'Deux ?', 'Trois ?'], ['alice', 'bruno']);
    const asked: string[] = [];
    const deps = {
      ...open.stores,
      measure: async ({ user }: { readonly user: string }) => {
        asked.push(user);
        return { body, documents: [], isDegraded: false };
      },
    };
    const steps = [];
    for (let at = 0; at < 4; at += 1) steps.push(await stepRun(deps, run, never));
    expect(steps).toEqual(['asked', 'asked', 'asked', 'ended']);
    expect(asked).toEqual(['alice', 'bruno', 'alice']);
    expect(await open.stores.evaluations.find(org, run.id)).toMatchObject({ state: 'done', done: 3 });
  });

  test('R95: stops before a result that a budget degraded, and keeps none of it', async () => {
    const run = await aRun(['Un ?']);
    const deps = { ...open.stores, measure: async () => ({ body, documents: [], isDegraded: true }) };
    expect(await stepRun(deps, run, never)).toBe('ended');
    expect(await open.stores.evaluations.find(org, run.id)).toMatchObject({
      state: 'stopped',
      trouble: 'budget',
      done: 0,
    });
  });

  test('keeps the code of what failed, and asks again what the process was stopped in', async () => {
    const run = await aRun(['Un ?']);
    const broken = { ...open.stores, measure: () => Promise.reject(new Error('broken')) };
    const stopping = AbortSignal.abort(new Error('stopping'));
    await expect(stepRun(broken, run, stopping)).rejects.toThrow('stopping');
    expect(await kept(run)).toEqual([]);
    expect(await stepRun(broken, run, never)).toBe('failed');
    expect(await kept(run)).toMatchObject([{ error: 'HTTP 500 INTERNAL' }]);
  });
});
