/**
 * What is left after streams that nobody wants any more: `npm run bench:aborts -- [--streams N] [--at-once N]`. A server that
 * falls silent after three words is asked N times, and left each time: before the first word, after it, or by leaving the
 * loop. Prints one line of JSON; exit code 1 when a socket or timer is left, or memory grew by more than 5 MB.
 */
import { parseArgs } from 'node:util';
import { createOpenAiLanguageModel } from '../../src/adapters/openai-compatible/language-model.ts';
import { abortStreams, openResources } from '../../test/support/providers/abort-streams.ts';
import { startProviderServer } from '../../test/support/providers/server.ts';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '10000' },
    'at-once': { type: 'string', default: '50' },
  },
});
const streams = Number(values.streams);
const atOnce = Number(values['at-once']);

const server = await startProviderServer('vllm');
server.fault = { kind: 'stall', words: 3 };
const { baseUrl } = server;
const model = createOpenAiLanguageModel({
  baseUrl,
  model: 'chat-model',
  dialect: 'vllm',
  apiKey: 'sk-test-key',
});
// The first ones load libraries and fill caches.
await abortStreams(model, 500, atOnce);
await untilClosed();
const before = { resources: await openResources(), memory: await memoryBytes() };

const started = performance.now();
const slowestMs = await abortStreams(model, streams, atOnce);
const seconds = (performance.now() - started) / 1_000;
await untilClosed();
const after = { resources: await openResources(), memory: await memoryBytes() };

const grownBytes = after.memory - before.memory;
const leaks = JSON.stringify(before.resources) !== JSON.stringify(after.resources) || grownBytes > 5_000_000;
console.log(
  JSON.stringify({
    streams,
    atOnce,
    seconds: Number(seconds.toFixed(1)),
    slowestMs: Math.round(slowestMs),
    connectionsLeft: await server.connections(),
    resourcesBefore: before.resources,
    resourcesAfter: after.resources,
    heapGrownBytes: grownBytes,
  }),
);
await server.close();
process.exitCode = leaks ? 1 : 0;

async function untilClosed(): Promise<void> {
  for (let turn = 0; turn < 100 && (await server.connections()) > 0; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** What is used once all is collected; the requests that the server remembers are let go first. */
async function memoryBytes(): Promise<number> {
  (server.requests as unknown[]).length = 0;
  // What is held weakly goes in the turn after a collection.
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
