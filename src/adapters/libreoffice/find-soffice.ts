import { access, constants, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';

export type SofficeSetting = {
  /** Path of `soffice`, `none` for no LibreOffice at all; absent: it is looked for. */
  readonly program?: string;
  /** Folders of programs, as `PATH` lists them. */
  readonly searchPath: string;
};

/** Where the packages of LibreOffice itself put it, outside `PATH`. */
const usualPlaces = [
  '/usr/lib/libreoffice/program/soffice',
  '/usr/lib64/libreoffice/program/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
];

/**
 * The program of LibreOffice, links resolved; `null` when there is none.
 * @throws AppError `CONFIGURATION_INVALID` when the configured one cannot be run
 */
export async function findSoffice({ program, searchPath }: SofficeSetting): Promise<string | null> {
  if (program === 'none') return null;
  if (program !== undefined) {
    const found = await runnable(program);
    if (found !== null) return found;
    throw new AppError('CONFIGURATION_INVALID', {
      detail: 'SOFFICE_PATH: no program there that can be run; name the file `soffice`, or `none`.',
    });
  }
  const inPath = searchPath.split(delimiter).filter((folder) => folder.startsWith('/'));
  const inOpt = (await readdir('/opt').catch(() => [])).filter((name) => name.startsWith('libreoffice'));
  const places = [
    ...inPath.map((folder) => join(folder, 'soffice')),
    ...usualPlaces,
    ...inOpt.map((name) => join('/opt', name, 'program', 'soffice')),
  ];
  for (const place of places) {
    const found = await runnable(place);
    if (found !== null) return found;
  }
  return null;
}

// `soffice` is a script that starts `soffice.bin` beside it, through a program that shows a picture meanwhile.
async function runnable(path: string): Promise<string | null> {
  try {
    const script = await realpath(path);
    await access(script, constants.X_OK);
    const binary = join(dirname(script), 'soffice.bin');
    return await access(binary, constants.X_OK).then(
      () => binary,
      () => script,
    );
  } catch {
    return null;
  }
}
