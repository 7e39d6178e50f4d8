import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileToParse } from '../../../src/ports/document-parser.ts';
import { externalFiles, pdfWithActions } from '../../support/files/external-files.ts';
import { textOf } from './parsed-text.ts';
import { onlyParserReading, parserProcesses, peakMemory } from './parser-processes.ts';
import { poolOfTest } from './pool-of-test.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parsers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<FileToParse> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}`);
  await writeFile(path, content);
  return { path, name, bytes: content.length };
}

describe('createParserPool', () => {
  test('starts no process before the first file, keeps one warm, and ends it when closed', async () => {
    const pool = poolOfTest({ size: 2 });
    expect(await parserProcesses()).toEqual([]);
    const note = await file('note.md', '# Charte\n\nBonjour');
    expect(await pool.parse(note)).toMatchObject({
      outcome: 'parsed',
      format: 'markdown',
      document: { title: 'Charte' },
    });
    const [first] = await parserProcesses();
    await pool.parse(note);
    expect(await parserProcesses()).toEqual([first]);
    await pool.close();
    expect(await parserProcesses()).toEqual([]);
  });

  test('R13: bytes in memory are read as a file is, also by a process that read files before', async () => {
    const pool = poolOfTest({ size: 1 });
    const text = `# Charte\n\n${'Le service assure une permanence. '.repeat(20_000)}`;
    const content = new TextEncoder().encode(text);
    const fromFile = await pool.parse(await file('note.md', text));
    expect(await pool.parseBytes({ name: 'note.md', content })).toEqual(fromFile);
    expect(fromFile).toMatchObject({ outcome: 'parsed', document: { title: 'Charte' } });
    expect(await pool.parseBytes({ name: 'vide.md', content: new Uint8Array() })).toMatchObject({
      reason: 'empty',
    });
  });

  test('R56: a parser has no variable of its parent, only PATH, LANG and a HOME that is not there', async () => {
    process.env.SECRET_OF_THE_PARENT = 'hunter2';
    const pool = poolOfTest({ size: 1 });
    await pool.parse(await file('a.txt', 'Bonjour'));
    const [parser] = await parserProcesses();
    const environment = await readFile(`/proc/${parser}/environ`, 'utf8');
    const names = environment.split('\0').map((line) => line.split('=')[0]);
    expect(names.filter((name) => name !== '' && !name?.startsWith('NODE_CHANNEL_'))).toEqual([
      'PATH',
      'LANG',
      'HOME',
    ]);
  });

  test('R48: a file that takes too long is killed, and the next one is read', async () => {
    const pool = poolOfTest({ size: 1, timeoutMs: 1_500 });
    const slow = await file('slow.md', '>'.repeat(60_000));
    expect(await pool.parse(slow)).toEqual({ outcome: 'failed', reason: 'parse-timeout' });
    expect(await pool.parse(await file('a.txt', 'Bonjour'))).toMatchObject({ outcome: 'parsed' });
  });

  test('R48: a file that takes too much memory is killed below 512 MB, and the next one is read', async () => {
    const pool = poolOfTest({ size: 1 });
    const parsing = pool.parse(await file('big.html', `<p>${'<b>a</b>'.repeat(1_500_000)}`));
    let peak = 0;
    let done = false;
    const outcome = parsing.finally(() => {
      done = true;
    });
    while (!done) {
      for (const parser of await parserProcesses()) {
        peak = Math.max(peak, await peakMemory(parser));
      }
      await sleep(10);
    }
    expect(await outcome).toEqual({ outcome: 'failed', reason: 'parse-memory' });
    expect(peak).toBeGreaterThan(200 * 1024 * 1024);
    expect(peak).toBeLessThan(512 * 1024 * 1024);
    expect(await pool.parse(await file('a.txt', 'Bonjour'))).toMatchObject({ outcome: 'parsed' });
  });

  test('a crash ends one file only', async () => {
    const pool = poolOfTest({ size: 1 });
    const slow = pool.parse(await file('slow.md', '>'.repeat(60_000)));
    const next = pool.parse(await file('a.txt', 'Bonjour'));
    // Killed before it can read, it would be a host that cannot run parsers.
    const parser = await onlyParserReading();
    await sleep(300);
    process.kill(parser, 'SIGSEGV');
    expect(await slow).toEqual({ outcome: 'failed', reason: 'parse-crash' });
    expect(await next).toMatchObject({ outcome: 'parsed' });
  });

  test('a process is replaced after its number of files', async () => {
    const pool = poolOfTest({ size: 1, filesPerProcess: 2 });
    const note = await file('a.txt', 'Bonjour');
    await pool.parse(note);
    const [first] = await parserProcesses();
    await pool.parse(note);
    await pool.parse(note);
    const [second] = await parserProcesses();
    expect(second).not.toBe(first);
  });

  test('R47: a name is only a label: none of these changes how or what is read', async () => {
    const pool = poolOfTest({ size: 1 });
    const names = [
      '../../etc/passwd.md',
      '..\\a.md',
      '%252e%252e.md',
      'a\0.md',
      'a\u2215b.md',
      `${'é'.repeat(300)}.md`,
    ];
    for (const name of names) {
      expect(await pool.parse({ ...(await file('a', 'Bonjour')), name })).toMatchObject({
        outcome: 'parsed',
        format: 'markdown',
      });
    }
  });

  test('what is no readable file is unreadable, never a wait', async () => {
    const pool = poolOfTest({ size: 1 });
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [join(folder, 'absent'), folder, pipe, '/dev/zero']) {
      expect(await pool.parse({ path, name: 'a.md', bytes: 1 })).toMatchObject({
        outcome: 'failed',
        reason: 'unreadable',
      });
    }
  });

  test('parsers end with their parent, even killed', async () => {
    const note = await file('a.txt', 'Bonjour');
    const module = new URL('../../../src/adapters/parsers/parser-pool.ts', import.meta.url).href;
    const script = `const { createParserPool } = await import('${module}');
      const pool = createParserPool({ size: 1 });
      await pool.parse(${JSON.stringify(note)});
      const { execSync } = await import('node:child_process');
      console.log(execSync('pgrep -P ' + process.pid + ' -f parser-child').toString().trim().split('\\n')[0]);
      process.kill(process.pid, 'SIGKILL');`;
    const output = await new Promise<string>((resolve) => {
      import('node:child_process').then(({ execFile }) =>
        execFile(process.execPath, ['--input-type=module', '-e', script], (_, stdout) => resolve(stdout)),
      );
    });
    const parser = Number(output.trim());
    expect(parser).toBeGreaterThan(1);
    await expect
      .poll(() => readFile(`/proc/${parser}/cmdline`, 'utf8').catch(() => ''), { timeout: 5_000 })
      .not.toContain('parser-child');
  });
});

describe('drawPage', () => {
  const onePage = (): Uint8Array => pdfWithActions('http://127.0.0.1:9/');

  test('gives a page as a PNG of the width asked for, and null when there is nothing to draw', async () => {
    const pool = poolOfTest({ size: 1 });
    const pdf = await file('a.pdf', onePage());
    const drawn = Buffer.from((await pool.drawPage(pdf, { number: 1, widthPixels: 900 })) ?? []);
    expect(drawn.subarray(1, 4).toString()).toBe('PNG');
    expect(drawn.readUInt32BE(16)).toBe(900);
    expect(await pool.drawPage(pdf, { number: 2, widthPixels: 900 })).toBeNull();
    expect(
      await pool.drawPage(await file('b.pdf', '%PDF-1.7 rien'), { number: 1, widthPixels: 900 }),
    ).toBeNull();
    expect(await pool.drawPage(await file('c.md', '# Note'), { number: 1, widthPixels: 900 })).toBeNull();
  });

  test('R48: a page as large as a stadium is drawn small', async () => {
    const pool = poolOfTest({ size: 1 });
    const huge = Buffer.from(onePage()).toString('latin1').replace('[0 0 300 300]', '[0 0 14400 14400]');
    const drawn = Buffer.from(
      (await pool.drawPage(await file('a.pdf', huge), { number: 1, widthPixels: 100_000 })) ?? [],
    );
    expect(drawn.readUInt32BE(16)).toBeGreaterThan(1_000);
    expect(drawn.readUInt32BE(16) * drawn.readUInt32BE(20)).toBeLessThanOrEqual(6_100_000);
  });
});

describe('R49: nothing outside the file is read', () => {
  const secret = 'contenu-du-fichier-secret';
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end('contenu-du-serveur');
  });
  let outside: string[];
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const path = join(folder, 'secret.txt');
    await writeFile(path, secret);
    outside = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, `file://${path}`];
  });
  afterAll(() => server.close());

  test('external entities, linked images, remote templates, frames', async () => {
    const pool = poolOfTest({ size: 1 });
    const kinds = new Set<string>();
    for (const { name, bytes } of outside.flatMap(externalFiles)) {
      const outcome = await pool.parse(await file(name, bytes));
      kinds.add(outcome.outcome === 'parsed' ? outcome.format : outcome.reason);
      const text = outcome.outcome === 'parsed' ? textOf(outcome.document) : '';
      expect(text, name).not.toMatch(/contenu-du-(fichier-secret|serveur)/);
    }
    expect(requests).toBe(0);
    expect([...kinds]).toEqual(
      expect.arrayContaining(['docx', 'odt', 'html', 'markdown', 'eml', 'pdf', 'damaged']),
    );
  });
});
