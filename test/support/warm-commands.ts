import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environmentFor, runCli } from './sourcier-process.ts';

/** Runs commands without the second of processor time that each process takes to load the program. */
export type WarmCommands = {
  /** Runs one command to its end, as `runCli` does. */
  readonly run: typeof runCli;
  close(): Promise<void>;
};

/**
 * One process, started with the first command, carries them all out: for what is typed to prepare or to look. Where it is proven
 * how a process starts or ends, there is `runCli`.
 */
export function createWarmCommands(): WarmCommands {
  let host: ChildProcess | undefined;
  let isBusy = false;

  const start = (env: Readonly<Record<string, string>>) => {
    const started = fork(join(import.meta.dirname, 'command-host.ts'), {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    started.once('exit', () => {
      if (host === started) host = undefined;
    });
    return started;
  };

  return {
    async run(dataFolder, args, extra = {}) {
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
    },
    async close() {
      if (!host) return;
      const ended = once(host, 'exit');
      host.kill();
      await ended;
    },
  };
}
