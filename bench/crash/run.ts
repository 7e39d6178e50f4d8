/**
 * kill -9 during ingestion: `node bench/crash/run.ts [kills] [files] [seed]`. Prints one line of JSON; exit code 1 when the
 * final state differs from that of an undisturbed run in another folder (R77).
 */
import { isDeepStrictEqual } from 'node:util';
import { runIngest } from './kill.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { makeGround, seeded, succeed, sufferKills, timeOneRun } from './survive.ts';

const [kills = 20, files = 120, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const ground = makeGround(files);
try {
  const undisturbedMs = await timeOneRun(ground, await ground.makeData('timed'));
  const started = performance.now();
  const killed = await ground.makeData('killed');
  const ordeal = await sufferKills(ground, killed, { kills, undisturbedMs, random: seeded(seed) });
  const seconds = Math.round((performance.now() - started) / 100) / 10;

  const calm = await ground.makeData('calm');
  await succeed(runIngest(calm, ground.folder));
  const [expected, found] = [await takeSnapshot(calm), await takeSnapshot(killed)];
  const parts = Object.keys(expected) as (keyof Snapshot)[];
  const different = parts.filter((part) => !isDeepStrictEqual(expected[part], found[part]));
  const { documents, chunks } = expected;
  console.log(
    JSON.stringify({
      seed,
      files: ground.files,
      documents: documents.length,
      chunks: chunks.length,
      ...ordeal,
      undisturbedMs: Math.round(undisturbedMs),
      seconds,
      different,
    }),
  );
  if (different.length > 0 || found.leftovers.length > 0) process.exitCode = 1;
} finally {
  ground.remove();
}
