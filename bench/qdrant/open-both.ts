import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aliasesOf } from '../../src/adapters/qdrant/collections.ts';
import { openQdrantIndex } from '../../src/adapters/qdrant/qdrant-index.ts';
import { openSqliteIndex } from '../../src/adapters/sqlite-index/sqlite-index.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { realServer, startSidecar } from '../../test/support/qdrant/start-qdrant.ts';

/** An empty index of each kind: Qdrant on the server that `QDRANT_URL` names, else on its engine, passing for `version`. */
export async function openBoth({ version }: { readonly version?: string | undefined } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-agreement-'));
  const sidecar = realServer ? null : await startSidecar(version ? { version } : {});
  const server = realServer ?? sidecar;
  if (!server) throw new Error('no server');
  const sqlite = await openSqliteIndex(folder);
  const prefix = `bench-${Date.now()}`;
  const qdrant = await openQdrantIndex({ ...server, prefix, onEmpty: () => {} });
  const both: readonly SearchIndex[] = [sqlite, qdrant];
  return {
    sqlite,
    qdrant,
    both,
    /** Builds the indexes of chunks on the engine; a server does by itself. */
    optimize: async () => sidecar?.optimize(aliasesOf(prefix, 'server').chunks),
    async close() {
      await sqlite.close();
      await sidecar?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds that work took, with what it gave. */
export async function timed<Result>(work: () => Promise<Result>) {
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
}

/** The middle and the 95th of 100. */
export function spread(numbers: readonly number[]) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

export const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Share of the first list that stands in the second; 1 when there is nothing to find. */
export function shareFound(wanted: readonly string[], found: readonly string[]): number {
  if (wanted.length === 0) return 1;
  const set = new Set(found);
  return wanted.filter((id) => set.has(id)).length / wanted.length;
}
