import { eventually } from './api-client.ts';
import { makePreparedFolder, startSourcier } from './sourcier-process.ts';

/** The demo as `npm start` serves it, on a data folder of its own, with all its documents read. */
export async function startDemo(
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly address: string; readonly dataFolder: string; stop(): Promise<void> }> {
  const data = await makePreparedFolder();
  const server = await startSourcier(data.path, environment, ['start']);
  await eventually(async () => server.output().includes('documents prêts'), {
    withinMs: 120_000,
    what: 'the demo read',
  });
  return {
    address: server.address,
    dataFolder: data.path,
    stop: async () => {
      await server.stop();
      await data.remove();
    },
  };
}
