import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Code that Node has compiled once is kept beside the packages, which is as trusted as they are; Node checks each piece
// against its source. Where the folder cannot be written, everything is compiled at each start.
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'sourcier', 'code'));

// Later, so that the cache serves all that the command line itself consists of.
const { runCommandLine } = await import('./run-command-line.ts');
await runCommandLine();
