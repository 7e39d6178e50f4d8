import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createInProcessAnalyser } from '../../../src/adapters/memory/text-analyser.ts';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import { indexDocument } from '../../../src/core/ingest/index-document.ts';
import { type IngestDeps, ingestDocument } from '../../../src/core/ingest/ingest-document.ts';
import {
  anOrganisation,
  aSubmission,
  classFor,
  openTestStores,
  type TestStores,
} from '../../support/test-stores.ts';
import { dataFolder, noData } from '../parsers/data.ts';

const analyser = createInProcessAnalyser();
let open: TestStores;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

let org: string;
let number = 0;
let accessClass: number;
beforeEach(async () => {
  number += 1;
  org = `archive${number}`;
  await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  accessClass = await classFor(open.stores, org, 'space:mairie');
});

const parser: IngestDeps['parser'] = {
  close: async () => {},
  drawPage: async () => null,
  parse: ({ path, name }) => readDocument(readFileSync(path), { name }),
};

/** Ingests a file and all that it brings; gives every document of the organisation with how it ended. */
async function ingest(externalId: string, bytes: Uint8Array) {
  const blob = await open.stores.blobs.put(org, bytes, { maxBytes: 10_000_000 });
  await open.stores.documents.submit(aSubmission({ org, accessClass, externalId, ...blob }));
  const deps: IngestDeps = { ...open.stores, parser, analyser, passes: new Set(), embeds: false };
  const signal = new AbortController().signal;
  for (let left = 1; left > 0; ) {
    left = await open.stores.outbox.drain(100, async (jobs) => {
      for (const job of jobs) {
        if (job.payload.org !== org) continue;
        if (job.name === 'document.ingest') {
          const { id, version } = job.payload;
          await ingestDocument(deps, { org, id, version, lane: 'bulk' }, signal);
        } else await indexDocument({ ...open.stores, analyser }, { org, id: job.payload.id });
      }
    });
  }
  return open.database
    .selectFrom('document')
    .select(['path', 'title', 'state', 'reason'])
    .where('org', '=', org)
    .orderBy('path')
    .execute();
}

test('R47: the members of an archive are documents below it, in their folders', async () => {
  const zip = zipSync({
    'dossier!/note.txt': Buffer.from('Bonjour à tous'),
    '../../etc/passwd.txt': Buffer.from('Rien ne sort'),
  });
  expect(await ingest('archive.zip', zip)).toMatchObject([
    { path: 'archive.zip', state: 'searchable-words' },
    { path: 'archive.zip/dossier_/note.txt', title: 'Note', state: 'searchable-words' },
    { path: 'archive.zip/etc/passwd.txt', title: 'Passwd', state: 'searchable-words' },
  ]);
});

test.skipIf(noData !== false)(
  `R48: an archive that holds itself ends at the permitted depth ${noData || ''}`,
  async () => {
    const documents = await ingest('droste.zip', readFileSync(`${dataFolder}hostile/tika__droste.zip`));
    const archives = documents.filter(({ path }) => path.endsWith('.zip'));
    expect(archives).toHaveLength(5);
    expect(archives.at(-1)).toMatchObject({
      path: 'droste.zip/droste.zip/droste.zip/droste.zip/droste.zip',
      state: 'skipped',
      reason: 'nested-too-deep',
    });
  },
);
