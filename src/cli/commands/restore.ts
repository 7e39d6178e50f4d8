import type { Command } from 'commander';
import { readEnvironment } from '../../../config/env.ts';
import { restoreBackup } from '../../compose/restore-backup.ts';
import { AppError } from '../../core/errors.ts';
import { presentRead, sayHeldBack, sayRead, sayReplayed } from '../present-backup.ts';
import { readErasures } from '../read-erasures.ts';
import { printJson, say } from '../with-sourcier.ts';

/** Makes the data folder of a backup. What was erased since must be told, or its absence said. */
export function restoreCommand(program: Command): void {
  program
    .command('restore')
    .argument('<file>', 'sauvegarde / backup')
    .option('--identity <file>', 'clé qui l’ouvre / key that opens it')
    .option(
      '--erasures <file>',
      'ce que « erasures export » a écrit depuis / what “erasures export” wrote since',
    )
    .option('--no-erasures', 'rien n’a été effacé depuis / nothing was erased since')
    .description(
      'refait le dossier de données, qui doit être vide / makes the data folder anew, which must be empty',
    )
    .option('--json', 'sortie en JSON / JSON output')
    .action(
      async (file: string, options: { identity?: string; erasures?: string | boolean; json?: boolean }) => {
        const erasures = erasuresOf(options.erasures);
        const environment = readEnvironment();
        const place = { file, identityFile: options.identity ?? null };
        const { replayed, heldBack, ...read } = await restoreBackup(environment, place, erasures);
        if (options.json) return printJson({ ...presentRead(read), replayed, heldBack });
        process.stdout.write(`${say(environment, sayRead(read))}\n`);
        if (replayed) process.stdout.write(`${say(environment, sayReplayed(replayed))}\n`);
        process.stdout.write(`${say(environment, sayHeldBack(heldBack))}\n`);
      },
    );
}

/** A backup from before an erasure brings back what was erased (R72): forgetting it must not be possible. */
function erasuresOf(option: string | boolean | undefined) {
  if (typeof option === 'string') return readErasures(option);
  if (option === false) return null;
  throw new AppError('USAGE', { detail: '--erasures <file> | --no-erasures' });
}
