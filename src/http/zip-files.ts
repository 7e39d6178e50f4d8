import { strToU8, zipSync } from 'fflate';
import type { ExportFile } from '../core/lifecycle/export-files.ts';

/** Files as one ZIP archive. They are in memory together: for what one person has, not for an organisation. */
export async function zipFiles(files: AsyncIterable<ExportFile>): Promise<Buffer> {
  const entries: Record<string, Uint8Array> = {};
  for await (const { path, text } of files) entries[path] = strToU8(text);
  return Buffer.from(zipSync(entries));
}
