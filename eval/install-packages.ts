import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { AppError } from '../src/core/errors.ts';

/**
 * Installs packages (`name@version`) into a folder of their own, running none of their code.
 * @throws AppError `DATA_SET_UNAVAILABLE`
 */
export async function installPackages(
  folder: string,
  packages: readonly string[],
  { quiet }: { readonly quiet: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  const code = await new Promise<number | null>((done, fail) => {
    const npm = spawn('npm', ['install', '--prefix', folder, ...flags, ...packages], {
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
    });
    npm.on('error', fail);
    npm.on('close', done);
  });
  if (code !== 0) throw new AppError('DATA_SET_UNAVAILABLE', { detail: `npm install: ${code}` });
}
