import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { openWorkplaceDatabase } from './database.ts';
import { type Organisation, openOrganisation } from './organisation.ts';
import { openStorage } from './storage.ts';

/** A digital workplace that runs: its database, its files, its addresses. */
export type Workplace = {
  /** Where it answers. */
  readonly address: string;
  /** The organisation of that name; all of them are named when the workplace opens. */
  organisation(tenant: string): Organisation;
  close(): Promise<void>;
};

/**
 * Opens a workplace with a real PostgreSQL and a real S3 server, which hosts these organisations. Nothing is in them yet.
 * It takes a few seconds: open one for a test file, and give each test an organisation of its own.
 */
export async function openWorkplace(tenants: readonly string[] = ['130025265']): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'workplace-'));
  const closing: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const database = await openWorkplaceDatabase(join(folder, 'postgres'));
    closing.push(() => database.close());
    const storage = await openStorage(join(folder, 'files'));
    closing.push(() => storage.close());
    const app = fastify({
      logger: false,
      routerOptions: { maxParamLength: 1_000 },
      forceCloseConnections: true,
    });
    closing.push(() => app.close());
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const organisations = new Map<string, Organisation>();
    for (const tenant of tenants)
      organisations.set(tenant, await openOrganisation({ database, storage, app }, tenant, address));
    await app.listen({ port, host: '127.0.0.1' });
    return {
      address,
      organisation(tenant) {
        const found = organisations.get(tenant);
        if (!found) throw new Error(`no organisation ${tenant}`);
        return found;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Addresses are part of what is written before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
