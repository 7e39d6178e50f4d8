// Carries out one command of Sourcier after another, each as its own process would: with its stores opened and closed.
import { runCommandLine } from '../../src/cli/run-command-line.ts';

const printed = { stdout: '', stderr: '' };
// Each command listens for signals and errors of its own, once more.
process.setMaxListeners(0);
for (const name of ['stdout', 'stderr'] as const) {
  process[name].setMaxListeners(0);
  process[name].write = (text: string | Uint8Array, ...more: unknown[]) => {
    printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    const done = more.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
}

const [program = '', file = ''] = process.argv;
type Command = { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> };
process.on('message', async ({ args, env }: Command) => {
  printed.stdout = '';
  printed.stderr = '';
  process.argv = [program, file, ...args];
  for (const key of Object.keys(process.env)) delete process.env[key];
  Object.assign(process.env, env);
  process.exitCode = 0;
  await runCommandLine();
  const exitCode = process.exitCode;
  process.exitCode = 0;
  process.send?.({ ...printed, exitCode });
});
