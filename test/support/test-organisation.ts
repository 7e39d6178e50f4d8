import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createInProcessAnalyser } from '../../src/adapters/memory/text-analyser.ts';
import { authoriseCaller } from '../../src/core/access/authorise-caller.ts';
import { searchDocuments } from '../../src/core/find/search-documents.ts';
import { indexDocument } from '../../src/core/ingest/index-document.ts';
import { type IngestDeps, ingestDocument } from '../../src/core/ingest/ingest-document.ts';
import { renameDocument } from '../../src/core/ingest/rename-document.ts';
import { anOrganisation, aSubmission, classFor, openTestStores, type TestStores } from './test-stores.ts';

const maxBytes = 100_000_000;

/** The version of a document that a worker takes up. */
export type VersionKey = { readonly id: string; readonly version: number };

/** What a worker has beside the stores; no passes and no embeddings unless said. */
type Engines = Pick<IngestDeps, 'parser'> & Partial<IngestDeps>;
type Options = {
  readonly again?: true | undefined;
  readonly pass?: 'recognise' | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Stores for a test file, and an organisation of its own for each test, with what a folder (submit), a worker (ingest) and
 * alice (find, look) do in it. To be called at the top of the file; its stores close after all that the file closes.
 */
export function createTestOrganisation() {
  const analyser = createInProcessAnalyser();
  let open: TestStores;
  let number = 0;
  let org: string;
  beforeAll(async () => {
    open = await openTestStores();
  });
  beforeEach(async () => {
    number += 1;
    org = `ville${number}`;
    await open.stores.access.applyOrganisation(anOrganisation({ organisation: org }), 'test');
  });
  afterAll(() => open.close());

  const asAlice = () => authoriseCaller(open.stores, { org, user: 'alice' });
  return {
    get org() {
      return org;
    },
    get stores() {
      return open.stores;
    },
    get database() {
      return open.database;
    },
    get dataFolder() {
      return open.dataFolder;
    },
    asAlice,

    /** Stores a file and submits it as a folder does. */
    async submit(externalId: string, content: string | Uint8Array): Promise<VersionKey> {
      const blob = await open.stores.blobs.put(org, Buffer.from(content), { maxBytes });
      const accessClass = await classFor(open.stores, org, 'space:mairie');
      return open.stores.documents.submit(aSubmission({ org, accessClass, externalId, ...blob }));
    },

    /** Works on a version as the queue has it done. */
    ingest({ id, version }: VersionKey, engines: Engines, { again, pass, signal }: Options = {}) {
      const deps: IngestDeps = { ...open.stores, analyser, passes: new Set(), embedders: {}, ...engines };
      const job = { org, id, version, lane: 'bulk', ...(again && { again }), ...(pass && { pass }) } as const;
      return ingestDocument(deps, job, signal ?? new AbortController().signal);
    },

    /** Carries out everything in the outbox, and what follows from it; jobs of other organisations are dropped. */
    async workOffOutbox(ingest: (key: VersionKey) => Promise<unknown>): Promise<void> {
      for (let left = 1; left > 0; ) {
        left = await open.stores.outbox.drain(100, async (jobs) => {
          for (const { name, payload } of jobs) {
            if (payload.org !== org) continue;
            if (name === 'document.ingest') await ingest(payload);
            else if (name === 'document.rename')
              await renameDocument({ ...open.stores, analyser, embedders: {} }, payload);
            else if (name !== 'index.mend')
              await indexDocument({ ...open.stores, analyser }, { org, id: payload.id });
          }
        });
      }
    },

    /** The passages that alice finds. */
    async find(query: string) {
      const { passages } = await searchDocuments(open.stores, await asAlice(), {
        query,
        scope: {},
        limit: 10,
      });
      return passages;
    },

    /** The document as alice sees it. */
    async look(id: string) {
      return open.stores.library.find(await asAlice(), id);
    },
  };
}
