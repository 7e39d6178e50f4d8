/** `node sleeping-worker.ts DATA ORGANISATION DOCUMENT text|failure`: says so and falls asleep (SIGSTOP) while it reads, and tells what became of it once it wakes up. */
import { writeSync } from 'node:fs';
import { readEnvironment } from '../../../config/env.ts';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { parsedDocument } from '../../../src/adapters/parsers/parsed.ts';
import { openStores } from '../../../src/compose/stores.ts';
import { type IngestDeps, ingestDocument } from '../../../src/core/ingest/ingest-document.ts';

const [dataFolder = '', org = '', id = '', wakesTo = ''] = process.argv.slice(2);
const stores = await openStores(readEnvironment({ SOURCIER_DATA: dataFolder }));
const parser: IngestDeps['parser'] = {
  close: async () => {},
  drawPage: async () => null,
  parse: async () => {
    writeSync(1, 'asleep\n');
    process.kill(process.pid, 'SIGSTOP');
    if (wakesTo === 'failure') return { outcome: 'failed', reason: 'damaged' };
    const document = parsedDocument([{ kind: 'paragraph', text: 'Texte du dormeur.' }]);
    return { outcome: 'parsed', format: 'text', document };
  },
};
const deps = {
  ...stores,
  parser,
  analyser: createInProcessAnalyser(),
  passes: new Set<never>(),
  embedders: {},
};
const job = { org, id, version: 1, lane: 'bulk' as const };
process.stdout.write(await ingestDocument(deps, job, new AbortController().signal));
await stores.close();
