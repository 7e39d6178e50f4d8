import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../../src/adapters/sqlite-index/protocol.ts';

/** Answers `listDocuments` with its thread's age in calls, never answers `cacheUse`, and dies of `stats`. */
let calls = 0;
parentPort?.on('message', (sent: ToWorker) => {
  if (sent.type === 'close') parentPort?.close();
  if (sent.type !== 'ask') return;
  calls += 1;
  if (sent.message.name === 'stats') throw new Error('dead');
  if (sent.message.name === 'listDocuments')
    parentPort?.postMessage({
      type: 'replies',
      replies: [{ id: sent.id, value: [{ id: 'call', version: calls }] }],
    });
});
