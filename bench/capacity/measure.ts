import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { childEnvironment, readEnvironment } from '../../config/env.ts';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/cluster.ts';
import { openStores } from '../../src/compose/stores.ts';
import { fill, makeOrganisation } from '../growth/fill.ts';
import { readMaterial } from '../growth/realistic-corpus.ts';

/** Bytes on the disk of this machine, with so many documents and chunks. */
export type Measured = {
  readonly documents: number;
  readonly chunks: number;
  /** Texts, their places and what finds them, without vectors. */
  readonly postgresText: number;
  readonly postgresVectors: number;
  readonly sqliteIndex: number;
};

const generation = 'capacity@1';

/** Fills one organisation as the bench of growth does, with vectors in the database too, and weighs it at each size. */
export async function measure(dataFolder: string, sizes: readonly number[]): Promise<Measured[]> {
  const material = readMaterial(dataFolder);
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-capacity-'));
  try {
    const measured: Measured[] = [];
    for (const chunks of sizes) {
      const environment = readEnvironment(childEnvironment({ SOURCIER_DATA: folder }));
      const stores = await openStores(environment);
      if (measured.length === 0) await makeOrganisation(stores);
      const held = await fill(stores, material, { chunks, generation });
      await stores.queue.close();
      await stores.close();
      measured.push({
        ...held,
        ...(await weighDatabase(folder)),
        sqliteIndex: weighFiles(join(folder, 'index')),
      });
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function weighDatabase(folder: string): Promise<Pick<Measured, 'postgresText' | 'postgresVectors'>> {
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'));
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    // Of 384 float32; random enough for what is not compressed.
    await client.query(
      `insert into embedding (org, text_hash, generation, vector)
       select distinct org, text_hash, $1, decode(repeat(md5(text_hash), 96), 'hex') from chunk on conflict do nothing`,
      [generation],
    );
    await client.query('vacuum analyze');
    const { rows } = await client.query<{ text: string; vectors: string }>(
      `select sum(pg_total_relation_size(c.oid)) filter (where relname <> 'embedding') as text,
              sum(pg_total_relation_size(c.oid)) filter (where relname = 'embedding') as vectors
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`,
    );
    return { postgresText: Number(rows[0]?.text), postgresVectors: Number(rows[0]?.vectors) };
  } finally {
    await client.end();
    await postgres.release();
  }
}

const weighFiles = (folder: string): number =>
  readdirSync(folder)
    .map((name) => statSync(join(folder, name)).size)
    .reduce((all, size) => all + size, 0);
