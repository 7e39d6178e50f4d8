/** The server under measurement, as a child process: it tells its memory, and how late its event loop was since it was last asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readEnvironment } from '../../config/env.ts';
import { openServer } from '../../src/cli/open-server.ts';

const stop = () => process.kill(process.pid, 'SIGTERM');
process.on('disconnect', stop);
const server = await openServer(
  { ...readEnvironment(), http: { host: '127.0.0.1', port: 0 } },
  { demo: false },
);
const resolution = 10;
const delay = monitorEventLoopDelay({ resolution });
delay.enable();
process.on('message', () => {
  // The histogram holds the timer's own period too.
  process.send?.({ rss: process.memoryUsage().rss, loopP99Ms: delay.percentile(99) / 1e6 - resolution });
  delay.reset();
});
process.send?.({ address: server.address });
await server.closed;
process.off('disconnect', stop);
process.disconnect?.();
