import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { layDatabase } from '../../test/support/prepared-folder.ts';
import { changeFolder, fillFolder } from './folder.ts';
import { type IngestRun, killEverything, runIngest, runSourcier } from './kill.ts';

const organisation = `
organisation: bellerive
users: [alice, bruno]
spaces: { mairie: { title: Vie municipale, members: [user:alice] } }
`;

/** A place for data folders and the folder to ingest. PostgreSQL's own user must be able to pass through it. */
export function makeGround(files: number) {
  const ground = mkdtempSync(join(tmpdir(), 'sourcier-crash-'));
  const folder = join(ground, 'folder');
  mkdirSync(folder);
  writeFileSync(join(ground, 'organisation.yaml'), organisation);
  return {
    folder,
    files: fillFolder(folder, files),
    /** A data folder with the organisation and without documents. */
    makeData: async (name: string): Promise<string> => {
      const data = join(ground, name);
      mkdirSync(data);
      await layDatabase(data);
      await succeed(runSourcier(data, ['org', 'apply', join(ground, 'organisation.yaml')]));
      return data;
    },
    remove: () => rmSync(ground, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export type Ground = ReturnType<typeof makeGround>;

/** Waits for a run and gives what it printed; throws with its errors when it failed. */
export async function succeed(run: IngestRun): Promise<unknown> {
  const { code, stdout, stderr } = await run.ended;
  if (code !== 0) throw new Error(`sourcier ended with ${code}: ${stderr.slice(-2_000)}`);
  return JSON.parse(stdout);
}

/** Milliseconds of a run that has about as much to do as each run of an ordeal, measured on data of its own. */
export async function timeOneRun(ground: Ground, data: string): Promise<number> {
  await succeed(runIngest(data, ground.folder));
  changeFolder(ground.folder, 0);
  const started = performance.now();
  await succeed(runIngest(data, ground.folder));
  return performance.now() - started;
}

export type Ordeal = {
  readonly kills: number;
  /** Runs that were done before their kill came. */
  readonly finished: number;
  readonly withDatabase: number;
};

/**
 * Ingests the folder again and again, killing each run at a random moment of `undisturbedMs`, PostgreSQL too every other
 * time, while the folder goes on changing. Ends with one run that nobody disturbs.
 */
export async function sufferKills(
  ground: Ground,
  data: string,
  options: { readonly kills: number; readonly undisturbedMs: number; readonly random: () => number },
): Promise<Ordeal> {
  let [kills, finished, withDatabase] = [0, 0, 0];
  for (let round = 1; kills < options.kills; round += 1) {
    changeFolder(ground.folder, round);
    const run = runIngest(data, ground.folder);
    const moment = options.undisturbedMs * (0.1 + 0.5 * options.random());
    const isDone = await Promise.race([run.ended.then(() => true), sleep(moment, false)]);
    const kill = kills % 2 === 1;
    if (isDone) finished += 1;
    else {
      killEverything(run, data, kill);
      kills += 1;
      if (kill) withDatabase += 1;
    }
    await run.ended;
    if (finished > options.kills) throw new Error('the runs are too short to be killed');
  }
  await succeed(runIngest(data, ground.folder));
  return { kills, finished, withDatabase };
}

/** A random number generator (mulberry32), so that a failure can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
