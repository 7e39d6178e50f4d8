import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../src/core/errors.ts';
import { lineKey, type ResultLine, resultLine } from '../../src/core/evaluation/result-line.ts';

/** The results of a run as they come in: what is written is done, whatever happens next. */
export type ResultsFile = {
  readonly lines: readonly ResultLine[];
  has(line: Pick<ResultLine, 'suite' | 'endpoint' | 'id'>): boolean;
  add(line: ResultLine): void;
};

/** What a run was made with; a run is only taken up again under the same. */
export type RunSettings = { readonly seed: number; readonly sample: number | null; readonly program: string };

const resultsName = 'results.jsonl';
const settingsName = 'settings.json';

/**
 * Opens the folder of a run. With `resume`, goes on where it stopped: a last line that was cut short is dropped.
 * @throws AppError `USAGE` when the folder holds a run and `resume` is not asked, or was made with other settings
 */
export function openResults(folder: string, settings: RunSettings, resume: boolean): ResultsFile {
  const file = join(folder, resultsName);
  const settingsFile = join(folder, settingsName);
  const text = JSON.stringify(settings);
  if (existsSync(file)) {
    if (!resume)
      throw new AppError('USAGE', { detail: `${folder}: holds a run; give --resume or another --out` });
    if (readFileSync(settingsFile, 'utf8') !== text)
      throw new AppError('USAGE', {
        detail: `${folder}: was run with another seed, sample or program; give another --out`,
      });
    dropCutLine(file);
  } else {
    mkdirSync(folder, { recursive: true });
    writeFileSync(settingsFile, text);
    writeFileSync(file, '');
  }
  const lines = readResults(file);
  const done = new Set(lines.map(lineKey));
  return {
    lines,
    has: (line) => done.has(lineKey(line)),
    add: (line) => {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      lines.push(line);
      done.add(lineKey(line));
    },
  };
}

function dropCutLine(file: string): void {
  const bytes = readFileSync(file);
  truncateSync(file, bytes.lastIndexOf('\n') + 1);
}

/**
 * The lines of a run, given as its folder or its `results.jsonl`; with `@provider` behind it those of one of the providers
 * that were asked side by side, under the names of their suites.
 * @throws AppError `RESULTS_UNREADABLE`
 */
export function readResults(path: string): ResultLine[] {
  const { file, provider } = placeOf(path);
  if (provider === null) return readLines(file);
  const of = `@${provider}`;
  return readLines(file).flatMap((line) =>
    line.suite.endsWith(of) ? [{ ...line, suite: line.suite.slice(0, -of.length) }] : [],
  );
}

/** The folder of a run that is given as `readResults` takes it. */
export function folderOf(path: string): string {
  return dirname(placeOf(path).file);
}

function placeOf(path: string): { readonly file: string; readonly provider: string | null } {
  const [, folder = path, provider = null] = existsSync(path) ? [] : (path.match(/^(.+)@([^@/]+)$/) ?? []);
  return { file: folder.endsWith('.jsonl') ? folder : join(folder, resultsName), provider };
}

function readLines(file: string): ResultLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('RESULTS_UNREADABLE', { cause, detail: `${file}: cannot be read` });
  }
  return text.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    try {
      return [resultLine.parse(JSON.parse(line))];
    } catch (cause) {
      throw new AppError('RESULTS_UNREADABLE', { cause, detail: `${file}:${at + 1}: not a line of results` });
    }
  });
}
