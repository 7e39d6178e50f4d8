import { createReadStream } from 'node:fs';
import { copyFile, lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { tunables } from '../../../config/tunables.ts';
import { type FileFormat, fileFormats } from '../../core/file-formats.ts';
import type { Conversion, ConversionTarget, OfficeConverter } from '../../ports/office-converter.ts';
import { findJail, type Jail } from './confine.ts';
import { findSoffice, type SofficeSetting } from './find-soffice.ts';
import { type Bounds, runBounded } from './run-bounded.ts';
import { makeScratchFolder, sweepScratchFolders } from './scratch-folder.ts';
import { writeProfile } from './write-profile.ts';

export type OfficeConverterOptions = Partial<Bounds> & {
  readonly logger?: {
    debug(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
};

/** LibreOffice has just made a new profile and wants to be started again. */
const startAgain = 81;

/** How LibreOffice reads each format. It must not guess: noise would be a text to it, and other filters are more to attack. */
const importFilters: Readonly<Partial<Record<FileFormat, string>>> = {
  doc: 'MS Word 97',
  docx: 'MS Word 2007 XML',
  odt: 'writer8',
  rtf: 'Rich Text Format',
  xls: 'MS Excel 97',
  ppt: 'MS PowerPoint 97',
  pptx: 'Impress MS PowerPoint 2007 XML',
  odp: 'impress8',
};
const exportFilters = {
  docx: 'docx:MS Word 2007 XML',
  xlsx: 'xlsx:Calc MS Excel 2007 XML',
  pptx: 'pptx:Impress MS PowerPoint 2007 XML',
} as const;

/**
 * Finds LibreOffice; how it can be shut in here is tried with the first file. `null` where it is not installed.
 * @throws AppError `CONFIGURATION_INVALID` when the configured program cannot be run
 */
export async function openOfficeConverter(
  setting: SofficeSetting,
  options: OfficeConverterOptions = {},
): Promise<OfficeConverter | null> {
  const soffice = await findSoffice(setting);
  return soffice === null ? null : createOfficeConverter(soffice, () => prepare(soffice, options), options);
}

async function prepare(soffice: string, { logger }: OfficeConverterOptions): Promise<Jail | null> {
  const scratch = await makeScratchFolder();
  const jail = await findJail(soffice, scratch.path).finally(scratch.remove);
  if (jail === null) logger?.warn({}, 'LibreOffice is installed but does not run');
  else logger?.debug({ seesOwnFilesOnly: jail.seesOwnFilesOnly }, 'LibreOffice found');
  return jail;
}

/** Converts with this program, shut in: a process, a profile and a scratch folder of its own for each file. */
export function createOfficeConverter(
  soffice: string,
  shutIn: () => Promise<Jail | null>,
  options: OfficeConverterOptions = {},
): OfficeConverter {
  const bounds = {
    timeoutMs: options.timeoutMs ?? tunables.conversion.timeoutMs,
    memoryBytes: options.memoryBytes ?? tunables.conversion.memoryBytes,
  };
  const turn = pLimit(1);
  const closing = new AbortController();
  let jailed: Promise<Jail | null> | undefined;

  const run = async (
    jail: Jail,
    scratch: string,
    { path, format }: { readonly path: string; readonly format: FileFormat },
    target: ConversionTarget,
    signal: AbortSignal,
  ) => {
    const input = `document.${fileFormats[format].extensions[0]}`;
    await copyFile(path, join(scratch, 'work', input));
    await writeProfile(join(scratch, 'work', 'profile'), soffice);
    const work = jail.workFolder(scratch);
    const importFilter = importFilters[format];
    const command = jail.commandLine(scratch, [
      soffice,
      `-env:UserInstallation=file://${work}/profile`,
      ...'--headless --norestore --nolockcheck --nodefault --nofirststartwizard'.split(' '),
      ...(importFilter === undefined ? [] : [`--infilter=${importFilter}`]),
      '--convert-to',
      exportFilterOf(format, target),
      '--outdir',
      `${work}/out`,
      `${work}/${input}`,
    ]);
    const place = { signal, temporaryFolder: `${work}/tmp` };
    const first = await runBounded(command, bounds, place);
    const isNew = 'exitCode' in first && first.exitCode === startAgain;
    return isNew ? runBounded(command, bounds, place) : first;
  };

  return {
    convert: (file, target, { signal: callerSignal } = {}) =>
      turn(async (): Promise<Conversion> => {
        const signal = callerSignal ? AbortSignal.any([callerSignal, closing.signal]) : closing.signal;
        signal.throwIfAborted();
        jailed ??= shutIn();
        const jail = await jailed;
        if (jail === null) return failure('converter-missing');
        await sweepScratchFolders();
        const scratch = await makeScratchFolder();
        let keep = false;
        try {
          const ending = await run(jail, scratch.path, file, target, signal);
          if ('stopped' in ending) return failure(ending.stopped);
          const found = await outputIn(join(scratch.path, 'work', 'out'), target);
          if (found === null) return failure('damaged');
          keep = true;
          return {
            outcome: 'converted',
            ...found,
            content: () => createReadStream(found.path),
            release: scratch.remove,
          };
        } finally {
          if (!keep) await scratch.remove();
        }
      }),
    close: async () => {
      closing.abort(new Error('The converter is closed.'));
      await turn(() => undefined);
    },
  };

  function failure(reason: Extract<Conversion, { outcome: 'failed' }>['reason']): Conversion {
    options.logger?.warn({ reason }, 'conversion failed');
    return { outcome: 'failed', reason };
  }
}

function exportFilterOf(format: FileFormat, target: ConversionTarget): string {
  if (target !== 'pdf') return exportFilters[target];
  // Slide n must be page n, also after a hidden one.
  return ['ppt', 'pptx', 'odp'].includes(format)
    ? 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
    : 'pdf';
}

/** What was written. The process is dead by now, but may have been hostile: no link is followed out of its folder. */
async function outputIn(folder: string, target: ConversionTarget) {
  const path = join(folder, `document.${target}`);
  try {
    const facts = await lstat(path);
    const isThere = facts.isFile() && facts.nlink === 1 && (await realpath(path)) === path;
    return isThere && facts.size > 0 ? { path, bytes: facts.size } : null;
  } catch {
    return null;
  }
}
