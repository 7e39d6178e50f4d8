import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { askReply, searchReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const pontval: Organisation = {
  organisation: 'pontval',
  users: ['alice', 'bruno', 'carine', 'gaspard', 'denis', 'emma'],
  admins: ['alice'],
  guests: ['gaspard'],
  spaces: {
    projet: { title: 'Projet de la halle', members: ['user:bruno', 'user:gaspard'] },
    mairie: { title: 'Vie municipale', members: ['org:pontval'] },
    cabinet: { title: 'Cabinet', members: ['user:bruno'] },
  },
};

const exposure = z.strictObject({
  organisation: z.string().optional(),
  threshold: z.number(),
  people: z.int(),
  guests: z.int(),
  spaces: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      assistantEnabled: z.boolean(),
      people: z.int(),
      documents: z.int(),
      unread: z.int(),
      aboveThreshold: z.int(),
      openToGuests: z.int(),
      exposed: z.int(),
      sensitive: z.int(),
      owners: z.array(z.strictObject({ user: z.string().nullable(), documents: z.int() })),
    }),
  ),
  documents: z.array(z.looseObject({ path: z.string() })).optional(),
  withheld: z.int().optional(),
});
const documentsPage = z.strictObject({
  documents: z.array(z.looseObject({ id: z.string(), path: z.string(), sensitive: z.boolean() })),
  withheld: z.int(),
  nextCursor: z.string().nullable(),
});

let world: World;
let alice: ApiClient;
let bruno: ApiClient;

beforeAll(async () => {
  world = await openWorld();
  await world.apply(pontval);
  await world.write('projet/prix.md', '# Prix\n\nDiffusion restreinte\n\nLa halle coûtera 812 000 euros.\n');
  await world.write('mairie/marche.md', '# Marché\n\nLe marché se tient le jeudi matin.\n');
  await world.write('mairie/fete.md', '# Fête\n\nLa fête du village a lieu le 14 juillet.\n');
  await world.write('cabinet/note.md', '# Note\n\nLa note du cabinet reste au cabinet.\n');
  for (const space of ['projet', 'mairie', 'cabinet'])
    await world.cliJson('ingest', world.file(space), '--org', 'pontval', '--space', space, '--wait', 'words');
  [alice, bruno] = await Promise.all([world.as('alice', 'pontval'), world.as('bruno', 'pontval')]);
});
afterAll(() => world?.close());

const report = async (query = '') => {
  const reply = await alice.get(`/v1/admin/exposure${query}`);
  expect(reply.status).toBe(200);
  return exposure.parse(reply.body);
};
const ask = async (client: ApiClient, question: string, scope: object = {}) =>
  askReply.parse((await client.post('/v1/ask', { question, scope, stream: false })).body);
const search = async (client: ApiClient, query: string) =>
  searchReply.parse((await client.post('/v1/search', { query })).body);
const question = 'Combien coûtera la halle ?';

test('R94: the report says what each space would show to whom, the most exposed first, over HTTP and at the command line', async () => {
  const { spaces, ...whole } = await report();
  expect(whole).toEqual({ threshold: 0.2, people: 6, guests: 1 });
  expect(
    spaces.map(({ id, people, documents, aboveThreshold, openToGuests, exposed, sensitive }) => [
      id,
      [people, documents, aboveThreshold, openToGuests, exposed, sensitive],
    ]),
  ).toEqual([
    ['projet', [2, 1, 1, 1, 1, 1]],
    ['mairie', [6, 2, 2, 2, 2, 0]],
    ['cabinet', [1, 1, 0, 0, 0, 0]],
  ]);
  expect(spaces[0]?.owners).toEqual([{ user: null, documents: 1 }]);
  const told = exposure.parse(await world.cliJson('exposure', '--org', 'pontval'));
  expect(told).toEqual({ organisation: 'pontval', ...whole, spaces });
  const half = await report('?threshold=0.5&space=projet');
  expect(half.spaces).toMatchObject([{ id: 'projet', aboveThreshold: 0, openToGuests: 1 }]);
  expect((await alice.get('/v1/admin/exposure?space=absent')).status).toBe(404);
  expect((await alice.get('/v1/admin/exposure?threshold=2')).status).toBe(400);
  expect((await world.cli('exposure')).stdout).toContain('projet : 1 exposé sur 1');
});

test('R94, R15: an administrator is told the documents that they may read, and the number of the others', async () => {
  const first = documentsPage.parse((await alice.get('/v1/admin/exposure/documents?limit=1')).body);
  const rest = documentsPage.parse(
    (await alice.get(`/v1/admin/exposure/documents?limit=1&cursor=${first.nextCursor}`)).body,
  );
  expect([...first.documents, ...rest.documents].map(({ path }) => path).sort()).toEqual([
    'fete.md',
    'marche.md',
  ]);
  expect([first.withheld, rest.withheld, rest.nextCursor]).toEqual([1, 1, null]);
  const told = exposure.parse(await world.cliJson('exposure', '--as', 'alice'));
  expect([told.documents?.length, told.withheld]).toEqual([2, 1]);
  expect((await world.cli('exposure', '--as', 'bruno')).exitCode).toBe(1);
});

test('R13, R94: a space that is excluded is found no longer, which is said, and again when it is included', async () => {
  const before = await ask(bruno, question);
  expect(before.answer.text).toContain('812 000');

  const excluded = await alice.put('/v1/admin/spaces/projet/assistant', { enabled: false });
  expect(excluded.body).toEqual({ id: 'projet', assistantEnabled: false, documents: 1 });
  const after = await ask(bruno, question);
  expect(after.outcome).toBe('not-found');
  expect(after.answer.text).toContain(
    'Un document n’a pas été consulté\u202f: son espace est exclu de l’assistant par l’administrateur (Projet de la halle).',
  );
  expect(after.answer.text).toContain('3 documents que vous pouvez ouvrir');
  const inside = await ask(bruno, question, { spaces: ['projet'] });
  expect(inside).toMatchObject({ outcome: 'not-found', reason: 'scope-empty' });
  expect(inside.answer.text).toContain('Je n’ai rien cherché ici.');
  expect((await ask(bruno, 'How much will the market hall cost?')).answer.text).toContain(
    'One document was not looked at: its space is excluded from the assistant',
  );
  const found = await search(bruno, 'halle 812 000');
  expect(found.results.map(({ document }) => document.path)).not.toContain('prix.md');
  expect(found.scope).toMatchObject({ documents: 3, excluded: 1, failed: 0 });
  // The answer of before is masked: its words are those of the space.
  const kept = await bruno.get(`/v1/conversations/${before.conversationId}`);
  expect(JSON.stringify(kept.body)).not.toContain('812');
  // Who does not belong to it is told nothing of it.
  expect((await search(alice, 'halle')).scope.excluded).toBe(0);

  // Nothing new of it is read; people still open what is theirs.
  const uploaded = await bruno.upload({ space: 'projet' }, 'plan.md', 'Le plan de la halle.');
  expect(uploaded.status).toBe(202);
  expect(uploaded.body).toMatchObject({
    state: 'skipped',
    reason: { code: 'space-excluded', text: expect.stringContaining('exclu de l’assistant') },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(uploaded.body);
  expect((await bruno.get(`/v1/documents/${id}/content`)).status).toBe(200);
  await world.write('projet/suite.md', '# Suite\n\nLa halle ouvrira en mai.\n');
  const folder = ['ingest', world.file('projet'), '--org', 'pontval', '--space', 'projet'];
  expect(await world.cliJson(...folder, '--wait', 'words')).toMatchObject({
    queued: 0,
    byState: { skipped: 2 },
    unread: [{ reason: 'space-excluded' }, { reason: 'space-excluded' }],
  });
  expect((await report()).spaces.find((space) => space.id === 'projet')).toMatchObject({
    assistantEnabled: false,
    unread: 3,
  });
  expect((await bruno.get('/v1/spaces')).body).toMatchObject({
    spaces: expect.arrayContaining([expect.objectContaining({ id: 'projet', assistantEnabled: false })]),
  });

  expect(await world.cliJson('space', 'include', 'projet', '--org', 'pontval')).toMatchObject({
    documents: 3,
  });
  await eventually(async () => (await ask(bruno, question)).answer.text.includes('812 000'));
  expect((await ask(bruno, 'Quand ouvrira la halle ?')).answer.text).toContain('mai');
  expect(JSON.stringify((await bruno.get(`/v1/conversations/${before.conversationId}`)).body)).toContain(
    '812',
  );
});

test('R13: the operator excludes a space at the command line, and is told of one that is not there', async () => {
  expect(await world.cliJson('space', 'exclude', 'mairie', '--org', 'pontval')).toEqual({
    organisation: 'pontval',
    id: 'mairie',
    assistantEnabled: false,
    documents: 2,
  });
  expect((await search(bruno, 'marché')).results).toEqual([]);
  await world.cliJson('space', 'include', 'mairie', '--org', 'pontval');
  await eventually(async () => (await search(bruno, 'marché')).results.length === 1);
  expect((await world.cli('space', 'exclude', 'absent')).exitCode).toBe(1);
});
