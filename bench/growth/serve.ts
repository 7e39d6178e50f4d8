/**
 * The server under measurement, as a child process: it counts how long each step of its searches takes, queues included,
 * and tells its parent when asked.
 */
import { readEnvironment } from '../../config/env.ts';
import { openServer } from '../../src/cli/open-server.ts';

const stop = () => process.kill(process.pid, 'SIGTERM');
process.on('disconnect', stop);
const server = await openServer(
  { ...readEnvironment(), http: { host: '127.0.0.1', port: 0 } },
  { demo: false },
);
const { access, aliases, index, library } = server.sourcier.stores;
const embedder = server.sourcier.engines.embedders.current;
const steps: Record<string, number[]> = {};
count('rights', access, ['findPerson', 'readableClasses']);
count('aliases', aliases, ['find']);
count('index', index, ['searchWords', 'searchDocuments', 'searchVectors']);
count('library', library, ['summarise', 'readPassages']);
if (embedder) count('embedder', embedder, ['embed']);

process.on('message', () => {
  process.send?.({ steps, busy: performance.eventLoopUtilization().active, at: performance.now() });
  for (const tookMs of Object.values(steps)) tookMs.length = 0;
});
process.send?.({ address: server.address });
await server.closed;
process.off('disconnect', stop);
// The channel to the parent would keep this process alive.
process.disconnect?.();

function count<Name extends string>(part: string, object: object, names: readonly Name[]): void {
  const methods = object as Record<Name, (...given: unknown[]) => Promise<unknown>>;
  for (const name of names) {
    const original = methods[name].bind(object);
    const tookMs: number[] = [];
    steps[`${part}.${name}`] = tookMs;
    methods[name] = async (...given) => {
      const started = performance.now();
      try {
        return await original(...given);
      } finally {
        tookMs.push(performance.now() - started);
      }
    };
  }
}
