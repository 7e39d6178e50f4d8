import { parentPort } from 'node:worker_threads';
import type { Analysis } from '../../../src/adapters/worker-thread/protocol.ts';

/** Replies with its thread's age in calls; a title says how it dies instead. */
let calls = 0;
const kept: string[][] = [];
parentPort?.on('message', ({ name, ask }: Analysis) => {
  calls += 1;
  const title = name === 'chunk' ? ask.title : '';
  if (title === 'throws') throw new Error('poison');
  if (title === 'exits') process.exit(3);
  if (title === 'hoards')
    for (;;) kept.push(Array.from({ length: 1_000 }, (_none, i) => `${kept.length} ${i}`));
  if (title !== 'hangs') parentPort?.postMessage({ language: 'fr', chunked: calls });
});
