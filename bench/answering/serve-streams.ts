/** The server under measurement, as a child process: it tells its memory, and how late its event loop was since it was last asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readEnvironment } from '../../config/env.ts';
import { tunables } from '../../config/tunables.ts';
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
process.on('message', (message) => {
  // Rights are looked at as often as the bench wants, to tell what that costs.
  if (typeof message === 'number') {
    (tunables.rights as { lookEveryMs: number }).lookEveryMs = message;
    return;
  }
  // The histogram holds the timer's own period too.
  process.send?.({
    rss: process.memoryUsage().rss,
    cpuMicroseconds: cpuOf(process.cpuUsage()),
    loopP99Ms: delay.percentile(99) / 1e6 - resolution,
  });
  delay.reset();
});
const cpuOf = ({ user, system }: NodeJS.CpuUsage) => user + system;
process.send?.({ address: server.address });
await server.closed;
process.off('disconnect', stop);
process.disconnect?.();
