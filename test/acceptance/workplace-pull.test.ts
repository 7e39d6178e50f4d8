import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openWorkplace, type Workplace } from '../simulator/workplace.ts';
import { startSourcier } from '../support/sourcier-process.ts';
import { openWorld, type World } from './world.ts';

const environment = { WORKPLACE_PRIVATE_NETWORKS: '127.0.0.0/8' };
let world: World;
let workplace: Workplace;
beforeAll(async () => {
  [world, workplace] = await Promise.all([openWorld(environment), openWorkplace(['ormeval'])]);
}, 60_000);
afterAll(async () => {
  await world?.close();
  await workplace?.close();
});

it('R78: a workplace that cannot call out is followed, through kill -9 of the server, and told what became of documents', async () => {
  const organisation = workplace.organisation('ormeval');
  await world.apply({ organisation: 'ormeval', users: [], spaces: {} });
  await world.cliJson(
    ...['source', 'save', 'travail', '--org', 'ormeval', '--directory', '--pull'],
    ...['--export-url', organisation.exportUrl, '--export-token', organisation.exportToken],
    ...['--receipts-url', organisation.receiptsUrl],
  );
  await organisation.putPerson('olga', { name: 'Olga' });
  for (let i = 0; i < 150; i += 1) await organisation.putPerson(`p${i}`, { name: `Personne ${i}` });
  await organisation.createSpace('42', {}, { 'user:olga': 'contributeur' });
  for (let kill = 0; kill < 2; kill += 1) {
    await sleep(500 + Math.random() * 2_000);
    await world.server.kill();
    // What it was lent is given again at once, not after a minute.
    await organisation.expireLeases();
    world.server = await startSourcier(world.dataFolder, environment);
  }
  await organisation.putDocument({
    id: 'note',
    space: '42',
    title: 'note.md',
    content: '# Note\n\nLe préavis du congé sabbatique est de trois mois.\n',
  });
  const olga = await vi.waitFor(() => world.as('olga', 'ormeval'), { timeout: 90_000, interval: 1_000 });
  const found = async () => {
    const { body } = await olga.post('/v1/search', { query: 'congé sabbatique' });
    return (body as { results: unknown[] }).results.length;
  };
  await vi.waitFor(async () => expect(await found()).toBe(1), { timeout: 90_000, interval: 250 });
  await organisation.removeMember('42', 'user:olga');
  await vi.waitFor(async () => expect(await found()).toBe(0), { timeout: 10_000, interval: 250 });
  // It is signed with the source's own secret, which this receiver does not know: it comes, and is not taken.
  await vi.waitFor(() => expect(organisation.receipts.refused()).toBeGreaterThan(0), { timeout: 20_000 });
}, 240_000);
