/** `node process.ts api|work`: one of several processes on one folder of data, which the command line refuses with an index in files. */
import { readEnvironment } from '../../../config/env.ts';
import { openServer } from '../../../src/cli/open-server.ts';
import { openWorker } from '../../../src/cli/open-worker.ts';

const environment = readEnvironment();
const opened =
  process.argv[2] === 'api'
    ? await openServer(environment, { demo: false, works: false })
    : await openWorker(environment);
process.stdout.write(`${opened.address}\n`);
await opened.closed;
