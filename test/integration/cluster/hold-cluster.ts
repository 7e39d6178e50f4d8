/**
 * A process that uses the embedded PostgreSQL of a folder: prints one line of JSON once it is there, gives it back at
 * SIGTERM or when its input ends.
 */
import { openEmbeddedPostgres } from '../../../src/adapters/embedded-postgres/cluster.ts';

const [folder = ''] = process.argv.slice(2);
const { connection, isSoleUser, release } = await openEmbeddedPostgres(folder);
process.stdout.write(`${JSON.stringify({ port: connection.port, isSoleUser })}\n`);
const end = async () => {
  await release();
  process.exit(0);
};
process.once('SIGTERM', () => void end());
process.stdin.once('end', () => void end()).resume();
