/**
 * The server under evaluation, as a child process: it says its address to its parent and stops when the parent is gone,
 * killed or not.
 */
import { readEnvironment } from '../../config/env.ts';
import { openServer } from '../../src/cli/open-server.ts';

const stop = () => process.kill(process.pid, 'SIGTERM');
process.on('disconnect', stop);
const server = await openServer(
  { ...readEnvironment(), http: { host: '127.0.0.1', port: 0 } },
  { demo: false },
);
process.send?.({ address: server.address });
await server.closed;
// The channel to the parent would keep this process alive.
process.off('disconnect', stop);
process.disconnect?.();
