import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParserPool } from '../../src/adapters/parsers/parser-pool.ts';
import { percentilesOf } from '../../src/core/percentile.ts';
import type { DocumentParser } from '../../src/ports/document-parser.ts';

/**
 * `node bench/reading/poison.ts [poisons] [files]`: milliseconds that ordinary files wait for their text when a folder of
 * them is read two at a time, alone and beside files that keep a processor busy for the whole time limit (R81). Poison is
 * given a head start that makes it slow in the sense of `tunables.parsing.slowAfterMs`.
 */
const [poisons = 4, files = 50] = process.argv.slice(2).map(Number);
const timeoutMs = 30_000;
const headStartMs = 16_000;

const folder = await mkdtemp(join(tmpdir(), 'poison-'));
try {
  await writeFile(join(folder, 'poison.md'), '>'.repeat(200_000));
  for (let at = 0; at < files; at += 1) await writeFile(join(folder, `${at}.md`), ordinaryText(at));
  const alone = await measure(0);
  const beside = await measure(poisons);
  console.log(JSON.stringify({ poisons, files, alone, beside }));
} finally {
  await rm(folder, { recursive: true });
}

async function measure(poisonCount: number) {
  const pool = createParserPool({ size: 2, timeoutMs });
  const ends = Array.from({ length: poisonCount }, () => read(pool, 'poison.md'));
  // Processes are warm in both cases.
  await Promise.all([read(pool, '0.md'), read(pool, '1.md')]);
  if (poisonCount > 0) await new Promise((resolve) => setTimeout(resolve, headStartMs));
  for (let round = 0; round < 2; round += 1) await readAll(pool);
  const waits = await readAll(pool);
  const stillRunning = await Promise.race([Promise.all(ends).then(() => false), Promise.resolve(true)]);
  await pool.close();
  await Promise.allSettled(ends);
  return { ...percentilesOf(waits), poisonStillRunning: poisonCount > 0 && stillRunning };
}

/** Two at a time, as the queue hands them over. */
async function readAll(pool: DocumentParser): Promise<number[]> {
  const waits: number[] = [];
  const lane = async (first: number): Promise<void> => {
    for (let at = first; at < files; at += 2) {
      const started = performance.now();
      await read(pool, `${at}.md`);
      waits.push(performance.now() - started);
    }
  };
  await Promise.all([lane(0), lane(1)]);
  return waits;
}

async function read(pool: DocumentParser, name: string): Promise<void> {
  await pool.parse({ path: join(folder, name), name, bytes: 1 });
}

function ordinaryText(number: number): string {
  const paragraph =
    'Le conseil municipal a délibéré sur les *tarifs* de la [cantine](x) et du périscolaire. '.repeat(8);
  return `# Note ${number}\n\n${Array.from({ length: 30 }, (_, at) => `## Point ${at}\n\n${paragraph}`).join('\n\n')}`;
}
