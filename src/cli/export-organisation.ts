import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sourcier } from '../compose.ts';
import { exportAudit } from '../core/audit/export-audit.ts';
import { AppError } from '../core/errors.ts';
import type { ManifestEntry } from '../core/lifecycle/export-files.ts';
import { presentAuditRecord } from '../http/presenters/present-audit.ts';
import { writeLines } from './write-lines.ts';

type Stores = Pick<Sourcier['stores'], 'organisationExport' | 'audit' | 'blobs'>;

/**
 * Writes an organisation into a folder that is new or empty: a file of JSON lines for each table, the audit, and `manifest.json`
 * (R76); with `files`, the bytes of its documents by their SHA-256. Gives what the manifest says.
 * @throws AppError `ORGANISATION_UNKNOWN`; `USAGE` when something is in the folder
 */
export async function exportOrganisation(
  stores: Stores,
  org: string,
  { folder, files }: { readonly folder: string; readonly files: boolean },
): Promise<{ readonly files: readonly ManifestEntry[]; readonly blobs: number }> {
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 1 || (await readdir(join(folder, 'tables'))).length > 0)
    throw new AppError('USAGE', { detail: '--out: the folder is not empty' });
  const entries: ManifestEntry[] = [];
  const digests = new Set<string>();
  await stores.organisationExport.read(org, async ({ name, pages }) => {
    const seen = name === 'document' ? noteDigests(pages, digests) : pages;
    entries.push(await writeLines(folder, `tables/${name}.jsonl`, seen));
  });
  entries.push(await writeLines(folder, 'audit.jsonl', presentPages(exportAudit(stores, org, {}))));
  const blobs = files ? await copyBlobs(stores, org, folder, digests) : 0;
  const about = { format: 'sourcier-organisation-export', version: 1, organisation: org };
  const manifest = { ...about, exportedAt: new Date().toISOString(), blobs, files: entries };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return { files: entries, blobs };
}

async function* noteDigests(
  pages: AsyncIterable<readonly unknown[]>,
  digests: Set<string>,
): AsyncGenerator<readonly unknown[], void> {
  for await (const page of pages) {
    for (const row of page) digests.add((row as { readonly sha256: string }).sha256);
    yield page;
  }
}

async function* presentPages(
  pages: ReturnType<typeof exportAudit>,
): AsyncGenerator<readonly unknown[], void> {
  for await (const page of pages) yield page.map(presentAuditRecord);
}

/** Bytes that are no longer kept are passed over: their documents say so. */
async function copyBlobs(
  { blobs }: Stores,
  org: string,
  folder: string,
  digests: ReadonlySet<string>,
): Promise<number> {
  await mkdir(join(folder, 'files'), { mode: 0o700 });
  let copied = 0;
  for (const sha256 of digests) {
    const blob = await blobs.read(org, sha256).catch(() => null);
    if (!blob) continue;
    await pipeline(blob.stream, createWriteStream(join(folder, 'files', sha256), { mode: 0o600 }));
    copied += 1;
  }
  return copied;
}
