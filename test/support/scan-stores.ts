import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../src/adapters/postgres/database.ts';

/**
 * Every place of a deployment that holds one of the words, in whatever case: rows of all tables of all schemas (the queue's too),
 * files of the data folder (without the database's own, which its tables tell), and what lies in the folder for temporary files.
 */
export async function scanStores(
  { dataFolder, database }: { readonly dataFolder: string; readonly database: Database },
  words: readonly string[],
): Promise<string[]> {
  const [tables, files, temporary] = await Promise.all([
    scanTables(database, words),
    scanFiles(dataFolder, words, (path) => path.startsWith('postgres/cluster/')),
    scanScratch(words),
  ]);
  return [...tables, ...files, ...temporary].sort();
}

/** Scratch folders of conversions; others on this machine have theirs in the same place. */
async function scanScratch(words: readonly string[]): Promise<string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => /^sourcier-conversion-/.test(name));
  const found = folders.map((name) => scanFiles(join(tmpdir(), name), words));
  return (await Promise.all(found)).flat().map((path) => `tmp/${path}`);
}

async function scanTables(database: Database, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`.execute(
    database,
  );
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(`${schema}.${name}`)} t
       where t::text ilike any(${words.map((word) => `%${word}%`)}::text[])`.execute(database);
    if (rows[0]?.count) found.push(`${schema}.${name}`);
  }
  return found;
}

/** Every file below a folder that holds one of the words, or is named by one, in whatever case. */
export async function scanFiles(
  folder: string,
  words: readonly string[],
  isLeftOut: (path: string) => boolean = () => false,
): Promise<string[]> {
  const found: string[] = [];
  // Logs of writes are large: one look at each for all words.
  const anyWord = new RegExp(words.map((word) => word.replace(/\W/g, '\\$&')).join('|'), 'i');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || isLeftOut(path)) continue;
    if (anyWord.test(path) || anyWord.test(await readFile(join(folder, path), 'latin1').catch(() => '')))
      found.push(path);
  }
  return found;
}
