import { openSqliteIndex } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import { describeSearchIndex } from './behaviour.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeSearchIndex('sqlite', () => openSqliteIndex(temporaryFolder()));
describeSearchIndex('sqlite, words merged at once', () =>
  openSqliteIndex(temporaryFolder(), { mergeChunks: 1 }),
);
