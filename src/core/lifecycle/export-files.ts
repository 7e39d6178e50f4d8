import { createHash } from 'node:crypto';

/** A file of an export; `records`: how many things are in it, a line each. */
export type ExportFile = { readonly path: string; readonly text: string; readonly records?: number };

/** What a file of an export is known by. */
export type ManifestEntry = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly records?: number;
};

/** Things as JSON, one a line. */
export function jsonLines(path: string, things: readonly unknown[]): ExportFile {
  return { path, text: things.map((thing) => `${JSON.stringify(thing)}\n`).join(''), records: things.length };
}

export function jsonFile(path: string, value: unknown): ExportFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}

/** What the manifest says of a file. */
export function entryOf({ path, text, records }: ExportFile): ManifestEntry {
  return {
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    ...(records !== undefined && { records }),
  };
}

/** Lets files through, and adds `manifest.json` after the last: what it is about, and each file with its size and SHA-256. */
export async function* withManifest(
  about: Readonly<Record<string, unknown>>,
  files: AsyncIterable<ExportFile>,
): AsyncGenerator<ExportFile, void> {
  const entries: ManifestEntry[] = [];
  for await (const file of files) {
    entries.push(entryOf(file));
    yield file;
  }
  yield jsonFile('manifest.json', { ...about, files: entries });
}
