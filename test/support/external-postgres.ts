import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/cluster.ts';
import { makeDataFolder } from './sourcier-process.ts';

/** A PostgreSQL that is nobody's own, in a folder that goes with it. */
export async function openExternalServer(): Promise<{
  /** What Sourcier is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}> {
  const folder = await makeDataFolder();
  const { connection, release } = await openEmbeddedPostgres(`${folder.path}/postgres`);
  const { host, port, user, password, database } = connection;
  return {
    environment: {
      DATABASE_URL: `postgres://${user}@${host}:${port}/${database}`,
      DATABASE_PASSWORD: password,
    },
    close: async () => {
      await release();
      await folder.remove();
    },
  };
}
