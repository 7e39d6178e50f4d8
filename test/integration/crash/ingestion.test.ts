import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeFolder } from '../../../bench/crash/folder.ts';
import { runIngest, storesOpened } from '../../../bench/crash/kill.ts';
import { type Snapshot, takeSnapshot } from '../../../bench/crash/snapshot.ts';
import {
  type Ground,
  makeGround,
  seeded,
  succeed,
  sufferKills,
  timeOneRun,
} from '../../../bench/crash/survive.ts';

/** `CRASH_SEED` runs a failure again; `node bench/crash/run.ts` kills twenty times, amid more files. */
const { CRASH_SEED = Date.now() % 1_000_000 } = process.env;
const seed = Number(CRASH_SEED);

let ground: Ground;
beforeAll(() => {
  ground = makeGround(12);
});
afterAll(() => ground.remove());

/** What these data are once they took in the folder as it is now, undisturbed. */
async function undisturbed(data: string): Promise<Snapshot> {
  await succeed(runIngest(data, ground.folder));
  return takeSnapshot(data);
}

function expectSame(found: Snapshot, expected: Snapshot, said: string): void {
  expect(found.leftovers, said).toEqual([]);
  // Counts first: they say more than the difference of two long lists.
  expect(found.documents.length, said).toBe(expected.documents.length);
  expect(found.chunks.length, said).toBe(expected.chunks.length);
  expect(found, said).toEqual(expected);
  expect(new Set(found.chunks.map((chunk) => (chunk as { id: string }).id)).size).toBe(found.chunks.length);
  expect(found.indexed.every((document) => (document as { live: boolean }).live)).toBe(true);
}

test(`R77: two times kill -9 during ingestion (seed ${seed}), one of them with PostgreSQL: the final state is that of an undisturbed run`, async () => {
  const calm = await ground.makeData('calm');
  const undisturbedMs = await timeOneRun(ground, calm);
  const data = await ground.makeData('killed');
  const ordeal = await sufferKills(ground, data, { kills: 2, undisturbedMs, random: seeded(seed) });
  expect(ordeal).toMatchObject({ kills: 2, withDatabase: 1 });
  const expected = await undisturbed(calm);
  expect(expected.chunks.length).toBeGreaterThan(30);
  expectSame(await takeSnapshot(data), expected, JSON.stringify({ seed, ...ordeal }));
}, 300_000);

test('R87: SIGTERM during ingestion ends in order within 30 s and loses nothing', async () => {
  const data = await ground.makeData('ended');
  changeFolder(ground.folder, 15);
  const run = runIngest(data, ground.folder);
  await storesOpened(run, data);
  await sleep(1_000);
  const asked = performance.now();
  run.process.kill('SIGTERM');
  const { code, stderr } = await run.ended;
  expect(performance.now() - asked).toBeLessThan(30_000);
  expect(code, stderr).not.toBeNull();
  expect(stderr).not.toMatch(/unhandled|TypeError/i);
  await succeed(runIngest(data, ground.folder));
  // Data that know the last state of the folder alone.
  expectSame(await takeSnapshot(data), await undisturbed(await ground.makeData('fresh')), 'after SIGTERM');
}, 180_000);
