import type { Command } from 'commander';
import { removeFolder } from '../../core/ingest/remove-folder.ts';
import { chooseOrganisation, printJson, say, withSourcier } from '../with-sourcier.ts';

type Options = { org?: string; source?: string; json?: boolean };

/** Undoes `ingest`. */
export function removeCommand(program: Command): void {
  program
    .command('remove')
    .argument('<folder>', 'dossier qui a été lu / folder that was read')
    .description(
      'retire les documents d’un dossier, sans toucher au dossier / takes the documents of a folder out, and leaves the folder alone',
    )
    .requiredOption('--yes', 'confirme / confirms')
    .option('--org <organisation>', 'organisation')
    .option('--source <name>', 'nom avec lequel il a été lu / name that it was read with')
    .option('--json', 'sortie en JSON / JSON output')
    .action((folder: string, { org: named, source, json }: Options) =>
      withSourcier(async ({ stores, environment }) => {
        const org = await chooseOrganisation(stores, named);
        const removed = await removeFolder(stores, { org, folder, ...(source !== undefined && { source }) });
        if (json) return printJson({ organisation: org, removed });
        const said = { fr: `Documents retirés : ${removed}.`, en: `Documents removed: ${removed}.` };
        process.stdout.write(`${say(environment, said)}\n`);
      }),
    );
}
