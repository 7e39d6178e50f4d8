import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openQdrantIndex } from '../../../src/adapters/qdrant/qdrant-index.ts';
import { missingEngine, realServer, type Sidecar, startSidecar } from '../../support/qdrant/start-qdrant.ts';
import { describeSearchIndex } from './behaviour.ts';

const missing = realServer ? false : missingEngine();

describe.skipIf(missing !== false)(
  `on ${realServer ? 'a server' : 'the engine'}${missing ? ` (${missing})` : ''}`,
  () => {
    let sidecar: Sidecar | null = null;
    beforeAll(async () => {
      if (!realServer) sidecar = await startSidecar();
    });
    afterAll(() => sidecar?.close());

    describeSearchIndex('qdrant', () => {
      const server = realServer ?? sidecar;
      if (!server) throw new Error('no server');
      return openQdrantIndex({ ...server, prefix: `test-${randomUUID()}`, onEmpty: () => {} });
    });
  },
);
