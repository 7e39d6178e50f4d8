/** `node process.ts api|work`: one of several processes on one folder of data, which the command line refuses with an index in files. */

import { overrideTunable } from '../../../bench/retrieval/override-tunable.ts';
import { readEnvironment } from '../../../config/env.ts';

// What a killed worker had in hand is given to another one after a minute: that it is does not depend on how long that takes.
overrideTunable('queue.lockMs=15000');
// Loaded only now: many modules read the tunables once.
const { openServer } = await import('../../../src/cli/open-server.ts');
const { openWorker } = await import('../../../src/cli/open-worker.ts');

const environment = readEnvironment();
const opened =
  process.argv[2] === 'api'
    ? await openServer(environment, { demo: false, works: false })
    : await openWorker(environment);
process.stdout.write(`${opened.address}\n`);
await opened.closed;
