import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aliasesOf } from '../../src/adapters/qdrant/collections.ts';
import { openQdrantIndex } from '../../src/adapters/qdrant/qdrant-index.ts';
import { openSqliteIndex } from '../../src/adapters/sqlite-index/sqlite-index.ts';
import type { SearchIndex } from '../../src/ports/search-index.ts';
import { realServer, startSidecar } from '../../test/support/qdrant/start-qdrant.ts';

/** An index alone, empty at first, that goes with its `close()`. */
export type BenchIndex = {
  readonly index: SearchIndex;
  /** Where its files are; `null` on a server. */
  readonly folder: string | null;
  /** Builds what a server builds by itself in the background. */
  optimize(): Promise<void>;
  close(): Promise<void>;
};

export async function openSqlite(): Promise<BenchIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-agreement-'));
  const index = await openSqliteIndex(folder);
  return {
    index,
    folder,
    optimize: async () => {},
    async close() {
      await index.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** On the server that `QDRANT_URL` names, else on the engine, passing for `version`, with its files in `folder`. */
export async function openQdrant({
  version,
  folder,
}: {
  readonly version?: string | undefined;
  readonly folder?: string | undefined;
} = {}): Promise<BenchIndex> {
  const sidecar = realServer
    ? null
    : await startSidecar({ ...(version && { version }), ...(folder && { folder }) });
  const server = realServer ?? sidecar;
  if (!server) throw new Error('no server');
  const prefix = `bench-${Date.now()}`;
  const index = await openQdrantIndex({ ...server, prefix, onEmpty: () => {} });
  return {
    index,
    folder: sidecar?.folder ?? null,
    optimize: async () => sidecar?.optimize(aliasesOf(prefix, 'server').chunks),
    close: async () => sidecar?.close(),
  };
}

/** An empty index of each kind. */
export async function openBoth(options: { readonly version?: string | undefined } = {}) {
  const sqlite = await openSqlite();
  const qdrant = await openQdrant(options);
  const both: readonly SearchIndex[] = [sqlite.index, qdrant.index];
  return {
    sqlite: sqlite.index,
    qdrant: qdrant.index,
    both,
    optimize: qdrant.optimize,
    async close() {
      await sqlite.close();
      await qdrant.close();
    },
  };
}

/** Milliseconds that work took, with what it gave. */
export async function timed<Result>(work: () => Promise<Result>) {
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
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
