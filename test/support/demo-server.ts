import { resolve } from 'node:path';
import { eventually } from './api-client.ts';
import { layDatabase, layPrepared } from './prepared-folder.ts';
import { makeDataFolder, type RunningSourcier, startSourcier } from './sourcier-process.ts';

export type DemoServer = { readonly address: string; readonly dataFolder: string; stop(): Promise<void> };

/**
 * The demo as `npm start` serves it, with all its documents read, without vectors unless told otherwise, on a data folder of its
 * own; on `folder` where that is given, which is left as it is and spares the reading where it was done before.
 */
export async function startDemo(
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<DemoServer> {
  const data =
    folder === undefined ? await makeDemoFolder() : { path: resolve(folder), remove: async () => {} };
  const server = await startRead(data.path, environment).catch(async (error) => {
    await data.remove();
    throw error;
  });
  const stop = async () => {
    await server.stop();
    await data.remove();
  };
  return { address: server.address, dataFolder: data.path, stop };
}

/**
 * A data folder with the demo in it, which one test file of a run has read for all: it takes 20 s of the processor.
 * `test/acceptance/lifecycle.test.ts` proves the first start itself.
 */
async function makeDemoFolder(): ReturnType<typeof makeDataFolder> {
  const data = await makeDataFolder();
  await layPrepared('demo', data.path, async (first) => {
    await layDatabase(first);
    await (await startRead(first)).stop();
  });
  return data;
}

/** Starts the demo on a data folder, and waits until all its documents are read. */
async function startRead(
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningSourcier> {
  const server = await startSourcier(dataFolder, { EMBEDDINGS: 'none', ...environment }, ['start']);
  try {
    await eventually(async () => server.output().includes('documents prêts'), {
      withinMs: 300_000,
      what: 'the demo read',
    });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
