import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlyParserReading, parserProcesses } from './parser-processes.ts';
import { poolOfTest } from './pool-of-test.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slow-'));
  await writeFile(join(folder, 'normal.md'), '# Charte\n\nBonjour');
  // Long enough to be stopped in the middle.
  await writeFile(join(folder, 'long.md'), '## Titre\n\nUn *paragraphe* et [un lien](x).\n\n'.repeat(4_000));
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string) => ({ path: join(folder, name), name, bytes: 1 });

/** Stops every parser whose file is slow: from here on that file hangs for ever. */
async function freezeSlowParsers(frozen: Set<number>): Promise<number> {
  for (const parser of await parserProcesses()) {
    if (frozen.has(parser) || !(await niceness(parser)).includes(19)) continue;
    process.kill(parser, 'SIGSTOP');
    frozen.add(parser);
  }
  return frozen.size;
}

/** The priorities of the threads of a process, in the sense of nice(1). */
async function niceness(parser: number): Promise<number[]> {
  const threads = await readdir(`/proc/${parser}/task`).catch(() => []);
  const stats = threads.map((id) => readFile(`/proc/${parser}/task/${id}/stat`, 'utf8').catch(() => ''));
  return (await Promise.all(stats)).map((stat) =>
    Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]),
  );
}

describe('R81: slow files', () => {
  test('four files that hang hold up none of fifty others, though two are read at once', async () => {
    const pool = poolOfTest({ size: 2, slowProcesses: 4, slowAfterMs: 400, timeoutMs: 60_000 });
    const ended: string[] = [];
    const poisons = [1, 2, 3, 4].map((at) =>
      pool.parse(file('long.md')).then(
        () => ended.push(`poison ${at}`),
        () => undefined,
      ),
    );
    const frozen = new Set<number>();
    await expect.poll(() => freezeSlowParsers(frozen), { timeout: 30_000, interval: 20 }).toBe(4);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => pool.parse(file('normal.md'))));
    expect(outcomes.filter(({ outcome }) => outcome === 'parsed')).toHaveLength(50);
    expect(ended).toEqual([]);
    expect((await parserProcesses()).length).toBeLessThanOrEqual(6);
    for (const parser of frozen) expect(new Set(await niceness(parser))).toEqual(new Set([19]));
    await pool.close();
    await Promise.all(poisons);
    expect(await parserProcesses()).toEqual([]);
  });

  test('a file that was only slow is read to its end; its process, at the lowest priority, reads no other', async () => {
    const pool = poolOfTest({ size: 1, slowAfterMs: 100 });
    const slow = pool.parse(file('long.md'));
    let first: number | undefined;
    await expect
      .poll(
        async () => {
          [first] = await parserProcesses();
          return first === undefined ? [] : niceness(first);
        },
        { timeout: 10_000, interval: 20 },
      )
      .toContain(19);
    expect(await slow).toMatchObject({ outcome: 'parsed' });
    expect(await pool.parse(file('normal.md'))).toMatchObject({ outcome: 'parsed' });
    expect(await parserProcesses()).not.toContain(first);
  });
});

test('R81: signals to the whole group of processes end no file: the parent ends its parsers itself', async () => {
  const pool = poolOfTest({ size: 1 });
  const reading = pool.parse(file('long.md'));
  const parser = await onlyParserReading();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(parser, signal);
  expect(await reading).toMatchObject({ outcome: 'parsed' });
});
