import { parentPort } from 'node:worker_threads';
import { encodeChunk } from '../../core/find/encode.ts';
import { analyseDocument } from '../../core/ingest/analyse-document.ts';
import { packVectors } from './packed-vectors.ts';
import type { Analysis } from './protocol.ts';

/** Entry of a thread that analyses texts, one at a time: the next message comes once this one has its reply. */
parentPort?.on('message', ({ name, ask }: Analysis) => {
  if (name === 'chunk') {
    parentPort?.postMessage(analyseDocument(ask, ask));
    return;
  }
  const packed = packVectors(ask.chunks.map(encodeChunk));
  parentPort?.postMessage(packed, [packed.ends.buffer, packed.ids.buffer, packed.weights.buffer]);
});
