import { workerData } from 'node:worker_threads';
import { tunables } from '../../../config/tunables.ts';
import { databasePath, foldLog, removeCopies } from './database-files.ts';
import { failureOf } from './failure.ts';
import { createOpenFiles } from './open-files.ts';
import type { Change, Reply, WorkerSettings } from './protocol.ts';
import { servePort, tell } from './serve-port.ts';
import { createWriter } from './writer.ts';

/** Entry of the thread that writes: what waits for one organisation goes into one transaction. */
const { folder, mergeChunks, openOrganisations } = workerData as WorkerSettings;
const { transactionChanges, transactionChunks } = tunables.sqliteIndex;
const files = createOpenFiles({
  folder,
  readOnly: false,
  openOrganisations,
  start: (database) => createWriter(database, mergeChunks),
  size: () => 0,
  onLoss: (org) => tell({ type: 'rebuild-needed', org }),
});

servePort<Change>({ take: countTogether, work, close: files.close });

/** How many of the first changes are of the same organisation and fit into one transaction. */
function countTogether(waiting: readonly Change[]): number {
  const org = waiting[0] && orgOf(waiting[0]);
  let chunks = 0;
  const end = waiting.findIndex((change, i) => {
    if (isAlone(change)) return i > 0;
    if (i > 0 && waiting[0] && isAlone(waiting[0])) return true;
    const isTooMuch = i >= transactionChanges || chunks >= transactionChunks;
    chunks += change.name === 'replaceDocument' ? change.ask.chunks.ids.length : 0;
    return isTooMuch || (orgOf(change) ?? org) !== org;
  });
  return end === -1 ? waiting.length : Math.max(1, end);
}

function work(changes: readonly Change[]): Reply[] {
  // An organisation without a file has nothing left to drop either.
  const nothing = changes.map(({ name }): Reply => ({ value: name === 'dropVectors' ? true : null }));
  const org = changes[0] && orgOf(changes[0]);
  if (org === undefined) return nothing;
  const whenMissing = changes.some(({ name }) => name === 'replaceDocument') ? 'make' : 'skip';
  const [first] = changes;
  try {
    if (first?.name === 'removeOrganisation') return [{ value: files.remove(org) }];
    if (first?.name === 'scrub') {
      removeCopies(databasePath(folder, org));
      return [{ value: files.inFile(org, foldLog) ?? true }];
    }
    return files.use(org, whenMissing, (writer) => writer.apply(changes)) ?? nothing;
  } catch (error) {
    const failure = failureOf(error);
    return changes.map(() => ({ failure }));
  }
}

/** Changes of a file as a whole stand in no transaction with others. */
function isAlone({ name }: Change): boolean {
  return name === 'scrub' || name === 'removeOrganisation';
}

function orgOf({ name, ask }: Change): string | undefined {
  if (name === 'flush') return undefined;
  return 'org' in ask ? ask.org : ask.document.org;
}
