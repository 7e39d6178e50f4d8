import type { Command } from 'commander';
import { type Environment, readEnvironment } from '../../../config/env.ts';
import { checkShared } from '../../compose/check-shared.ts';
import { openServer } from '../open-server.ts';
import { printJson, say } from '../with-sourcier.ts';

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('sert l’API et travaille en arrière-plan / serves the API and works in the background')
    .option('--json', 'sortie en JSON / JSON output')
    .option('--no-work', 'l’API seule, d’autres processus travaillent / the API alone, other processes work')
    .action(async (options: { json?: boolean; work: boolean }) => {
      const environment = readEnvironment();
      if (!options.work) checkShared(environment);
      const server = await openServer(environment, { demo: false, works: options.work });
      announce(environment, server.address, options.json === true);
      await server.closed;
    });
}

function announce(environment: Environment, address: string, json: boolean): void {
  if (json) printJson({ address, ready: true });
  else {
    process.stdout.write(
      `${say(environment, { fr: `Sourcier écoute : ${address}`, en: `Sourcier listens: ${address}` })}\n`,
    );
    if (environment.http.publicUrl === undefined)
      process.stdout.write(
        `${say(environment, {
          fr: 'Un lien pour entrer : bin/sourcier token --link --as PERSONNE',
          en: 'A link to come in: bin/sourcier token --link --as PERSON',
        })}\n`,
      );
  }
}
