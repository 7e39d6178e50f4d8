import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

/** Known to be unsafe, or to bear a bomb badly, whatever brings them here. */
const unwanted: Readonly<Record<string, (version: string) => boolean>> = {
  'pdfjs-dist': isUnsafePdfJs,
  mammoth: (version) => isBelow(version, '1.12.2'),
  xlsx: () => true,
  exceljs: () => true,
  unpdf: (version) => version === '1.8.1',
};

function isUnsafePdfJs(version: string): boolean {
  return isBelow(version, '4.2.67') || (!isBelow(version, '5.6.83') && isBelow(version, '6.2.108'));
}

function isBelow(version: string, minimum: string): boolean {
  const [one, other] = [version, minimum].map((text) => text.split(/[.-]/).map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Packages of the lock file that must not be there, as `name version`. */
function unwantedIn(packages: Readonly<Record<string, { readonly version?: string }>>): string[] {
  return Object.entries(packages).flatMap(([place, { version = '0.0.0' }]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return unwanted[name]?.(version) ? [`${name} ${version}`] : [];
  });
}

/** The versions of pdf.js that a file says it is; `unknown` when it is a copy that does not say. */
function pdfJsVersionsIn(text: string): string[] {
  if (!/GlobalWorkerOptions|WorkerMessageHandler/.test(text)) return [];
  const said = text.matchAll(/(?:apiVersion|pdfjsVersion|workerVersion)["']?\s*[:=]\s*["']?(\d+\.\d+\.\d+)/g);
  const versions = [...new Set([...said].map(([, version = 'unknown']) => version))];
  return versions.length > 0 || !/PDFDocumentProxy|XRefParseException|XRefEntryException/.test(text)
    ? versions
    : ['unknown'];
}

describe('R50: parsers', () => {
  it.each([
    ['4.2.66', true],
    ['4.2.67', false],
    ['5.4.296', false],
    ['5.6.82', false],
    ['5.6.83', true],
    ['6.2.107', true],
    ['6.2.108', false],
    ['10.0.0', false],
  ])('pdf.js %s is unsafe: %s', (version, isUnsafe) => {
    expect(isUnsafePdfJs(version)).toBe(isUnsafe);
  });

  it('are found wherever they hide', () => {
    expect(
      unwantedIn({
        '': { version: '0.1.0' },
        'node_modules/mammoth': { version: '1.12.1' },
        'node_modules/a/node_modules/xlsx': { version: '0.18.5' },
        'node_modules/unpdf': { version: '1.7.0' },
      }),
    ).toEqual(['mammoth 1.12.1', 'xlsx 0.18.5']);
    expect(pdfJsVersionsIn('GlobalWorkerOptions;const a={docId:b,apiVersion:"5.7.1",data:c}')).toEqual([
      '5.7.1',
    ]);
    expect(pdfJsVersionsIn('class WorkerMessageHandler{} class XRefEntryException{}')).toEqual(['unknown']);
  });

  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };

  it('of the lock file are all at a safe version', () => {
    expect(Object.keys(lock.packages)).toContain('node_modules/fflate');
    expect(unwantedIn(lock.packages)).toEqual([]);
  });

  it('that packages carry within them are at a safe version too', () => {
    const smallest = 100 * 1024;
    const found = globSync('node_modules/**/*.{js,mjs,cjs}', { cwd: root }).flatMap((path) => {
      const file = join(root, path);
      const status = statSync(file);
      if (!status.isFile() || status.size < smallest) return [];
      return pdfJsVersionsIn(readFileSync(file, 'utf8')).map((version) => ({ path, version }));
    });
    // A copy that is known to be there is found.
    expect(found.length > 0).toBe('node_modules/pdf-parse' in lock.packages);
    expect(found.filter(({ version }) => version === 'unknown' || isUnsafePdfJs(version))).toEqual([]);
  });
});
