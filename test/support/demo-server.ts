import { resolve } from 'node:path';
import { eventually } from './api-client.ts';
import { makeDemoFolder, plainDemo } from './prepared-demo.ts';
import { makePreparedFolder, startSourcier } from './sourcier-process.ts';

export type DemoServer = { readonly address: string; readonly dataFolder: string; stop(): Promise<void> };

/**
 * The demo as `npm start` serves it, with all its documents read, on a data folder of its own; on `folder` where that is given,
 * which is left as it is and spares the reading where it was done before.
 */
export async function startDemo(
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<DemoServer> {
  return startOn(
    folder === undefined ? await makePreparedFolder() : { path: resolve(folder), remove: async () => {} },
    environment,
  );
}

/** The same for tests of one run, which read it but once (`makeDemoFolder()`): without vectors and without LibreOffice. */
export async function startReadDemo(environment: Readonly<Record<string, string>>): Promise<DemoServer> {
  return startOn(await makeDemoFolder(), { ...plainDemo, ...environment });
}

async function startOn(
  data: { readonly path: string; remove(): Promise<void> },
  environment: Readonly<Record<string, string>>,
): Promise<DemoServer> {
  const server = await startSourcier(data.path, environment, ['start']);
  const stop = async () => {
    await server.stop();
    await data.remove();
  };
  try {
    await eventually(async () => server.output().includes('documents prêts'), {
      withinMs: 300_000,
      what: 'the demo read',
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: server.address, dataFolder: data.path, stop };
}
