import type { Command } from 'commander';
import { type Environment, readEnvironment } from '../../../config/env.ts';
import { openServer } from '../open-server.ts';
import { printJson, say } from '../with-sourcier.ts';

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('sert l’API et travaille en arrière-plan / serves the API and works in the background')
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (options: { json?: boolean }) => {
      const environment = readEnvironment();
      const server = await openServer(environment, { demo: false });
      announce(environment, server.address, options.json === true);
      await server.closed;
    });
}

function announce(environment: Environment, address: string, json: boolean): void {
  if (json) printJson({ address, ready: true });
  else
    process.stdout.write(
      `${say(environment, { fr: `Sourcier écoute : ${address}`, en: `Sourcier listens: ${address}` })}\n`,
    );
}
