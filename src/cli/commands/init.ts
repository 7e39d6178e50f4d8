import type { Command } from 'commander';
import { printJson, say, withSourcier } from '../with-sourcier.ts';

export function initCommand(program: Command): void {
  program
    .command('init')
    .description('prépare le dossier de données / prepares the data folder')
    .option('--json', 'sortie en JSON / JSON output')
    .action((options: { json?: boolean }) =>
      withSourcier(async ({ environment }) => {
        const { dataFolder } = environment;
        if (options.json) return printJson({ dataFolder });
        process.stdout.write(
          `${say(environment, { fr: `Dossier de données prêt : ${dataFolder}`, en: `Data folder ready: ${dataFolder}` })}\n`,
        );
      }),
    );
}
