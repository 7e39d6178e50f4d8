import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openJail } from '../../../src/adapters/libreoffice/confine.ts';
import {
  createOfficeConverter,
  openOfficeConverter,
} from '../../../src/adapters/libreoffice/office-converter.ts';
import { readLegacyOffice } from '../../../src/adapters/libreoffice/read-legacy-office.ts';
import { createParserPool } from '../../../src/adapters/parsers/parser-pool.ts';
import type { FileFormat } from '../../../src/core/file-formats.ts';
import type { OfficeConverter } from '../../../src/ports/office-converter.ts';
import { dataFolder, noData } from '../parsers/data.ts';
import { noSoffice, setting } from './soffice.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'converter-'));
  // A folder of temporary files of its own, to see what is left in it.
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  // Nothing of a document stays behind, whatever became of its conversion.
  expect(await scratchFolders()).toEqual([]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const scratchFolders = async () =>
  (await readdir(folder)).filter((name) => name.startsWith('sourcier-conversion-'));

describe('a converter, whatever its program does', () => {
  /** A converter whose program is a script; `$out` is where it should write, `$work` the folder it works in. */
  async function converterOf(script: string, bounds: { timeoutMs?: number; memoryBytes?: number } = {}) {
    const program = join(folder, `${Math.random().toString(36).slice(2)}.sh`);
    const prologue =
      '#!/bin/sh\nfor word in "$@"; do previous=$last; last=$word; done\nwork=${last%/*}; out=$work/out/document.pdf\n';
    await writeFile(program, prologue + script);
    await chmod(program, 0o755);
    return createOfficeConverter(program, openJail, bounds);
  }
  const convert = async (converter: Awaited<ReturnType<typeof converterOf>>, signal?: AbortSignal) => {
    const path = join(folder, 'input');
    await writeFile(path, 'Une note');
    return converter.convert({ path, format: 'doc' }, 'pdf', { signal });
  };

  test('gives what the program wrote, until it is released', async () => {
    const made = await convert(await converterOf('cat "$last" > "$out"'));
    if (made.outcome !== 'converted') throw new Error(made.reason);
    expect([await readFile(made.path, 'utf8'), made.bytes]).toEqual(['Une note', 8]);
    await made.release();
    await expect(stat(made.path)).rejects.toThrow();
  });

  test('starts the program again when it has just made a profile', async () => {
    const converter = await converterOf(
      '[ -e "$work/seen" ] || { : > "$work/seen"; exit 81; }; cat "$last" > "$out"',
    );
    const made = await convert(converter);
    expect(made.outcome).toBe('converted');
    if (made.outcome === 'converted') await made.release();
  });

  test.each([
    ['writes nothing', 'exit 0'],
    ['writes an empty file', ': > "$out"'],
    ['writes a link to a file of the machine', 'ln -s /etc/hostname "$out"'],
    ['puts a link in the place of the folder', 'rmdir "$work/out"; ln -s "$work/.." "$work/out"'],
    ['names a second file by the same content', 'echo x > "$work/x"; ln "$work/x" "$out"'],
    ['dies', 'kill -SEGV $$'],
  ])('fails when the program %s', async (_what, script) => {
    expect(await convert(await converterOf(script))).toEqual({ outcome: 'failed', reason: 'damaged' });
  });

  test('R48: ends the program with all that it started when the time is up', async () => {
    const mark = `3${Math.floor(Math.random() * 1e8)}`;
    const converter = await converterOf(`sleep ${mark} & sleep ${mark}`, { timeoutMs: 300 });
    expect(await convert(converter)).toEqual({ outcome: 'failed', reason: 'parse-timeout' });
    // Killed they are; the system takes them away in its time.
    await expect.poll(() => commandsWith(mark), { timeout: 20_000 }).toEqual([]);
  });

  test('R48: ends it when it and its children take too much memory together', async () => {
    const hog = 'head -c 60000000 /dev/zero | tail -c 60000000 | sleep 30';
    const converter = await converterOf(`${hog} & ${hog}`, { memoryBytes: 80_000_000 });
    expect(await convert(converter)).toEqual({ outcome: 'failed', reason: 'parse-memory' });
  });

  test('R56: gives it no variable of its own', async () => {
    vi.stubEnv('SECRET_OF_THE_PARENT', 'hunter2');
    const made = await convert(await converterOf('env > "$out"'));
    if (made.outcome !== 'converted') throw new Error(made.reason);
    const names = (await readFile(made.path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    await made.release();
    expect(names.filter((name) => !['PWD', '_', 'OLDPWD', 'SHLVL'].includes(name ?? '')).toSorted()).toEqual(
      ['HOME', 'LANG', 'PATH', 'SAL_USE_VCLPLUGIN', 'TMPDIR'].toSorted(),
    );
  });

  test('stops when the caller leaves, and when it is closed', async () => {
    const leaving = new AbortController();
    const converter = await converterOf('sleep 30');
    const left = convert(converter, leaving.signal);
    setTimeout(() => leaving.abort(new Error('gone')), 200);
    await expect(left).rejects.toThrow('gone');
    const closed = convert(converter);
    setTimeout(() => void converter.close(), 200);
    await expect(closed).rejects.toThrow('closed');
  });

  test('works on one file at a time', async () => {
    const converter = await converterOf(
      'mkdir "/tmp/one-at-a-time-$PPID" 2>/dev/null; ls "$last" > "$out"; sleep 0.2',
    );
    const started = performance.now();
    const all = await Promise.all([convert(converter), convert(converter), convert(converter)]);
    expect(performance.now() - started).toBeGreaterThan(600);
    for (const made of all) if (made.outcome === 'converted') await made.release();
  });
});

describe('without LibreOffice', () => {
  test('there is no converter where no program is found, or none is wanted', async () => {
    expect(await openOfficeConverter({ program: 'none', searchPath: process.env.PATH ?? '' })).toBeNull();
  });

  test('a program that does not run is told as one that is missing', async () => {
    const path = join(folder, 'broken');
    await writeFile(path, '#!/bin/sh\nexit 127\n');
    await chmod(path, 0o755);
    const converter = await openOfficeConverter({ program: path, searchPath: '' });
    expect(await converter?.convert({ path, format: 'doc' }, 'docx')).toEqual({
      outcome: 'failed',
      reason: 'converter-missing',
    });
  });

  test('a configured program that is not there stops the start, and is named', async () => {
    await expect(
      openOfficeConverter({ program: join(folder, 'soffice'), searchPath: '' }),
    ).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      detail: expect.stringContaining('SOFFICE_PATH'),
    });
  });
});

describe.skipIf(noSoffice !== false)(`LibreOffice${noSoffice ? ` (${noSoffice})` : ''}`, () => {
  let converter: OfficeConverter;
  const pool = createParserPool({ size: 1 });
  beforeAll(async () => {
    const opened = await openOfficeConverter(setting);
    if (!opened) throw new Error('LibreOffice does not run');
    converter = opened;
  });
  afterAll(async () => {
    await pool.close();
    await converter.close();
  });
  const parse = async (path: string) =>
    readLegacyOffice(pool, converter).parse({ path, name: path, bytes: (await stat(path)).size });

  describe.skipIf(noData !== false)(`legacy samples${noData ? ` (${noData})` : ''}`, () => {
    test.each([
      ['docling__legacy_sample.doc', ['Swimming in the lake', 'Duck']],
      ['tika__testWORD_various.doc', ['Suddenly some Japanese text', 'Row 2 Col 3']],
    ])('%s is read as what it is, a doc', async (name, words) => {
      const outcome = await parse(`${dataFolder}documents/${name}`);
      expect(outcome).toMatchObject({ outcome: 'parsed', format: 'doc' });
      for (const word of words) expect(JSON.stringify(outcome)).toContain(word);
    });

    test.each([
      ['docling__legacy_sample.xls', 'xls', 'xlsx', 'xl/sharedStrings.xml'],
      ['poi__52447.xls', 'xls', 'xlsx', 'xl/sharedStrings.xml'],
      ['poi__stress.xls', 'xls', 'xlsx', 'xl/sharedStrings.xml'],
      ['docling__legacy_sample.ppt', 'ppt', 'pptx', 'ppt/slides/slide1.xml'],
      ['tika__testPPT_various.ppt', 'ppt', 'pptx', 'ppt/slides/slide1.xml'],
    ] as const)('%s becomes what our readers read', async (name, format: FileFormat, target, part) => {
      const made = await converter.convert({ path: `${dataFolder}documents/${name}`, format }, target);
      if (made.outcome !== 'converted') throw new Error(made.reason);
      const parts = unzipSync(new Uint8Array(await readFile(made.path)));
      await made.release();
      expect(strFromU8(parts[part] ?? new Uint8Array())).toMatch(/<(a:)?t[ >]/);
    });

    test('R48: hostile legacy files end with a reason or as text, never worse', async () => {
      const hostile = `${dataFolder}hostile/`;
      expect(await parse(`${hostile}poi__Password_Protected-hello.ppt`)).toMatchObject({
        outcome: 'skipped',
        reason: 'encrypted',
      });
      const fuzzed = await parse(
        `${hostile}poi__clusterfuzz-testcase-minimized-POIHWPFFuzzer-5418937293340672.doc`,
      );
      expect(['parsed', 'skipped', 'failed']).toContain(fuzzed.outcome);
    });
  });

  test('what is no document of its format fails as damaged', async () => {
    const path = join(folder, 'noise.doc');
    await writeFile(path, Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5_000, 7)]));
    expect(await converter.convert({ path, format: 'doc' }, 'docx')).toEqual({
      outcome: 'failed',
      reason: 'damaged',
    });
  });

  test('a Sourcier that is killed leaves no LibreOffice behind', async () => {
    const path = join(folder, 'long.rtf');
    await writeFile(path, `{\\rtf1 ${"Le conseil municipal d\\'e9lib\\'e8re. \\par ".repeat(20_000)}}`);
    const child = spawn(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'converting-process.ts'),
      path,
    ]);
    const ended = once(child, 'exit');
    // Others may convert on this machine too, under the same name: it is known by who started it, and afterwards by its group.
    const isConverting = ({ command }: Running) => command.includes('document.rtf');
    let own: number | undefined;
    const groupOfOwn = async () => {
      own = descendants(await running(), child.pid ?? 0).find(isConverting)?.group;
      return own;
    };
    await expect.poll(groupOfOwn, { timeout: 40_000 }).toBeDefined();
    child.kill('SIGKILL');
    await ended;
    const left = async () => (await running()).filter((one) => one.group === own && isConverting(one));
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    // What it left of the document is erased by a later conversion.
    const [remains = ''] = await scratchFolders();
    await utimes(join(folder, remains), new Date(0), new Date(0));
    await writeFile(path, '{\\rtf1 Note}');
    const later = await converter.convert({ path, format: 'rtf' }, 'pdf');
    if (later.outcome === 'converted') await later.release();
  });
});

/** Command lines of running processes that hold these words. */
async function commandsWith(words: string): Promise<string[]> {
  return (await running()).map(({ command }) => command).filter((command) => command.includes(words));
}

type Running = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly command: string;
};

/** Processes other than this one, with their command lines. */
async function running(): Promise<Running[]> {
  const found: Running[] = [];
  for (const pid of (await readdir('/proc')).map(Number).filter((number) => number > 0)) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const [command, stat] = await Promise.all([read('cmdline'), read('stat')]);
    // Behind the name, which may hold anything: state, parent, group (proc_pid_stat(5)).
    const [, parent = '', group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (command !== '' && pid !== process.pid)
      found.push({
        pid,
        parent: Number(parent),
        group: Number(group),
        command: command.replaceAll('\0', ' '),
      });
  }
  return found;
}

function descendants(all: readonly Running[], of: number): Running[] {
  return all.filter(({ parent }) => parent === of).flatMap((one) => [one, ...descendants(all, one.pid)]);
}
