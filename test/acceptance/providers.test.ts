import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiClient } from '../support/api-client.ts';
import { type ProviderServer, startProviderServer } from '../support/providers/server.ts';
import { smallModel } from '../support/providers/small-model.ts';
import { askReply } from './shapes.ts';
import { type Organisation, openWorld, type World } from './world.ts';

const apiKey = 'sk-fournisseur-31337';
const organisation: Organisation = {
  organisation: 'bellerive',
  users: ['alice', 'bruno'],
  admins: ['alice'],
  spaces: {
    mairie: { title: 'Vie municipale', sensitivity: 'interne', members: ['org:bellerive'] },
    rh: { title: 'Ressources humaines', sensitivity: 'sensible', members: ['org:bellerive'] },
  },
};

describe('providers of an organisation', () => {
  let world: World;
  let model: ProviderServer;
  let alice: ApiClient;
  let bruno: ApiClient;
  beforeAll(async () => {
    model = await startProviderServer('generic');
    world = await openWorld({
      EMBEDDINGS: 'none',
      LOG_LEVEL: 'debug',
      PROVIDER_PRIVATE_NETWORKS: '127.0.0.0/8',
    });
    await world.apply(organisation);
    await world.write('mairie/cantine.md', '# Cantine\n\nLe tarif de la cantine est de trois euros.\n');
    await world.write('rh/prime.md', '# Prime\n\nLa prime de fin d’année est de mille euros.\n');
    for (const space of ['mairie', 'rh'])
      await world.cliJson('ingest', world.file(space), '--org', 'bellerive', '--space', space);
    [alice, bruno] = await Promise.all([world.as('alice', 'bellerive'), world.as('bruno', 'bellerive')]);
    model.reply = ['Trois euros [1].'];
  });
  afterAll(async () => {
    await world?.close();
    await model?.close();
  });

  const body = (more: object = {}) => ({
    name: 'Albert de la ville',
    dialect: 'generic',
    baseUrl: model.baseUrl,
    models: { chat: 'modele-essai' },
    trust: 'eu',
    ...more,
  });
  const ask = async (question: string) =>
    askReply.parse((await bruno.post('/v1/ask', { question, stream: false })).body);

  it('R22: is missing to whoever is no administrator, whatever is asked', async () => {
    for (const [method, path] of [
      ['get', '/v1/admin/providers'],
      ['get', '/v1/admin/policy'],
    ] as const)
      expect((await bruno[method](path)).status).toBe(404);
    expect((await bruno.put('/v1/admin/providers/albert', body())).status).toBe(404);
    expect((await bruno.post('/v1/admin/providers/albert/test', {})).status).toBe(404);
    expect((await bruno.put('/v1/admin/policy', {})).status).toBe(404);
  });

  it('R56: takes a provider with its key, answers with it at once, and never shows the key again', async () => {
    expect((await ask('Quel est le tarif de la cantine ?')).outcome).toBe('quoted');
    const saved = await alice.put('/v1/admin/providers/albert', body({ apiKey }));
    expect(saved).toMatchObject({ status: 200, body: { id: 'albert', hasSecret: true, capabilities: null } });
    const answered = await ask('Quel est le tarif de la cantine ?');
    expect(answered).toMatchObject({ outcome: 'answered', usage: { provider: 'Albert de la ville' } });
    expect(model.requests.at(-1)?.headers.authorization).toBe(`Bearer ${apiKey}`);
    const listed = await alice.get('/v1/admin/providers');
    expect(listed.body).toMatchObject({ providers: [{ id: 'albert' }], choices: { usual: null } });
    expect(JSON.stringify([saved.body, listed.body, world.server.output()])).not.toContain(apiKey);
  });

  it('R55: refuses another host without the key, with a code and what to do', async () => {
    const moved = await alice.put(
      '/v1/admin/providers/albert',
      body({ baseUrl: 'https://voleur.example/v1' }),
    );
    expect(moved).toMatchObject({ status: 409, body: { code: 'PROVIDER_SECRET_NEEDED' } });
    expect((await alice.put('/v1/admin/providers/albert', body({ baseUrl: 'rien' }))).body).toMatchObject({
      code: 'PROVIDER_INVALID',
    });
    expect((await alice.put('/v1/admin/providers/Albert !', body())).status).toBe(400);
  });

  it('R67, R15: tells who may be asked by name about spaces, and looks past those of others', async () => {
    await alice.put('/v1/admin/providers/commune', body({ name: 'Commune', trust: 'on-premises' }));
    const named = async (query: string) => (await bruno.get(`/v1/providers${query}`)).body;
    const [albert, commune] = [
      { id: 'albert', name: 'Albert de la ville', model: 'modele-essai', trust: 'eu' },
      { id: 'commune', name: 'Commune', model: 'modele-essai', trust: 'on-premises' },
    ];
    expect(await named('')).toEqual({ providers: [albert, commune] });
    expect(await named('?space=mairie&space=nulle-part')).toEqual({ providers: [albert, commune] });
    expect(await named('?space=mairie&space=rh')).toEqual({ providers: [commune] });
    expect((await bruno.get('/v1/providers?user=alice')).status).toBe(400);
    expect((await alice.delete('/v1/admin/providers/commune')).status).toBe(204);
  });

  it('R67, R69: keeps sensitive text from it until the policy says otherwise', async () => {
    const before = model.requests.length;
    const kept = await ask('Quelle est la prime de fin d’année ?');
    expect(kept).toMatchObject({ outcome: 'quoted', reason: 'too-sensitive' });
    expect(model.requests).toHaveLength(before);
    const changed = await alice.put('/v1/admin/policy', { matrix: { eu: 'sensible' } });
    expect(changed).toMatchObject({ status: 200, body: { version: 1, matrix: { eu: 'sensible' } } });
    expect((await ask('Quelle est la prime de fin d’année ?')).outcome).toBe('answered');
    expect((await alice.put('/v1/admin/policy', { matrix: { eu: 'secret' } })).status).toBe(400);
  });

  it('is tested, and what was found is kept with its date', async () => {
    const usual = model.reply;
    Object.assign(model, { reply: smallModel, usage: null });
    const { body: tested } = await alice.post('/v1/admin/providers/albert/test', {});
    Object.assign(model, { reply: usual });
    const { results } = z
      .object({ results: z.array(z.object({ probe: z.string(), outcome: z.string() })) })
      .parse(tested);
    const outcomes = Object.fromEntries(results.map(({ probe, outcome }) => [probe, outcome]));
    expect(outcomes).toMatchObject({
      auth: 'passed',
      chat: 'passed',
      stream: 'passed',
      'long-context': 'passed',
    });
    // This server looks at no key.
    expect(outcomes['bad-key']).toBe('failed');
    const listed = await alice.get('/v1/admin/providers');
    expect(listed.body).toMatchObject({ providers: [{ id: 'albert', capabilities: { results } }] });
    expect(JSON.stringify(tested)).not.toMatch(/sk-|VENDOR/);
  });

  it('is chosen for a space, by a person or at the command line, and removed with what chose it', async () => {
    const chosen = await alice.put('/v1/admin/provider-choices', { space: 'rh', provider: 'albert' });
    expect(chosen.body).toEqual({
      usual: null,
      bySpace: { rh: 'albert' },
      embeddings: null,
      reranking: null,
      warnings: [],
    });
    expect((await alice.put('/v1/admin/provider-choices', { provider: 'personne' })).status).toBe(404);
    await world.cliJson('provider', 'default', 'albert', '--org', 'bellerive');
    expect((await alice.get('/v1/admin/providers')).body).toMatchObject({ choices: { usual: 'albert' } });
    expect((await alice.delete('/v1/admin/providers/albert')).status).toBe(204);
    expect((await alice.delete('/v1/admin/providers/albert')).status).toBe(404);
    expect((await alice.get('/v1/admin/providers')).body).toEqual({
      providers: [],
      choices: { usual: null, bySpace: {}, embeddings: null, reranking: null },
      embedding: { serving: null, building: null },
    });
    expect((await ask('Quel est le tarif de la cantine ?')).outcome).toBe('quoted');
  });
});
