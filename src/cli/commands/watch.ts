import type { Command } from 'commander';
import { pino } from 'pino';
import { readEnvironment } from '../../../config/env.ts';
import { watch } from '../../compose/watchman.ts';
import { exitOf, type WatchReport } from '../../core/watch/watch-once.ts';
import { exitCodes } from '../report-error.ts';
import { readWatchFile } from '../watch-in-background.ts';
import { printJson } from '../with-sourcier.ts';

/** The watchman (R66): asks a running service over HTTP, opens no store, and may run on another machine. */
export function watchCommand(program: Command): void {
  program
    .command('watch')
    .argument('<file>', 'fichier YAML des canaris / YAML file of the canaries')
    .description(
      'cherche des documents témoins là où ils ne doivent pas paraître ; code 2 s’ils paraissent / looks for planted documents where they must not appear; exit code 2 when they do',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action(async (path: string, options: { json?: boolean }) => {
      const file = await readWatchFile(path);
      const environment = readEnvironment();
      const logger = pino({ level: environment.logLevel }, pino.destination(2));
      const report = await watch(environment, file, { logger, signal: new AbortController().signal });
      process.exitCode = exitCodes[exitOf(report)];
      if (options.json) return printJson(report);
      for (const line of linesOf(report)) process.stdout.write(`${line}\n`);
    });
}

function linesOf({ sightings, alarm }: WatchReport): string[] {
  return [
    ...sightings.map(({ canary, as, result, where, cause }) =>
      [canary, as, result, where.join(','), cause ?? ''].join('\t').trimEnd(),
    ),
    ...(alarm
      ? [
          Object.entries(alarm)
            .map(([what, done]) => `${what}=${done}`)
            .join('\t'),
        ]
      : []),
  ];
}
