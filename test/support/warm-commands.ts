import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environmentFor, runCli } from './sourcier-process.ts';

let host: ChildProcess | undefined;
let isBusy = false;

/**
 * Runs one command to its end, as `runCli` does, without the second of processor time that a process takes to load the program:
 * one process, started with the first command, carries out those of all test files that share a worker, and ends with it. For
 * what is typed to prepare or to look. Where it is proven how a process starts or ends, there is `runCli`.
 */
export const runWarm: typeof runCli = async (dataFolder, args, extra = {}) => {
  // Two at once are two processes, as for people.
  if (isBusy) return runCli(dataFolder, args, extra);
  isBusy = true;
  const env = environmentFor(dataFolder, extra);
  host ??= start(env);
  const { stderr } = host;
  let log = '';
  const onLog = (part: Buffer) => {
    log += part.toString();
  };
  stderr?.on('data', onLog);
  const over = new AbortController();
  try {
    host.send({ args, env });
    return await Promise.race([
      once(host, 'message', over).then(([result]) => ({ ...result, stderr: result.stderr + log })),
      once(host, 'exit', over).then(([exitCode]) => ({ exitCode, stdout: '', stderr: log })),
    ]);
  } finally {
    over.abort();
    stderr?.off('data', onLog);
    isBusy = false;
  }
};

function start(env: Readonly<Record<string, string>>): ChildProcess {
  const started = fork(join(import.meta.dirname, 'command-host.ts'), {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  started.once('exit', () => {
    if (host === started) host = undefined;
  });
  return started;
}
