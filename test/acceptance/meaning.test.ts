import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { makeTinyModel, type TinyModel } from '../support/embedding/tiny-model.ts';
import { findUsualModel } from '../support/embedding/usual-model.ts';
import { makePreparedFolder } from '../support/sourcier-process.ts';
import { searchReply, status as statusShape } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const organisation = {
  organisation: 'bellerive',
  users: ['alice'],
  spaces: { mairie: { title: 'Vie municipale', members: ['org:bellerive'] } },
};
const files = {
  'personnel.md': '# Personnel\n\nLes agents ont droit à vingt-cinq jours de repos payés chaque année.\n',
  'ecole.md': '# École\n\nLe tarif de la restauration scolaire est de trois euros.\n',
};
/** Shares no word with the file that answers it. */
const question = 'combien de congés pour un salarié';

const found = await findUsualModel();

async function openWithFiles(environment: Readonly<Record<string, string>>): Promise<World> {
  const world = await openWorld(environment);
  await world.apply(organisation);
  for (const [name, text] of Object.entries(files)) await world.write(`files/${name}`, text);
  await world.cliJson('ingest', world.file('files'), '--org', 'bellerive', '--space', 'mairie');
  return world;
}

const statusOf = async (world: World) => statusShape.parse(await world.cliJson('status'));

async function firstTitle(client: ApiClient): Promise<string | undefined> {
  const { results } = searchReply.parse((await client.post('/v1/search', { query: question })).body);
  return results[0]?.document.title;
}

describe.skipIf('missing' in found)(
  `a model that arrives while the server runs${'missing' in found ? `: ${found.missing}` : ''}`,
  () => {
    let world: World;
    let alice: ApiClient;
    beforeAll(async () => {
      world = await openWithFiles({ EMBEDDINGS: 'auto' });
      alice = await world.as('alice', 'bellerive');
    });
    afterAll(() => world.close());

    it('is fetched in the background, and documents are then found by meaning without a restart', async () => {
      expect((await statusOf(world)).embeddings).toMatchObject({ from: 'machine', error: null });
      const ready = await eventually(
        async () => {
          const status = await statusOf(world);
          return status.organisations[0]?.documents.byState.searchable === 2 && status;
        },
        { withinMs: 150_000, everyMs: 1_000, what: 'both files found by meaning' },
      );
      expect(ready.embeddings).toMatchObject({ state: 'ready', installation: null });
      expect(ready.embeddings.generation).toMatch(/^multilingual-e5-small-[0-9a-f]{8}@\d+\+[0-9a-f]{8}$/);
      expect(ready.organisations[0]).toMatchObject({
        vectors: 2,
        documents: { byState: { searchable: 2, 'searchable-words': 0 } },
      });
      expect(await firstTitle(alice)).toBe('Personnel');
    }, 180_000);
  },
);

describe('a model on this machine', () => {
  let tiny: TinyModel;
  let world: World;
  beforeAll(async () => {
    tiny = await makeTinyModel();
    world = await openWithFiles({ EMBEDDINGS_MODEL_FOLDER: tiny.folder });
  });
  afterAll(async () => {
    await world?.close();
    await tiny?.remove();
  });

  it('can be named by the deployer', async () => {
    await eventually(async () => (await statusOf(world)).organisations[0]?.vectors === 2, { everyMs: 300 });
    expect((await statusOf(world)).embeddings.generation).toMatch(/^tiny-e5-small-/);
  });

  it('R33: gives its vectors to nobody, on any route that reads', async () => {
    await world.apply({ ...organisation, admins: ['alice'] });
    await eventually(async () => (await statusOf(world)).organisations[0]?.vectors === 2);
    const alice = await world.as('alice', 'bellerive');
    const found = await alice.post('/v1/search', { query: question });
    const [first] = searchReply.parse(found.body).results;
    expect(first?.score).toBeLessThanOrEqual(1);
    const asked = await alice.post('/v1/ask', { question, stream: false });
    const streamed = await alice.post('/v1/ask', { question });
    const { conversationId } = asked.body as { conversationId: string };
    const { paths } = (await alice.get('/docs/openapi.json')).body as {
      paths: Record<string, { get?: unknown }>;
    };
    const readable = Object.keys(paths).filter((path) => paths[path]?.get && path.startsWith('/v1/'));
    expect(readable.length).toBeGreaterThan(30);
    const replies = [found, asked, streamed];
    for (const path of readable) {
      const id = path.includes('/conversations/') ? conversationId : (first?.document.id ?? '');
      replies.push(await alice.get(path.replace(/\{[^}]+\}/g, id)));
    }
    expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThan(25);
    for (const { body } of replies) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      // A row of numbers as long as a vector, as JSON, or as the bytes of one (384 numbers of four bytes) in base64.
      expect(text).not.toMatch(/\[\s*(?:-?\d+(?:\.\d+)?(?:e-?\d+)?\s*,\s*){16}/);
      expect(text).not.toMatch(/[A-Za-z0-9+/]{1000}/);
    }
  });

  it('is not used when the environment says none, and a folder without one stops the start', async () => {
    const data = await makePreparedFolder();
    // A folder of data of its own; there the command itself does the work of a server.
    const run = async (...args: string[]): Promise<unknown> => {
      const settings = { SOURCIER_DATA: data.path, EMBEDDINGS: 'none' };
      const { exitCode, stdout, stderr } = await world.cliWith(settings, ...args, '--json');
      expect([exitCode, stderr]).toEqual([0, '']);
      return JSON.parse(stdout);
    };
    try {
      await run('org', 'apply', world.file('organisations/bellerive.yaml'));
      await run('ingest', world.file('files'), '--org', 'bellerive', '--space', 'mairie', '--wait', 'all');
      expect(statusShape.parse(await run('status'))).toMatchObject({
        embeddings: { state: 'off', from: null, generation: null },
        organisations: [{ vectors: 0, documents: { byState: { 'searchable-words': 2 } } }],
      });
    } finally {
      await data.remove();
    }
    await expect(openWorld({ EMBEDDINGS_MODEL_FOLDER: tiny.scratch })).rejects.toThrow(
      /EMBEDDINGS_MODEL_FOLDER/,
    );
  });
});
