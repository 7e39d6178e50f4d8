import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readDocument } from '../../../src/adapters/parsers/read-document.ts';
import type { IngestDeps } from '../../../src/core/ingest/ingest-document.ts';
import { createTestOrganisation } from '../../support/test-organisation.ts';
import { dataFolder, noData } from '../parsers/data.ts';

const world = createTestOrganisation();

const parser: IngestDeps['parser'] = {
  close: async () => {},
  drawPage: async () => null,
  parse: ({ path, name }) => readDocument(readFileSync(path), { name }),
};

/** Ingests a file and all that it brings; gives every document of the organisation with how it ended. */
async function ingest(externalId: string, bytes: Uint8Array) {
  await world.submit(externalId, bytes);
  await world.workOffOutbox((key) => world.ingest(key, { parser }));
  return world.database
    .selectFrom('document')
    .select(['path', 'title', 'state', 'reason'])
    .where('org', '=', world.org)
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
