import { setTimeout } from 'node:timers/promises';
import { openSqliteIndex } from '../../../src/adapters/sqlite-index/sqlite-index.ts';
import { aDocument, chunks } from './builders.ts';

/** Writes documents named after its second argument, ten every few milliseconds; tells its parent how many are confirmed. */
const [folder = '', name = ''] = process.argv.slice(2);
const index = await openSqliteIndex(folder, { mergeChunks: 50 });
let isEnding = false;
process.once('message', () => {
  isEnding = true;
});
for (let written = 0; !isEnding; written += 10) {
  const ids = Array.from({ length: 10 }, (_, i) => `${name}-${written + i}`);
  await Promise.all(
    ids.map((id) =>
      index.replaceDocument(
        aDocument({ id }),
        chunks({ [`${id}-1`]: { 7: 1 }, [`${id}-2`]: { 7: 1, 8: 1 } }),
      ),
    ),
  );
  await new Promise((resolve) => process.send?.(written + 10, resolve));
  await setTimeout(5);
}
await index.close();
process.disconnect();
