import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, eventually } from '../support/api-client.ts';
import { makeTinyModel, type TinyModel } from '../support/embedding/tiny-model.ts';
import { missingEngine, type Sidecar, startSidecar } from '../support/qdrant/start-qdrant.ts';
import { askReply, searchReply, status as statusShape } from './shapes.ts';
import { openWorld, type World } from './world.ts';

const organisation = {
  organisation: 'bellerive',
  users: ['alice', 'bruno'],
  spaces: {
    rh: { title: 'Ressources humaines', members: ['user:alice'] },
    mairie: { title: 'Vie municipale', members: ['org:bellerive'] },
  },
};
const files = {
  'mairie/parking.md': '# Parking\n\nLe parking Kerbrat ferme à vingt-deux heures.\n',
  'mairie/marche.md': '# Marché\n\nLe marché se tient le jeudi sur la place Kerbrat.\n',
  'rh/primes.md': '# Primes\n\nLa prime de Kerbrat atteint 4 317 euros.\n',
};

const missing = missingEngine();

describe.skipIf(missing !== false)(`with the index on Qdrant${missing ? ` (${missing})` : ''}`, () => {
  let tiny: TinyModel;
  let qdrant: Sidecar;
  let world: World;
  let alice: ApiClient;
  let bruno: ApiClient;

  const ask = (client: ApiClient) => client.post('/v1/search', { query: 'place Kerbrat' });
  const paths = async (client: ApiClient) => {
    const reply = await ask(client);
    expect(reply.status).toBe(200);
    return searchReply.parse(reply.body).results.map(({ document }) => document.path);
  };
  const readStatus = async () => statusShape.parse(await world.cliJson('status'));
  const withVectors = () =>
    eventually(
      async () => {
        const status = await readStatus();
        return status.organisations[0]?.vectors === 3 && status;
      },
      { everyMs: 300 },
    );
  const again = (folder: string) =>
    startSidecar({ folder, port: Number(new URL(qdrant.url).port), apiKey: qdrant.apiKey });

  beforeAll(async () => {
    tiny = await makeTinyModel();
    qdrant = await startSidecar();
    world = await openWorld({
      INDEX: 'qdrant',
      QDRANT_URL: qdrant.url,
      QDRANT_API_KEY: qdrant.apiKey,
      EMBEDDINGS_MODEL_FOLDER: tiny.folder,
    });
    await world.apply(organisation);
    for (const [path, text] of Object.entries(files)) await world.write(path, text);
    for (const space of ['mairie', 'rh'])
      await world.cliJson('ingest', world.file(space), '--org', 'bellerive', '--space', space);
    alice = await world.as('alice', 'bellerive');
    bruno = await world.as('bruno', 'bellerive');
  });
  afterAll(async () => {
    await world?.close();
    await qdrant?.close();
    await tiny?.remove();
  });

  it('R01 R04: finds by words and vectors what each person may read, and nothing of a space that one has left', async () => {
    const { organisations, index } = await withVectors();
    expect(index).toBe('qdrant');
    expect(organisations[0]).toMatchObject({ chunks: 3, documents: { byState: { searchable: 3 } } });
    expect((await paths(alice)).toSorted()).toEqual(['marche.md', 'parking.md', 'primes.md']);
    expect((await paths(bruno)).toSorted()).toEqual(['marche.md', 'parking.md']);
    const { body } = await bruno.post('/v1/ask', {
      question: 'Quand ferme le parking Kerbrat ?',
      stream: false,
    });
    const { outcome, answer } = askReply.parse(body);
    expect(outcome).toBe('quoted');
    expect(answer.text).toContain('vingt-deux heures');
    await world.apply({
      ...organisation,
      spaces: { ...organisation.spaces, rh: { title: 'RH', members: [] } },
    });
    expect((await paths(alice)).toSorted()).toEqual(['marche.md', 'parking.md']);
    await world.apply(organisation);
  });

  it('R88: writes the index anew from the database while people search, and nobody finds less', async () => {
    let isDone = false;
    const rebuilt = world.cliJson('reindex', '--from-database').finally(() => {
      isDone = true;
    });
    const found = new Set<string>();
    while (!isDone) found.add((await paths(alice)).toSorted().join());
    expect(await rebuilt).toMatchObject({ documents: 3 });
    found.add((await paths(alice)).toSorted().join());
    expect([...found]).toEqual(['marche.md,parking.md,primes.md']);
    expect((await readStatus()).organisations[0]).toMatchObject({ chunks: 3, vectors: 3 });
  });

  it('R88: mends what a rebuild left that was killed before it had, within minutes, without being told', {
    timeout: 120_000,
  }, async () => {
    const call = (method: string, path: string, body: object) =>
      fetch(new URL(path, qdrant.url), {
        method,
        headers: { 'api-key': qdrant.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const listed = await fetch(new URL('/aliases', qdrant.url), { headers: { 'api-key': qdrant.apiKey } });
    const { result } = (await listed.json()) as {
      result: { aliases: { alias_name: string; collection_name: string }[] };
    };
    for (const { alias_name, collection_name } of result.aliases) {
      await call('POST', `/collections/${collection_name}/points/delete?wait=true`, { filter: { must: [] } });
      if (alias_name.endsWith('-chunks'))
        await call('POST', '/collections/aliases', {
          actions: [
            { create_alias: { alias_name: alias_name.replace(/-v\d.*/, '-unfinished'), collection_name } },
          ],
        });
    }
    expect(await paths(alice)).toEqual([]);
    await eventually(async () => (await paths(alice)).length === 3, { withinMs: 90_000, everyMs: 300 });
    await withVectors();
  });

  it('R80: answers 503 in less than 2 s while the server is held up or gone, and goes on when it is back', async () => {
    const refusedWithin2s = async () => {
      const started = performance.now();
      const { status, body } = await ask(alice);
      expect({ status, body }).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
      expect(performance.now() - started).toBeLessThan(2_000);
    };
    qdrant.pause();
    await refusedWithin2s();
    qdrant.resume();
    await eventually(async () => (await ask(alice)).status === 200, { withinMs: 30_000 });
    await qdrant.kill();
    await refusedWithin2s();
    qdrant = await again(qdrant.folder);
    await eventually(async () => (await ask(alice)).status === 200, { withinMs: 30_000 });
    expect((await paths(alice)).toSorted()).toEqual(['marche.md', 'parking.md', 'primes.md']);
  });

  it('R88: fills an index that was lost from the database, words and vectors, without being told', async () => {
    await qdrant.close();
    qdrant = await again(await mkdtemp(join(tmpdir(), 'sourcier-qdrant-')));
    expect((await ask(alice)).status).toBe(200);
    // The count of vectors is of the database, which lost none: a document may still be on its way into the index.
    await expect
      .poll(async () => (await readStatus()).organisations[0])
      .toMatchObject({ chunks: 3, vectors: 3, documents: { byState: { searchable: 3 } } });
    await expect
      .poll(async () => (await paths(alice)).toSorted())
      .toEqual(['marche.md', 'parking.md', 'primes.md']);
    expect((await paths(bruno)).toSorted()).toEqual(['marche.md', 'parking.md']);
  });
});
