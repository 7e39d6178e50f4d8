import { afterAll, beforeAll, expect, test } from 'vitest';
import { openExternalPostgres } from '../../../src/adapters/postgres/external-server.ts';
import { type ExternalServer, openExternalServer } from '../../support/external-postgres.ts';

let server: ExternalServer;
beforeAll(async () => {
  server = await openExternalServer();
});
afterAll(() => server.close());

/** Whether a process that starts now would take itself for the only one, and clear the queue. */
async function wouldBeAlone(): Promise<boolean> {
  const { isSoleUser, release } = await openExternalPostgres(server.connection);
  await release();
  return isSoleUser;
}

test('who starts beside another process is not alone, and is when that one has left', async () => {
  const first = await openExternalPostgres(server.connection);
  expect(first.isSoleUser).toBe(true);
  expect(await wouldBeAlone()).toBe(false);
  await first.release();
  expect(await wouldBeAlone()).toBe(true);
});

test.each([
  'SIGINT',
  'SIGKILL',
] as const)('a process that goes on is there again after PostgreSQL was started again (%s)', async (signal) => {
  const first = await openExternalPostgres(server.connection);
  await server.stop(signal);
  await server.start();
  await expect.poll(wouldBeAlone, { timeout: 30_000 }).toBe(false);
  await first.release();
  expect(await wouldBeAlone()).toBe(true);
});

test('a process that leaves while PostgreSQL is away does not come back with it', async () => {
  const first = await openExternalPostgres(server.connection);
  await server.stop();
  await first.release();
  await server.start();
  expect(await wouldBeAlone()).toBe(true);
});
