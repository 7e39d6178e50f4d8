import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the development data, beside the repository. */
export const dataFolder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Why tests over the development data are skipped, or `false` when it is there. */
export const noData: string | false = existsSync(`${dataFolder}README.md`)
  ? false
  : 'the development data (../shared/data) is not beside the repository';

/** One line of a MANIFEST.jsonl. */
export type SampleFile = {
  readonly file: string;
  readonly ext: string;
  readonly lang: string;
  readonly expect?: string;
  readonly expected_text: string | null;
};

export function manifestOf(folder: 'documents' | 'hostile'): SampleFile[] {
  if (noData !== false) return [];
  const lines = readFileSync(`${dataFolder}${folder}/MANIFEST.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as SampleFile);
}
