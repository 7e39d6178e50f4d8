import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openQdrantIndex } from '../../../src/adapters/qdrant/qdrant-index.ts';
import type { SearchIndex } from '../../../src/ports/search-index.ts';
import {
  missingEngine,
  realServer,
  startSidecar,
  type TestServer,
} from '../../support/qdrant/start-qdrant.ts';

/**
 * Describes what is opened anew on the server that `QDRANT_URL` names, else on the engine, which then passes for `version`. A
 * server has its own, so that on it nothing is described for a certain version.
 */
export function onQdrant(
  { version }: { readonly version?: string },
  describeIndex: (open: () => Promise<SearchIndex>) => void,
): void {
  const own = realServer !== null && version !== undefined && 'skipped: the server has its own version';
  const missing = realServer ? own : missingEngine();
  const place = realServer ? 'a server' : `the engine${version ? ` as ${version}` : ''}`;
  describe.skipIf(missing !== false)(`Qdrant on ${place}${missing ? ` (${missing})` : ''}`, () => {
    let server: TestServer | null = realServer;
    let stop = async () => {};
    beforeAll(async () => {
      if (server) return;
      const sidecar = await startSidecar(version ? { version } : {});
      server = sidecar;
      stop = sidecar.close;
    });
    afterAll(() => stop());

    describeIndex(() => {
      if (!server) throw new Error('no server');
      return openQdrantIndex({ ...server, prefix: `test-${randomUUID()}`, onEmpty: () => {} });
    });
  });
}
