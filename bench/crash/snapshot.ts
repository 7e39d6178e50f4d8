import { sql } from 'kysely';
import { readEnvironment } from '../../config/env.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { openStores } from '../../src/compose/stores.ts';
import { authoriseCaller } from '../../src/core/access/authorise-caller.ts';
import { searchDocuments } from '../../src/core/find/search-documents.ts';
import { readConnection } from '../../test/support/test-stores.ts';

const org = 'bellerive';
const queries = [
  'recrutement',
  'marché public',
  'édition numéro 3',
  'accessibilité',
  'convocation',
  'quotient familial',
  'hébergement',
];

/** All that a folder of data holds and that must not depend on how often it crashed. */
export type Snapshot = {
  readonly documents: readonly unknown[];
  readonly sections: readonly unknown[];
  readonly chunks: readonly unknown[];
  /** Documents in the index, each with whether version and readers are those of the truth. */
  readonly indexed: readonly unknown[];
  readonly indexStats: unknown;
  readonly searches: readonly unknown[];
  /** Must be empty: work that nobody would do, text of other versions than the live one. */
  readonly leftovers: readonly unknown[];
};

/** Reads everything through the stores themselves. Version numbers count edits that were seen, so they are left out. */
export async function takeSnapshot(dataFolder: string): Promise<Snapshot> {
  const stores = await openStores(readEnvironment({ SOURCIER_DATA: dataFolder }), {
    onWarning: (warning) => console.error(warning),
  });
  const database = await openDatabase(await readConnection(dataFolder), { maxConnections: 2 });
  const all = async (query: ReturnType<typeof sql<Record<string, unknown>>>) =>
    (await query.execute(database)).rows;
  try {
    const documents = await all(sql`
      select id, external_id, parent_id, space, title, path, language, sensitivity, state, reason, sha256, bytes,
             format, live_version = wanted_version as live
        from document where org = ${org} order by id`);
    const sections = await all(sql`
      select document_id, ordinal, headings, start_offset, end_offset, text, tokens
        from section where org = ${org} order by document_id, ordinal`);
    const chunks = await all(sql`
      select id, document_id, ordinal, section_ordinal, headings, start_offset, end_offset, text, text_hash, tokens
        from chunk where org = ${org} order by document_id, ordinal`);
    const leftovers = await all(sql`
      select 'chunk' as kind, c.id::text from chunk c join document d on d.org = c.org and d.id = c.document_id
       where c.org = ${org} and c.version <> d.live_version
      union all select 'state', external_id from document where org = ${org} and state in ('queued', 'fetching', 'parsing')
      union all select 'attachment', c.external_id from document c where c.org = ${org} and c.parent_id is not null
            and not exists (select 1 from document p where p.org = c.org and p.id = c.parent_id)`);
    const live = new Map(
      (await stores.documents.listReadable(org)).map((document) => [document.id, document]),
    );
    const indexed = (await stores.index.listDocuments(org))
      .map(({ id, version, accessClass, space, path }) => {
        const truth = live.get(id);
        return { id, space, path, live: truth?.version === version && truth.accessClass === accessClass };
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const within = await authoriseCaller(stores, { org, user: 'alice' });
    const searches: unknown[] = [];
    for (const query of queries) {
      const { passages, scope } = await searchDocuments(stores, within, { query, scope: {}, limit: 10 });
      const results = passages.map(({ id, score, text, document }) => ({
        id,
        score,
        text,
        document: document.id,
      }));
      searches.push({ query, scope, results });
    }
    return {
      documents,
      sections,
      chunks,
      leftovers,
      indexed,
      searches,
      indexStats: await stores.index.stats(org),
    };
  } finally {
    await database.destroy();
    await stores.close();
  }
}
