import { openSqliteIndex, type SqliteIndexOptions } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import { describeSearchIndex } from './behaviour.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

/** An index whose folder goes with it. */
async function open(options?: SqliteIndexOptions): Promise<SearchIndex> {
  const folder = makeFolder();
  const index = await openSqliteIndex(folder, options);
  const close = async () => {
    await index.close();
    removeFolder(folder);
  };
  return { ...index, close };
}

describeSearchIndex('sqlite', () => open());
describeSearchIndex('sqlite, words merged at once', () => open({ mergeChunks: 1 }));
