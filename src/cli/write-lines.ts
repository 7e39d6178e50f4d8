import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestEntry } from '../core/lifecycle/export-files.ts';

/** Writes things as JSON lines, a page at a time, and gives what a manifest says of the file. */
export async function writeLines(
  folder: string,
  path: string,
  pages: AsyncIterable<readonly unknown[]>,
): Promise<ManifestEntry> {
  const hash = createHash('sha256');
  const file = await open(join(folder, path), 'wx', 0o600);
  let bytes = 0;
  let records = 0;
  try {
    for await (const page of pages) {
      const text = Buffer.from(page.map((thing) => `${JSON.stringify(thing)}\n`).join(''));
      hash.update(text);
      bytes += text.length;
      records += page.length;
      await file.write(text);
    }
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest('hex'), records };
}
